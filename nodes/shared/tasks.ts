import { NodeOperationError } from 'n8n-workflow';

import { text } from '../../xiaoa/values';
import type { Connection, TransportContext } from './context';
import { locatorValue, type Filters } from './filters';
import { readRows, TASKS, type Row } from './lists';
import { periodQuery } from './period';

/** Whether a task is named by its number, `dial_task_main_id`, and not by its sn. */
export function isTaskNumber(named: string): boolean {
  return /^\d+$/.test(named);
}

/**
 * Finds a task by its sn or its number, whatever day it was made (API §7.2).
 *
 * @returns undefined when there is none
 * @throws {NodeApiError}
 */
export async function lookUpTask(
  context: TransportContext,
  named: string,
  site: { itemIndex?: number; connection?: Connection } = {},
): Promise<Row | undefined> {
  const byNumber = isTaskNumber(named);
  const { parameters } = periodQuery({ unlessDated: true }, 'created_at', Date.now());
  const query = {
    // The platform filters by the sn alone.
    parameters: { ...parameters, dial_task_main_sn: byNumber ? undefined : named },
    accept: (row: Row) => text(byNumber ? row.dial_task_main_id : row.dial_task_main_sn) === named,
  };
  const [task] = await readRows(context, TASKS, query, { limit: 1, ...site });
  return task;
}

/**
 * Filters whose `taskSn` is an SN, for lists that know tasks by that alone. A number is looked up.
 *
 * @throws {NodeOperationError} when there is no task with this number
 * @throws {NodeApiError}
 */
export async function withTaskSn(
  context: TransportContext,
  filters: Filters,
  site: { itemIndex?: number; connection?: Connection } = {},
): Promise<Filters> {
  const named = locatorValue(filters.taskSn);
  if (named === undefined || !isTaskNumber(named)) return filters;
  const taskSn = text((await lookUpTask(context, named, site))?.dial_task_main_sn);
  if (taskSn !== undefined) return { ...filters, taskSn };
  throw new NodeOperationError(context.getNode(), `Task not found: ${named}`, {
    description:
      "Choose the task from the list, or give its number or its SN: 'id' or 'sn' in the output of Get Many Tasks.",
    itemIndex: site.itemIndex,
  });
}
