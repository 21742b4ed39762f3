import { NodeOperationError, type INode } from 'n8n-workflow';

import { evaluateForItems } from '../expressions/evaluateForItems';
import { isSameForAllItems } from '../expressions/itemDependence';
import type { ItemSource } from '../expressions/itemSource';
import { isExpression, splitTemplate } from '../expressions/template';

/**
 * The value of a field that describes the whole import. All items of a run go into one task, so an
 * expression has to give the same for each of them.
 *
 * @param written the field as it is written
 * @throws {NodeOperationError} naming the field and the first item that differs
 */
export async function commonValue(
  node: INode,
  source: ItemSource,
  displayName: string,
  written: unknown,
): Promise<unknown> {
  if (!isExpression(written)) return written;
  const codes = splitTemplate(written)?.filter(({ kind }) => kind === 'code');
  if (codes?.every(({ text }) => isSameForAllItems(text))) {
    return source.evaluate(written.slice(1), 0);
  }
  const [values] = await evaluateForItems(source, [written]);
  const first = JSON.stringify(values[0]);
  const other = values.findIndex((value) => JSON.stringify(value) !== first);
  if (other === -1) return values[0];
  throw new NodeOperationError(
    node,
    `'${displayName}' is ${first} for item 0 but ${JSON.stringify(values[other])} for item ${other} [item ${other}]`,
    {
      description:
        'All items of a run go into one task, and nothing was sent. Split the items first, e.g. with a Loop Over Items or a Filter node, so that each run gets the items of one task.',
      itemIndex: other,
    },
  );
}
