import type { IDataObject, INode } from 'n8n-workflow';

import { isRecord } from '../../xiaoa/text';
import { given, number, text, wholeNumber } from '../../xiaoa/values';
import { named } from './inputErrors';

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
