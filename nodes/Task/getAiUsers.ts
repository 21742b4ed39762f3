import { returnAllFields } from '../shared/fields';
import type { Operation } from '../shared/operation';
import { outputFields, runList } from '../shared/runList';
import { AI_USERS } from '../shared/lists';

/** What a model needs to know of an AI user; everything else is a choice in the tool. */
const MODEL_FIELDS = ['name', 'sn', 'callingHours', 'templateSns', 'expiresOn'];

export const getAiUsers: Operation = {
  name: 'Get AI Users',
  value: 'getAiUsers',
  action: 'Get AI users',
  description: 'Get the robot accounts that make the calls, with their calling hours',
  endpoint: AI_USERS.endpoint,
  runsFor: 'eachItem',
  fields: [...returnAllFields(), ...outputFields(AI_USERS, MODEL_FIELDS)],
  run: runList(AI_USERS),
};
