import { aiUserLocator, taskLocator } from '../shared/resourceLocators';
import { returnAllFields, simplifyField, filterFields } from '../shared/fields';
import { number } from '../../xiaoa/values';
import { locatorValue, type Filters, taskFilter } from '../shared/filters';
import { type Query, TASKS } from '../shared/lists';
import type { Operation } from '../shared/operation';
import type { Run } from '../shared/run';
import { runList } from '../shared/runList';
import { periodFilter } from '../shared/period';

const created = periodFilter('tasks', 'Created', 'created_at');

export const getAll: Operation = {
  name: 'Get Many',
  value: 'getAll',
  action: 'Get many tasks',
  description: 'List calling tasks with their progress',
  endpoint: TASKS.endpoint,
  runsFor: 'eachItem',
  fields: [
    ...returnAllFields(),
    simplifyField(),
    ...filterFields(`${created.withoutDates}; a chosen task is listed whenever it was created`, [
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
    ]),
  ],
  run: runList(TASKS, taskQuery),
};

function taskQuery(run: Run): Query {
  const filters = run.read<Filters>('filters');
  const taskSn = taskFilter(run.node, filters);
  const period = created.query(run.node, filters, taskSn !== undefined);
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
