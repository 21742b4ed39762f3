import { NodeOperationError, type INode } from 'n8n-workflow';

import type { ItemSource } from '../expressions/itemSource';
import { text } from '../../../xiaoa/values';
import { commonValue } from './commonValues';

/**
 * A field without which nothing can be imported; of a resource locator, its value.
 *
 * @throws {NodeOperationError} naming the field when it is empty or differs between items
 */
export async function requiredValue(
  node: INode,
  source: ItemSource,
  field: { name: string; displayName: string; whatToDo: string },
): Promise<string> {
  const written = source.raw(field.name, '');
  const plain =
    typeof written === 'object' && written !== null && 'value' in written ? written.value : written;
  const value = text(await commonValue(node, source, field.displayName, plain));
  if (value !== undefined) return value;
  throw new NodeOperationError(node, `'${field.displayName}' is empty`, {
    description: field.whatToDo,
  });
}
