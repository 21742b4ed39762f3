import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { taskLocator } from '../shared/resourceLocators';
import { contactFields, contactOptions } from './contactFields';
import { importAll, importOne } from './import/importOperation';

const displayOptions = { show: { resource: ['task'], operation: ['addContacts'] } };

export const option: INodePropertyOptions = {
  name: 'Add Contacts',
  value: 'addContacts',
  action: 'Add contacts to a task',
  description:
    'Import more people to call into a task that exists. If the task is sending, real people are called as soon as their turn comes.',
  routing: importOne('existingTask'),
};

export const fields: INodeProperties[] = [
  taskLocator({
    required: true,
    displayOptions,
    hint: 'A task that has made all its calls is paused by this: start it again with the operation Resume',
  }),
  ...contactFields('addContacts'),
  contactOptions('addContacts'),
];

export const runForAll = importAll('existingTask');
