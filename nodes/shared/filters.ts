import { NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';

import { cleanPhone } from '../../xiaoa/contacts/phone';
import { visibleText } from '../../xiaoa/pastedText';
import { labelsOf } from '../../xiaoa/records/labels';
import { isRecord } from '../../xiaoa/text';
import { given, number, shown, text, wholeNumber } from '../../xiaoa/values';
import { named } from './itemErrors';
import { readSwitch } from './parameters';

/** Filter fields that the user has added and filled in, as plain data. */
export type Filters = IDataObject;

/** The value of a resource locator inside a collection, or of a plain field. */
export function locatorValue(value: unknown): string | undefined {
  return textFilter(isRecord(value) && 'value' in value ? value.value : value);
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

/** @throws {NodeOperationError} naming the field when it is neither true nor false */
export function switchFilter(
  node: INode,
  displayName: string,
  value: unknown,
): boolean | undefined {
  return named(node, displayName, () => given(value, readSwitch, 'true or false'));
}

/** Text without what nobody sees and pasted text carries along. */
export function textFilter(value: unknown): string | undefined {
  const written = text(value);
  return written === undefined ? undefined : visibleText(written) || undefined;
}

/** Labels, separated by commas or any other mark that separates them in the platform's rows. */
export function labelFilter(value: unknown): string[] {
  return labelsOf(Array.isArray(value) ? value : textFilter(value));
}

/**
 * A phone as the platform has it, whichever way it is written. In another form it would match nothing.
 *
 * @throws {NodeOperationError} when it is not a number that can be dialed
 */
export function phoneFilter(node: INode, displayName: string, value: unknown): string | undefined {
  const written = textFilter(value);
  if (written === undefined) return undefined;
  const cleaned = cleanPhone(written);
  if (cleaned.ok) return cleaned.phone;
  throw new NodeOperationError(
    node,
    `'${displayName}' is '${shown(written)}', which is not a phone number: ${cleaned.reason}`,
    { description: 'Nothing was sent. Correct the number or remove the filter.' },
  );
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
