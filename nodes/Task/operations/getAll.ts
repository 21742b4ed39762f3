import type {
  IExecutePaginationFunctions,
  INodeProperties,
  INodePropertyOptions,
} from 'n8n-workflow';

import { named } from '../../shared/errors/inputErrors';
import { aiUserLocator, taskLocator } from '../../shared/fields/locators';
import { returnAllFields } from '../../shared/fields/returnAll';
import { simplifyField } from '../../shared/fields/simplify';
import { locatorValue, number, type Filters } from '../../shared/listing/filterValues';
import type { Query } from '../../shared/listing/listing';
import { listOperation } from '../../shared/listing/listOperation';
import { DEFAULT_DAYS, periodQuery } from '../../shared/listing/period';
import { TASKS } from '../../shared/listings/tasks';

const displayOptions = { show: { resource: ['task'], operation: ['getAll'] } };

export const option: INodePropertyOptions = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many tasks',
  description: 'List calling tasks with their progress',
  routing: listOperation(TASKS, taskQuery),
};

export const fields: INodeProperties[] = [
  ...returnAllFields(displayOptions),
  simplifyField(displayOptions),
  {
    displayName: 'Filters',
    name: 'filters',
    type: 'collection',
    placeholder: 'Add Filter',
    displayOptions,
    default: {},
    description: `Without dates, the tasks of the last ${DEFAULT_DAYS} days are listed, counted in Shanghai time`,
    options: [
      aiUserLocator({ description: 'Only tasks that this robot account calls for' }),
      {
        displayName: 'Created After',
        name: 'createdAfter',
        type: 'dateTime',
        default: '',
        description: 'Only tasks created at this time or later. Read as Shanghai time.',
      },
      {
        displayName: 'Created Before',
        name: 'createdBefore',
        type: 'dateTime',
        default: '',
        description: 'Only tasks created before this time. Read as Shanghai time.',
      },
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
  },
];

function taskQuery(context: IExecutePaginationFunctions): Query {
  const filters = context.getNodeParameter('filters', {}) as Filters;
  const taskSn = locatorValue(filters.taskSn);
  const period = named(context.getNode(), 'Created After / Created Before', () =>
    periodQuery(
      {
        after: filters.createdAfter,
        before: filters.createdBefore,
        unlessDated: taskSn !== undefined,
      },
      'created_at',
      Date.now(),
    ),
  );
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
