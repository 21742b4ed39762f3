import { returnAllFields } from '../shared/fields';
import type { Operation } from '../shared/operation';
import { getMany, outputFields, runList } from '../shared/runList';
import { TEMPLATES } from '../shared/lists';

/** What a model needs to know of a template; everything else is a choice in the tool. */
const MODEL_FIELDS = ['name', 'sn'];

export const getAll: Operation = {
  // The Resource is not shown, so the name says what the operation gets.
  ...getMany('Templates', 'templates'),
  description: 'Get the call scripts that tasks can use',
  endpoint: TEMPLATES.endpoint,
  runsFor: 'eachItem',
  fields: [...returnAllFields(), ...outputFields(TEMPLATES, MODEL_FIELDS)],
  run: runList(TEMPLATES),
};
