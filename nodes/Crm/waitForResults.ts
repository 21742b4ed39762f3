import { NodeOperationError, type INodeProperties } from 'n8n-workflow';

import { counted } from '../../xiaoa/text';
import { text } from '../../xiaoa/values';
import { phoneFilter } from '../shared/filters';
import { mapYielding } from '../shared/eventLoop';
import { emptyField } from '../shared/itemErrors';
import { CRM_RECORDS } from '../shared/lists';
import type { Operation } from '../shared/operation';
import { outputFields, readOutput } from '../shared/runList';
import { taskLocator } from '../shared/resourceLocators';
import type { Run } from '../shared/run';
import { withTaskSn } from '../shared/tasks';
import { waitForCalls, type Awaited } from './awaitCalls';
import { MODEL_FIELDS } from './getAll';

const FIELDS: INodeProperties[] = [
  taskLocator({ required: true, description: 'The task whose calls to wait for' }),
  {
    displayName: 'Phone',
    name: 'phone',
    type: 'string',
    default: '',
    placeholder: 'e.g. 13800138000',
    description: 'Wait only for the call to this number. If empty, wait for all calls of the task.',
  },
  {
    displayName: 'Max Wait (Minutes)',
    name: 'maxWaitMinutes',
    type: 'number',
    typeOptions: { minValue: 1, maxValue: 60 },
    default: 10,
    description: 'How long to wait at most. The node returns earlier if all calls have ended.',
  },
  {
    displayName: 'On Timeout',
    name: 'onTimeout',
    type: 'options',
    options: [
      { name: 'Fail', value: 'fail', description: 'Stop with an error' },
      {
        name: 'Return Results So Far',
        value: 'return',
        description: 'Return the calls that have ended by then',
      },
    ],
    default: 'return',
    description: 'What to do if calls are still missing after that time',
  },
  ...outputFields(CRM_RECORDS, MODEL_FIELDS, { turns: true }),
];

export const waitForResults: Operation = {
  name: 'Wait for Results',
  value: 'waitForResults',
  action: 'Wait for results of task',
  description: 'Wait until the calls of a task have ended, then get their results',
  endpoint: CRM_RECORDS.endpoint,
  runsFor: 'eachItem',
  fields: FIELDS,
  async run(run) {
    const phone = phoneFilter(run.node, 'Phone', run.read('phone'));
    const minutes = run.read<number>('maxWaitMinutes');
    const onTimeout = run.read<string>('onTimeout');
    const outputOf = readOutput(run, CRM_RECORDS);
    const taskSn = await taskOf(run);
    const until = Date.now() + minutes * 60_000;
    const awaited = await waitForCalls(run, { taskSn, phone, until });
    if (!awaited.isComplete && onTimeout === 'fail') throw notThere(run, awaited, minutes, phone);
    return await mapYielding(awaited.ended, outputOf({ dial_task_main_sn: taskSn }));
  },
};

async function taskOf(run: Run): Promise<string> {
  const named = run.read<string | undefined>('taskSn');
  const { taskSn } = await withTaskSn(run.context, { taskSn: named }, run.site);
  const sn = text(taskSn);
  if (sn !== undefined) return sn;
  throw emptyField(
    run.node,
    'Task',
    'Choose the task to wait for, or take it from Create Task with {{ $json.sn }}.',
    run.itemIndex,
  );
}

function notThere(
  run: Run,
  { ended, expected }: Awaited,
  minutes: number,
  phone: string | undefined,
): NodeOperationError {
  const ofAll = expected === undefined ? '' : ` of ${expected}`;
  const what =
    phone === undefined
      ? `${ended.length}${ofAll} calls have ended`
      : `the call to ${phone} has not ended`;
  return new NodeOperationError(
    run.node,
    `Results incomplete after ${counted(minutes, 'minute')}: ${what} (item ${run.itemIndex}, counted from 0)`,
    {
      description:
        "The calls continue in XiaoA. Raise 'Max Wait (Minutes)', check that the task is not paused, or use the XiaoA CRM Trigger for results that take longer.",
      itemIndex: run.itemIndex,
    },
  );
}
