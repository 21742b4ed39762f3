import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { aiUserLocator, templateLocator } from '../shared/resourceLocators';
import { contactFields, contactOptions } from './contactFields';
import { importAll, importOne } from './import/importOperation';

const displayOptions = { show: { resource: ['task'], operation: ['create'] } };

export const option: INodePropertyOptions = {
  name: 'Create',
  value: 'create',
  action: 'Create a task from contacts',
  description:
    'Import people to call into a new task. All input items go into one task. With Start Dialing real people are called at once.',
  routing: importOne('newTask'),
};

export const fields: INodeProperties[] = [
  templateLocator({ required: true, displayOptions }),
  aiUserLocator({ required: true, displayOptions }),
  {
    displayName: 'Task Name',
    name: 'taskName',
    type: 'string',
    displayOptions,
    required: true,
    default: '',
    placeholder: 'e.g. Spring campaign, Shenzhen',
  },
  ...contactFields('create'),
  contactOptions('create'),
];

export const runForAll = importAll('newTask');
