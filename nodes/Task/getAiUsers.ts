import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { returnAllFields, simplifyOnDemandField } from '../shared/fields';
import { listForAll, listOperation } from '../shared/listOperation';
import { AI_USERS } from '../shared/lists';

export const option: INodePropertyOptions = {
  name: 'Get AI Users',
  value: 'getAiUsers',
  action: 'Get AI users',
  description: 'List the robot accounts that can place calls, with their calling hours',
  routing: listOperation(AI_USERS),
};

export const runForAll = listForAll(AI_USERS);

const displayOptions = { show: { resource: ['task'], operation: ['getAiUsers'] } };

export const fields: INodeProperties[] = [
  ...returnAllFields(displayOptions),
  simplifyOnDemandField(displayOptions),
];
