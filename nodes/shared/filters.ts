import { NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';

import { cleanPhone } from '../../xiaoa/contacts/phone';
import { visibleText, isRecord } from '../../xiaoa/text';
import { labelsOf, given, number, shown, text, wholeNumber, exactText } from '../../xiaoa/values';
import { named } from './itemErrors';
import type { Row } from './lists';
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
  return visibleText(text(value) ?? '') || undefined;
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

/** What calls are filtered by; undefined where the user has not set it. */
export interface CallFilters {
  readonly phone?: string;
  readonly minTalkSeconds?: number;
  readonly maxTalkSeconds?: number;
  /** one of these */
  readonly labels: readonly string[];
  readonly score?: number;
  readonly minScore?: number;
  readonly questionCount?: number;
  /** one of these */
  readonly categories: readonly string[];
  readonly taskSn?: string;
  readonly hasRecording?: boolean;
}

/** The fields of a list that hold what its calls are filtered by. */
export interface CallFields {
  readonly phone: string;
  readonly labels: string;
  readonly score: string;
  readonly questionCount: string;
  readonly category?: string;
}

type Condition = (row: Row) => boolean;

/**
 * Checks rows against the filters. What the platform cannot filter is decided here: the least score, several labels,
 * whether there is a recording. Its own filters are checked again, because some servers take a 0 for no filter or do
 * not know one: a row that contradicts a filter is dropped, and one that lacks the field is kept.
 *
 * @returns undefined where every row passes
 */
export function rowCondition(filters: CallFilters, fields: CallFields): Condition | undefined {
  const { labels, categories, minScore, hasRecording } = filters;
  const conditions: Condition[] = [];
  const add = <T>(filter: T | undefined, condition: (filter: T, row: Row) => boolean) => {
    if (filter !== undefined) conditions.push((row) => condition(filter, row));
  };

  add(minScore, (least, row) => (number(row[fields.score]) ?? -Infinity) >= least);
  add(hasRecording, (wanted, row) => (exactText(row.recordfile) !== undefined) === wanted);
  if (labels.length > 0) conditions.push((row) => carriesLabel(row[fields.labels], labels));

  add(filters.score, (score, row) => {
    // XiaoA does not say whether it means equal or at least; below is neither.
    const found = row[fields.score];
    return found === undefined || (number(found) ?? -Infinity) >= score;
  });
  add(filters.minTalkSeconds, (least, row) => (number(row.talktimes) ?? least) >= least);
  add(filters.maxTalkSeconds, (most, row) => (number(row.talktimes) ?? most) <= most);
  add(
    filters.questionCount,
    (count, row) => (number(row[fields.questionCount]) ?? count) === count,
  );
  add(filters.taskSn, (sn, row) => (text(row.dial_task_main_sn) ?? sn) === sn);
  add(filters.phone, (phone, row) => mayBePhone(row[fields.phone], phone));
  const { category } = fields;
  if (category !== undefined && categories.length > 0) {
    conditions.push((row) => {
      const found = row[category];
      return found === undefined || categories.includes(text(found)?.toUpperCase() ?? '');
    });
  }
  if (conditions.length === 0) return undefined;
  return (row) => conditions.every((isFulfilled) => isFulfilled(row));
}

/** A single label is also found by a part of it, as the platform may do. */
function carriesLabel(labelling: unknown, wanted: readonly string[]): boolean {
  if (labelling === undefined && wanted.length === 1) return true;
  const found = labelsOf(labelling);
  return wanted.length === 1
    ? found.some((label) => label.includes(wanted[0]))
    : found.some((label) => wanted.includes(label));
}

/** Some servers hide a part of a number, or write it with a prefix. */
function mayBePhone(value: unknown, wanted: string): boolean {
  const found = text(value);
  if (found === undefined || found.includes('*')) return true;
  const digits = found.slice(0, 40).replace(/\D/g, '');
  return digits.endsWith(wanted) || (digits.length >= 7 && wanted.endsWith(digits));
}
