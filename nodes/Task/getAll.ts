import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { aiUserLocator, taskLocator } from '../shared/resourceLocators';
import { filterFields, returnAllFields, simplifyField } from '../shared/fields';
import { number } from '../../xiaoa/values';
import { type Filters, locatorValue, taskFilter } from '../shared/filters';
import type { ItemFields } from '../shared/itemFields';
import { type Query, TASKS } from '../shared/lists';
import { listForAll, listOperation } from '../shared/listOperation';
import { periodFilter } from '../shared/period';

const created = periodFilter('tasks', 'Created', 'created_at');

const displayOptions = { show: { resource: ['task'], operation: ['getAll'] } };

export const option: INodePropertyOptions = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many tasks',
  description: 'List calling tasks with their progress',
  routing: listOperation(TASKS, taskQuery),
};

export const runForAll = listForAll(TASKS, taskQuery);

export const fields: INodeProperties[] = [
  ...returnAllFields(displayOptions),
  simplifyField(displayOptions),
  ...filterFields(
    displayOptions,
    `${created.withoutDates}; a chosen task is listed whenever it was created`,
    [
      aiUserLocator({ description: 'Only tasks that this robot account calls for' }),
      ...created.fields,
      {
        displayName: 'Status',
        name: 'status',
        type: 'options',
        options: [
          { name: 'Paused', value: 4 },
          { name: 'Sending', value: 0 },
          { name: 'Sent', value: 1 },
        ],
        default: 0,
      },
      taskLocator({ description: 'Only this task, whenever it was created' }),
    ],
  ),
];

function taskQuery(item: ItemFields): Query {
  const filters = item.getNodeParameter('filters', {}) as Filters;
  const taskSn = taskFilter(item.getNode(), filters);
  const period = created.query(item, filters, taskSn !== undefined);
  return {
    accept: period.accept,
    parameters: {
      ...period.parameters,
      status: number(filters.status),
      ai_user_sn: locatorValue(filters.aiUserSn),
      dial_task_main_sn: taskSn,
    },
  };
}
