import { returnAllFields, simplifyField } from '../shared/fields';
import type { Operation } from '../shared/operation';
import { getMany, runList } from '../shared/runList';
import { TEMPLATES } from '../shared/lists';

export const getAll: Operation = {
  // The Resource is not shown, so the name says what the operation gets.
  ...getMany('Templates', 'templates'),
  description: 'Get the call scripts that tasks can use',
  endpoint: TEMPLATES.endpoint,
  runsFor: 'eachItem',
  fields: [...returnAllFields(), simplifyField()],
  run: runList(TEMPLATES),
};
