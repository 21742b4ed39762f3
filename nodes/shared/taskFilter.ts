import { NodeOperationError, type INode } from 'n8n-workflow';

import { locatorValue, type Filters } from './filters';

/**
 * The sn of the task that a list is filtered by. The editor checks it too, but not at a run, and the platform would
 * give an empty list for a task's number.
 *
 * @throws {NodeOperationError}
 */
export function taskFilter(node: INode, filters: Filters): string | undefined {
  const taskSn = locatorValue(filters.taskSn);
  if (taskSn === undefined || !/^\d+$/.test(taskSn)) return taskSn;
  throw new NodeOperationError(
    node,
    `'Task' is '${taskSn}', which is a task's number, not its SN`,
    {
      description:
        "Choose the task from the list, or give its SN: 'sn' in the output of the operation Get Many ('dial_task_main_sn' without Simplify).",
    },
  );
}
