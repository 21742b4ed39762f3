import {
  NodeOperationError,
  type IDataObject,
  type IExecuteFunctions,
  type IExecuteSingleFunctions,
  type INode,
  type INodeExecutionData,
  type NodeApiError,
} from 'n8n-workflow';

import { ENDPOINTS } from '../../xiaoa/endpoints';
import { failedItem } from '../shared/failedItem';
import { emptyField } from '../shared/inputErrors';
import { evaluateForItems } from './expressions/evaluateForItems';
import type { ItemSource } from './expressions/itemSource';
import { isExpression } from './expressions/template';
import { text } from '../../xiaoa/values';
import { locatorValue } from '../shared/filters';
import { call } from '../shared/request';
import type { Connection } from '../shared/context';

/** What one item asks for. */
export interface Order {
  readonly itemIndex: number;
  /** dial_task_main_id. */
  readonly taskId: number;
  readonly batchNumber?: string;
}

/** Reads one item's order; throws when it names no task. */
export type ReadOrder = (place: { itemIndex: number }) => Order;

/** API §7.7: 2 stands for the kind of project that calls people. */
const PROJECT_TYPE = 2;

/** One reader an item, so that an item without a task is the matter of that item alone. */
export async function readOrders(node: INode, source: ItemSource): Promise<ReadOrder[]> {
  const locator = source.raw('taskId', '');
  const [ids, batches] = await evaluateForItems(source, [
    isExpression(locator) ? locator : locatorValue(locator),
    await batchNumber(source),
  ]);
  return source.items.map((_, place) => ({ itemIndex }) => ({
    itemIndex,
    taskId: readTaskId(node, ids[place], itemIndex),
    batchNumber: text(batches[place]),
  }));
}

async function batchNumber(source: ItemSource): Promise<unknown> {
  const options = source.raw('options', {});
  return (options as IDataObject | null)?.batchNumber;
}

function readTaskId(node: INode, value: unknown, itemIndex: number): number {
  const written = locatorValue(value);
  const taskId = Number(written);
  if (written !== undefined && Number.isSafeInteger(taskId) && taskId > 0) return taskId;
  const whatToDo =
    "Choose the task from the list, or give its number: 'id' in the output of the operation Get Many ('dial_task_main_id' without Simplify). The sn of a task does not do here.";
  if (written === undefined) throw emptyField(node, 'Task', whatToDo, itemIndex);
  throw new NodeOperationError(
    node,
    `'Task' is '${written}', which is not the number of a task [item ${itemIndex}]`,
    { description: whatToDo, itemIndex },
  );
}

/** @throws {NodeApiError} */
export async function operateTask(
  context: IExecuteFunctions | IExecuteSingleFunctions,
  oper: string,
  { itemIndex, taskId, batchNumber: batch_number }: Order,
  connection: Connection,
): Promise<void> {
  await call(context, {
    endpoint: ENDPOINTS.operateTask,
    itemIndex,
    connection,
    whereToLook: `Look at the task with the number ${taskId} in XiaoA`,
    parameters: { project_type: PROJECT_TYPE, pkeys: taskId, oper, batch_number },
  });
}

/**
 * Carries out the orders one after another, the same order only once: many records of one task must not
 * have its people called again for each of them.
 */
export async function operateEach(
  context: IExecuteFunctions,
  oper: string,
  orders: readonly ReadOrder[],
  connection: Connection,
  done: (taskId: number) => IDataObject,
): Promise<INodeExecutionData[]> {
  const outcomes = new Map<string, Promise<void>>();
  const output: INodeExecutionData[] = [];
  for (const [item, read] of orders.entries()) {
    try {
      const order = read({ itemIndex: item });
      const key = JSON.stringify([order.taskId, order.batchNumber]);
      const outcome = outcomes.get(key) ?? operateTask(context, oper, order, connection);
      outcomes.set(key, outcome);
      await outcome;
      output.push({ json: done(order.taskId), pairedItem: { item } });
    } catch (error) {
      const failure = error as NodeApiError;
      if (!context.continueOnFail()) tellProgress(failure, item);
      output.push(failedItem(context, failure, { item }));
    }
  }
  return output;
}

/** Whoever runs this again has to know what has been done already. */
function tellProgress(failure: NodeApiError, item: number): void {
  if (item > 0) {
    failure.description = `${failure.description ?? ''} The items before, 0 to ${item - 1}, have been done.`;
  }
}
