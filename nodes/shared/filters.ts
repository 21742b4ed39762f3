import { NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';

import { isRecord } from '../../xiaoa/text';
import { given, number, text, wholeNumber } from '../../xiaoa/values';
import { named } from './itemErrors';

/** Filter fields that the user has added and filled in, as plain data. */
export type Filters = IDataObject;

/** The value of a resource locator inside a collection, or of a plain field. */
export function locatorValue(value: unknown): string | undefined {
  return text(isRecord(value) && 'value' in value ? value.value : value);
}

/** @throws {NodeOperationError} naming the field when it holds no number */
export function numberFilter(node: INode, displayName: string, value: unknown): number | undefined {
  return named(node, displayName, () => given(value, number, 'a number'));
}

/** @throws {NodeOperationError} naming the field when it holds no whole number */
export function wholeNumberFilter(
  node: INode,
  displayName: string,
  value: unknown,
): number | undefined {
  return named(node, displayName, () => given(value, wholeNumber, 'a whole number'));
}

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
