import { returnAllFields, simplifyField } from '../shared/fields';
import type { Operation } from '../shared/operation';
import { runList } from '../shared/runList';
import { AI_USERS } from '../shared/lists';

export const getAiUsers: Operation = {
  name: 'Get AI Users',
  value: 'getAiUsers',
  action: 'Get AI users',
  description: 'List the robot accounts that can place calls, with their calling hours',
  endpoint: AI_USERS.endpoint,
  runsFor: 'eachItem',
  fields: [...returnAllFields(), simplifyField()],
  run: runList(AI_USERS),
};
