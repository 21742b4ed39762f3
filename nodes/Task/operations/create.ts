import type {
  IExecuteFunctions,
  IExecutePaginationFunctions,
  INodeExecutionData,
  INodeProperties,
  INodePropertyOptions,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../../xiaoa/endpoints';
import { failedRun } from '../../shared/errors/failedRun';
import { allItems, currentItem } from '../../shared/expressions/itemSource';
import { aiUserLocator, templateLocator } from '../../shared/fields/locators';
import { connectionFromRequestOptions, connectionOf } from '../../shared/transport/connection';
import { CONTACT_OPTIONS, contactFields } from '../contactFields';
import { importContacts } from '../import/importContacts';

const displayOptions = { show: { resource: ['task'], operation: ['create'] } };

export const option: INodePropertyOptions = {
  name: 'Create',
  value: 'create',
  action: 'Create a task from contacts',
  description:
    'Import people to call into a new task. All input items go into one task. With Start Dialing real people are called at once.',
  routing: {
    request: { method: ENDPOINTS.addJson.method, url: ENDPOINTS.addJson.path },
    send: { paginate: true },
    operations: {
      // For one item by itself, as an AI agent's tool call sends it; several go through createForAll.
      async pagination(this: IExecutePaginationFunctions, request) {
        const json = await importContacts(this, currentItem(this), connectionOf(request.options));
        return [{ json, pairedItem: { item: this.getItemIndex() } }];
      },
    },
  },
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
  {
    displayName: 'Options',
    name: 'options',
    type: 'collection',
    placeholder: 'Add option',
    displayOptions,
    default: {},
    options: CONTACT_OPTIONS,
  },
];

/** All input items in as few requests as the platform allows; one output item speaks for all of them. */
export async function createForAll(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
  const pairedItem = this.getInputData().map((_, item) => ({ item }));
  try {
    const json = await importContacts(this, allItems(this), connectionFromRequestOptions(this));
    return [[{ json, pairedItem }]];
  } catch (error) {
    return failedRun(this, error, pairedItem);
  }
}
