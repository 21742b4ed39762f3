import { NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';

import { PHONE_COLUMN, type ContactRow } from '../../../xiaoa/contacts/contact';
import { parseContactsJson } from '../../../xiaoa/contacts/parseContactsJson';
import { evaluateForItems } from '../expressions/evaluateForItems';
import { isSameForAllItems } from '../expressions/itemDependence';
import type { ItemSource } from '../expressions/itemSource';
import { isExpression, splitTemplate } from '../expressions/template';

interface ColumnMapping {
  mappingMode?: string;
  value?: unknown;
}

/**
 * The people to call, as rows of cells, from the mapped input items or from JSON. `item` is the input
 * item's index, or with JSON the place in the list.
 *
 * @throws {NodeOperationError}
 */
export async function contactRows(
  node: INode,
  source: ItemSource,
  from: 'items' | 'json',
): Promise<ContactRow[]> {
  return from === 'json' ? await rowsFromJson(node, source) : await rowsFromItems(node, source);
}

async function rowsFromItems(node: INode, source: ItemSource): Promise<ContactRow[]> {
  const columns = source.raw('columns', {});
  if (isExpression(columns)) {
    const [mappings] = await evaluateForItems(source, [columns]);
    return mappings.map((mapping, item) =>
      rowFrom(item, (mapping as ColumnMapping)?.value ?? mapping ?? {}),
    );
  }
  const { mappingMode, value } = (columns ?? {}) as ColumnMapping;
  if (mappingMode === 'autoMapInputData') {
    return source.items.map(({ json }, item) => rowFrom(item, json));
  }
  if (isExpression(value)) {
    const [mapped] = await evaluateForItems(source, [value]);
    return mapped.map((row, item) => rowFrom(item, row ?? {}));
  }
  const mapped = Object.entries((value ?? {}) as IDataObject).filter(
    ([, written]) => written !== null && written !== undefined && written !== '',
  );
  if (!mapped.some(([column]) => column.trim() === PHONE_COLUMN)) {
    throw new NodeOperationError(
      node,
      `No value is mapped to the column '${PHONE_COLUMN}' (phone)`,
      {
        description: `In 'Columns', drag the field with the phone number onto ${PHONE_COLUMN}.`,
      },
    );
  }
  const values = await evaluateForItems(
    source,
    mapped.map(([, written]) => written),
  );
  const names = mapped.map(([column]) => column);
  return source.items.map((_, item) => ({
    item,
    columns: names,
    values: values.map((column) => column[item]),
  }));
}

function rowFrom(item: number, members: object): ContactRow {
  return { item, columns: Object.keys(members), values: Object.values(members) };
}

async function rowsFromJson(node: INode, source: ItemSource): Promise<ContactRow[]> {
  const written = source.raw('contactsJson', '');
  const codes = isExpression(written)
    ? splitTemplate(written)?.filter(({ kind }) => kind === 'code')
    : [];
  // Fixed JSON, or one expression for all items, is one list: not one list an item.
  const texts = codes?.every(({ text }) => isSameForAllItems(text))
    ? [isExpression(written) ? source.evaluate(written.slice(1), 0) : written]
    : (await evaluateForItems(source, [written]))[0];
  const rows: ContactRow[] = [];
  for (const [item, text] of texts.entries()) {
    for (const cells of parse(node, text, item)) {
      const columns = cells.map(([column]) => column);
      rows.push({ item: rows.length, columns, values: cells.map(([, value]) => value) });
    }
  }
  return rows;
}

function parse(node: INode, text: unknown, itemIndex: number): Array<Array<[string, unknown]>> {
  try {
    return parseContactsJson(text);
  } catch (error) {
    throw new NodeOperationError(node, `'Contacts' cannot be read: ${(error as Error).message}`, {
      description:
        'Nothing was sent. Give a list such as [{"姓名": "王芳", "电话": "13800138000"}].',
      itemIndex,
    });
  }
}
