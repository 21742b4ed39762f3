import { returnAllFields, simplifyField } from '../shared/fields';
import type { Operation } from '../shared/operation';
import { runList } from '../shared/runList';
import { TEMPLATES } from '../shared/lists';

export const getAll: Operation = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many templates',
  description: 'List the call scripts that tasks can use',
  endpoint: TEMPLATES.endpoint,
  runsFor: 'eachItem',
  fields: [...returnAllFields(), simplifyField()],
  run: runList(TEMPLATES),
};
