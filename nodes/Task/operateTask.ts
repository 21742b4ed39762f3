import {
  NodeOperationError,
  type IDataObject,
  type INode,
  type INodeExecutionData,
  type INodeProperties,
  type NodeApiError,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../xiaoa/endpoints';
import { call } from '../shared/request';
import { emptyField, failedItem } from '../shared/itemErrors';
import type { Operation } from '../shared/operation';
import { isExpression, readLocator, readParameter } from '../shared/parameters';
import { taskIdLocator } from '../shared/resourceLocators';
import type { Run } from '../shared/run';
import { evaluateForItems } from './expressions/evaluateForItems';
import { findTask } from './import/target';

/** API §7.7: 2 stands for the kind of project that calls people. */
const PROJECT_TYPE = 2;

const BATCH_NUMBER: INodeProperties = {
  displayName: 'Batch Number',
  name: 'batchNumber',
  type: 'string',
  default: '',
  placeholder: 'e.g. 2026-spring-1',
  description: 'Only the contacts that were imported under this number',
};

/** What differs between the operations on a task that exists (API §7.7). */
interface TaskOrder extends Pick<Operation, 'action' | 'description' | 'name' | 'value'> {
  /** The platform's word for it. */
  readonly oper: 'delete' | 'end' | 'failRe' | 'keepOn' | 'stop';
  /** Shown above the fields where the operation cannot be taken back. */
  readonly notice?: string;
  /** The output item when it has been done. */
  done(taskId: number): IDataObject;
}

export const pause = taskOperation({
  oper: 'stop',
  name: 'Pause Task',
  value: 'pause',
  action: 'Pause task',
  description: 'Pause a task so that no further contacts are called',
  done: (taskId) => ({ success: true, taskId, status: 'paused' }),
});

export const resume = taskOperation({
  oper: 'keepOn',
  name: 'Resume Task',
  value: 'resume',
  action: 'Resume task and call people',
  description: 'Continue a paused task. Real people are called right away.',
  notice: 'This calls real people right away: everyone in the task who has not been called yet.',
  done: (taskId) => ({ success: true, taskId, status: 'calling' }),
});

export const redialFailed = taskOperation({
  oper: 'failRe',
  name: 'Redial Failed Calls',
  value: 'redialFailed',
  action: 'Redial failed calls in task',
  description: 'Call everyone again who could not be reached. Real people are called right away.',
  notice: 'This calls real people right away: everyone in the task who could not be reached.',
  done: (taskId) => ({ success: true, taskId, status: 'calling' }),
});

/** Newer servers only. */
export const terminate = taskOperation({
  oper: 'end',
  name: 'Terminate Task',
  value: 'terminate',
  action: 'Terminate task',
  description:
    "End a task permanently, so that it cannot be resumed. Older XiaoA servers don't support this: use Pause Task there.",
  notice: 'A terminated task cannot be resumed.',
  done: (taskId) => ({ success: true, taskId, status: 'terminated' }),
});

export const deleteTask = taskOperation({
  oper: 'delete',
  name: 'Delete Task',
  value: 'delete',
  action: 'Delete task',
  description: 'Delete a task permanently. People who have not been called yet will not be called.',
  notice: 'A deleted task cannot be restored.',
  done: () => ({ deleted: true }),
});

/** What one item asks for. */
interface Order {
  readonly itemIndex: number;
  /** dial_task_main_id. */
  readonly taskId: number;
  readonly batchNumber?: string;
}

/** An operation on one task an item, with one output item for each; no task is operated twice in a run. */
function taskOperation({ oper, notice, done, ...texts }: TaskOrder): Operation {
  return {
    ...texts,
    endpoint: ENDPOINTS.operateTask,
    runsFor: 'allItems',
    fields: fieldsWith(notice),
    run: async (run) => await operateEach(run, oper, done),
  };
}

function fieldsWith(notice: string | undefined): INodeProperties[] {
  const warning: INodeProperties[] =
    notice === undefined
      ? []
      : [{ displayName: notice, name: 'operationNotice', type: 'notice', default: '' }];
  return [
    ...warning,
    taskIdLocator({ required: true }),
    {
      displayName: 'Options',
      name: 'options',
      type: 'collection',
      placeholder: 'Add option',
      default: {},
      options: [BATCH_NUMBER],
    },
  ];
}

/**
 * Carries out the orders one after another. The same order is given only once, and one for a batch not beside one for
 * its whole task: many records of one task must not have its people called again for each of them.
 */
async function operateEach(
  run: Run,
  oper: string,
  done: TaskOrder['done'],
): Promise<INodeExecutionData[]> {
  const orders = await readOrders(run);
  const unreadable = orders.find((order) => order instanceof Error);
  if (unreadable && !run.context.continueOnFail()) return [failedItem(run.context, unreadable, [])];
  const whole = new Set(
    orders.flatMap((order) =>
      !(order instanceof Error) && order.batchNumber === undefined ? [order.taskId] : [],
    ),
  );
  const outcomes = new Map<string, Promise<unknown>>();
  const output: INodeExecutionData[] = [];
  for (const [item, order] of orders.entries()) {
    try {
      if (order instanceof Error) throw order;
      const batchNumber = whole.has(order.taskId) ? undefined : order.batchNumber;
      const key = JSON.stringify([order.taskId, batchNumber]);
      const outcome = outcomes.get(key) ?? operate(run, oper, { ...order, batchNumber });
      outcomes.set(key, outcome);
      await outcome;
      output.push({ json: done(order.taskId), pairedItem: { item } });
    } catch (error) {
      const failure = error as NodeApiError;
      if (!run.context.continueOnFail()) addProgress(failure, item);
      output.push(failedItem(run.context, failure, { item }));
    }
  }
  return output;
}

/** An item that names no task is the matter of that item alone. */
async function readOrders(run: Run): Promise<Array<Error | Order>> {
  const locator = run.raw('taskId', '');
  const batchNumber = (run.raw('options', {}) as IDataObject | null)?.batchNumber;
  const [ids, batches] = await evaluateForItems(run, [
    isExpression(locator) ? locator : innerValue(locator),
    batchNumber,
  ]);
  const numbers = new Map<string, Promise<number>>();
  const orders: Array<Error | Order> = [];
  for (const [itemIndex, id] of ids.entries()) {
    try {
      const named = readTask(run.node, id, itemIndex);
      const taskId = numbers.get(named) ?? taskNumber(run, named);
      numbers.set(named, taskId);
      const site = { node: run.node, itemIndex };
      const batch = readParameter(site, BATCH_NUMBER, batches[itemIndex]) as string | undefined;
      orders.push({ itemIndex, taskId: await taskId, batchNumber: batch?.trim() });
    } catch (error) {
      orders.push(error as Error);
    }
  }
  return orders;
}

function innerValue(locator: unknown): unknown {
  const isObject = typeof locator === 'object' && locator !== null;
  return isObject && 'value' in locator ? locator.value : locator;
}

function readTask(node: INode, value: unknown, itemIndex: number): string {
  const whatToDo =
    "Nothing was sent. Choose the task from the list, or give its number or its SN: 'id' or 'sn' in the output of Create Task and Get Many Tasks.";
  const named = readLocator(
    value,
    (expected) =>
      new NodeOperationError(
        node,
        `'Task' is not a task (item ${itemIndex}, counted from 0): it must be ${expected}`,
        { description: whatToDo, itemIndex },
      ),
  );
  if (named === undefined) throw emptyField(node, 'Task', whatToDo, itemIndex);
  return named;
}

/** The platform operates tasks by their number; only newer servers take the sn (API §7.7). */
async function taskNumber(run: Run, named: string): Promise<number> {
  const given = Number(named);
  if (/^\d+$/.test(named) && Number.isSafeInteger(given) && given > 0) return given;
  const task = await findTask(run.context, named, run.requestOptions);
  const found = Number(task.dial_task_main_id);
  if (Number.isSafeInteger(found) && found > 0) return found;
  throw new NodeOperationError(run.node, `XiaoA doesn't give the number of the task '${named}'`, {
    description: 'Nothing was sent. Choose the task from the list.',
  });
}

async function operate(
  run: Run,
  oper: string,
  { itemIndex, taskId, batchNumber: batch_number }: Order,
): Promise<void> {
  await call(run.context, {
    endpoint: ENDPOINTS.operateTask,
    itemIndex,
    connection: run.requestOptions,
    whereToLook: `Look at the task with the number ${taskId} in XiaoA`,
    parameters: { project_type: PROJECT_TYPE, pkeys: taskId, oper, batch_number },
  });
}

/** Whoever runs this again has to know what has been done already. */
function addProgress(failure: NodeApiError, item: number): void {
  if (item > 0) {
    failure.description = `${failure.description ?? ''} The items before, 0 to ${item - 1}, have been done.`;
  }
}
