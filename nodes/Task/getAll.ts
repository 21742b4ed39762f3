import { STATUS_FILTERS, taskStatus } from '../../xiaoa/records/task';
import { number, text } from '../../xiaoa/values';
import { filtersField, returnAllFields } from '../shared/fields';
import { locatorValue, type Filters } from '../shared/filters';
import { TASKS, type Query, type Row } from '../shared/lists';
import type { Operation } from '../shared/operation';
import { outputFields, getMany, runList } from '../shared/runList';
import { periodFilter } from '../shared/period';
import { aiUserLocator, taskLocator } from '../shared/resourceLocators';
import type { Run } from '../shared/run';
import { isTaskNumber } from '../shared/tasks';

/** What a model needs to know of a task; everything else is a choice in the tool. */
const MODEL_FIELDS = ['name', 'sn', 'status', 'total', 'called', 'succeeded', 'createdAt'];

const created = periodFilter('tasks', 'Created', 'created_at');
const DAYS = created.hint(' or choose a task');

export const getAll: Operation = {
  // The Resource is not shown, so the name says what the operation gets.
  ...getMany('Tasks', 'tasks'),
  description: 'Get calling tasks with their progress',
  endpoint: TASKS.endpoint,
  runsFor: 'eachItem',
  fields: [
    ...returnAllFields({ hint: DAYS }),
    ...outputFields(TASKS, MODEL_FIELDS),
    filtersField(DAYS, [
      aiUserLocator({ description: 'Only tasks whose calls this AI user makes' }),
      ...created.fields,
      {
        displayName: 'Status',
        name: 'status',
        type: 'options',
        options: [
          { name: 'Calling', value: 0 },
          { name: 'Finished', value: 1 },
          { name: 'Paused', value: 4 },
        ],
        default: 0,
        description: 'Only tasks in this state',
      },
      taskLocator({ description: 'Only this task, whenever it was created' }),
    ]),
  ],
  run: runList(TASKS, taskQuery),
};

function taskQuery(run: Run): Query {
  const filters = run.read<Filters>('filters');
  const named = locatorValue(filters.taskSn);
  const byNumber = named !== undefined && isTaskNumber(named);
  const idField = byNumber ? 'dial_task_main_id' : 'dial_task_main_sn';
  const status = number(filters.status);
  const wanted = status === undefined ? undefined : STATUS_FILTERS.get(status);
  const period = created.query(run.node, filters, named !== undefined);

  // Some servers take a 0 for no filter: what contradicts one is dropped here.
  const isNamed = (row: Row) => named === undefined || (text(row[idField]) ?? named) === named;
  const isInState = (row: Row) => wanted === undefined || (taskStatus(row) ?? wanted) === wanted;
  return {
    accept: (row) => period.accept(row) && isNamed(row) && isInState(row),
    parameters: {
      ...period.parameters,
      status,
      ai_user_sn: locatorValue(filters.aiUserSn),
      // The platform filters by the sn alone.
      dial_task_main_sn: byNumber ? undefined : named,
    },
  };
}
