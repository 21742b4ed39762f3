import { NodeOperationError, type IDataObject, type INode } from 'n8n-workflow';

import { UnusableColumns } from '../../../xiaoa/contacts/checkColumns';
import { columnName, fitToTemplate, isRequiredColumn } from '../../../xiaoa/contacts/columns';
import { PHONE_COLUMN, type ContactRow } from '../../../xiaoa/contacts/contact';
import { cleanPhone } from '../../../xiaoa/contacts/phone';
import { parseContactsJson } from '../../../xiaoa/contacts/parseContactsJson';
import {
  ContactPreparation,
  type PreparedContacts,
  type SkippedContact,
} from '../../../xiaoa/contacts/prepareContacts';
import { isExpression } from '../../shared/parameters';
import type { Run } from '../../shared/run';
import { watchEventLoop, mapYielding } from '../../shared/eventLoop';
import { evaluateForItems } from '../expressions/evaluateForItems';
import { isSameForAllItems, splitTemplate } from '../expressions/splitExpression';
import type { ImportOptions } from './settings';

/** The people to call, checked, and what became of the others. */
export interface CheckedContacts {
  readonly contacts: PreparedContacts['contacts'];
  readonly skipped: SkippedContact[];
  /** What a person should know, as sentences. */
  readonly notes: string[];
}

/** Rows of cells, and whether they hold whatever the items had, wanted or not. */
interface GivenRows {
  readonly rows: ContactRow[];
  readonly unmapped: boolean;
}

const NAMED_AT_MOST = 10;
/** 姓名 and 电话, which every template has. */
const OWN_COLUMNS = 2;

/**
 * The people to call, from the mapped input items or from JSON, read but not yet checked. `item` is the input item's
 * index, or with JSON the place in the list.
 *
 * @throws {NodeOperationError}
 */
export async function readContacts(run: Run, from: 'items' | 'json'): Promise<GivenRows> {
  return from === 'json'
    ? { rows: await rowsFromJson(run), unmapped: false }
    : await rowsFromItems(run);
}

/**
 * Cleans and checks the contacts, and drops those whose phone came before.
 *
 * @throws {NodeOperationError} naming the items or the columns
 */
export async function checkContacts(
  node: INode,
  { rows, unmapped }: GivenRows,
  { onInvalidContact, maxContacts }: ImportOptions,
): Promise<CheckedContacts> {
  const checked = await prepared(node, rows, { ignoreLostDigits: unmapped });
  const { contacts, invalid } = checked;
  if (onInvalidContact === 'fail') refuseInvalid(node, invalid, rows.length);
  if (maxContacts !== undefined && contacts.length > maxContacts) {
    throw new NodeOperationError(
      node,
      `There are ${contacts.length} contacts, more than the ${maxContacts} of 'Max Contacts'`,
      { description: 'Nothing was sent. Send fewer contacts, or raise Max Contacts.' },
    );
  }
  return checked;
}

/**
 * The contacts as the template wants them, under its column names. Items that were not mapped may hold anything, so of
 * these only the template's columns are sent; what was mapped, or given as JSON, is sent even where the template does
 * not have it.
 *
 * @param template its columns; undefined where they cannot be read
 * @throws {NodeOperationError} naming the columns that the template requires and nobody has, or the items whose
 * columns have lost digits
 */
export async function fitContacts(
  node: INode,
  { rows, unmapped }: GivenRows,
  checked: CheckedContacts,
  template: readonly string[] | undefined,
  { onInvalidContact }: ImportOptions,
): Promise<CheckedContacts> {
  if (!unmapped && (template === undefined || fitsAsItIs(rows, template))) return checked;
  const fitted = await prepared(node, rows, {
    template,
    unknownColumns: unmapped ? 'drop' : 'send',
  });
  if (onInvalidContact === 'fail') refuseInvalid(node, fitted.invalid, rows.length);
  const hasMore = () => rows.some(({ columns }) => columns.length > OWN_COLUMNS);
  if (template === undefined && fitted.contacts.length > 0 && hasMore()) {
    fitted.notes.push(
      "The template's columns couldn't be read, so all fields of the items were sent.",
    );
  }
  return fitted;
}

function fitsAsItIs(rows: readonly ContactRow[], template: readonly string[]): boolean {
  const given = new Set<string>();
  let columns: readonly string[] | undefined;
  for (const row of rows) {
    if (row.columns === columns) continue;
    columns = row.columns;
    columns.forEach((name) => given.add(columnName(name)));
  }
  const names = [...given];
  const { sent, unknown } = fitToTemplate(names, template);
  const sameNames = sent.every(({ place, name }) => names[place] === name);
  // Whether a required column has a value in any row, only a look at all values tells.
  return sameNames && unknown.length === 0 && !template.some(isRequiredColumn);
}

/** 30,000 contacts take a tenth of a second, in which n8n would answer nobody. */
async function prepared(
  node: INode,
  rows: readonly ContactRow[],
  options?: ConstructorParameters<typeof ContactPreparation>[0],
): Promise<CheckedContacts & Pick<PreparedContacts, 'invalid'>> {
  const preparation = new ContactPreparation(options);
  await mapYielding(rows, (row) => preparation.add(row));
  try {
    const { contacts, invalid, duplicates, notes } = preparation.finish();
    const skipped = [...invalid, ...duplicates].sort((a, b) => a.item - b.item);
    return { contacts, invalid, skipped, notes };
  } catch (error) {
    const description = error instanceof UnusableColumns ? error.description : undefined;
    throw new NodeOperationError(node, (error as Error).message, { description });
  }
}

interface ColumnMapping {
  mappingMode?: string;
  value?: unknown;
}

async function rowsFromItems(run: Run): Promise<GivenRows> {
  const columns = run.raw('columns', {});
  const { mappingMode, value } = (columns ?? {}) as ColumnMapping;
  if (mappingMode === 'autoMapInputData') {
    const rows = await mapYielding(run.items, ({ json }, item) => rowFrom(item, json));
    return { rows, unmapped: true };
  }
  if (isExpression(value)) {
    const [mapped] = await evaluateForItems(run, [value]);
    const rows = await mapYielding(mapped, (row, item) => rowFrom(item, row ?? {}));
    return { rows, unmapped: false };
  }
  const mapped = Object.entries((value ?? {}) as IDataObject).filter(
    ([, written]) => written !== null && written !== undefined && written !== '',
  );
  if (!mapped.some(([column]) => columnName(column) === PHONE_COLUMN)) {
    throw new NodeOperationError(
      run.node,
      `No value is mapped to the column '${PHONE_COLUMN}' (phone)`,
      {
        description: `Nothing was sent. Drag the field with the phone number onto ${PHONE_COLUMN}.`,
      },
    );
  }
  const values = await evaluateForItems(
    run,
    mapped.map(([, written]) => written),
  );
  const names = mapped.map(([column]) => column);
  const rows = await mapYielding(run.items, (_, item) => ({
    item,
    columns: names,
    values: values.map((column) => column[item]),
  }));
  return { rows, unmapped: false };
}

function rowFrom(item: number, members: unknown): ContactRow {
  const cells = typeof members === 'object' && members !== null ? members : {};
  return { item, columns: Object.keys(cells), values: Object.values(cells) };
}

async function rowsFromJson(run: Run): Promise<ContactRow[]> {
  const written = run.raw('contactsJson', '');
  const codes = isExpression(written)
    ? splitTemplate(written)?.filter(({ kind }) => kind === 'code')
    : [];
  // Fixed JSON, or one expression for all items, is one list: not one list an item.
  const texts = codes?.every(({ text }) => isSameForAllItems(text))
    ? [isExpression(written) ? run.evaluate(written.slice(1), 0) : written]
    : (await evaluateForItems(run, [written]))[0];
  const rows: ContactRow[] = [];
  const { pauseIfDue } = watchEventLoop();
  for (const [item, text] of texts.entries()) {
    await pauseIfDue();
    for (const cells of parse(run.node, text, item)) {
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
    throw new NodeOperationError(node, `Couldn't read 'Contacts': ${(error as Error).message}`, {
      description:
        'Nothing was sent. Give a list such as [{"姓名": "Li Lei", "电话": "13800138000"}].',
      itemIndex,
    });
  }
}

function refuseInvalid(node: INode, invalid: readonly SkippedContact[], all: number): void {
  if (invalid.length === 0) return;
  const [first] = invalid;
  const others = invalid.length - 1;
  const listed = invalid
    .slice(0, NAMED_AT_MOST)
    .map(({ item, phone, reason }) => `item ${item}: ${shownPhone(phone)}${reason}`);
  const unlisted = invalid.length - listed.length;
  const place = `(item ${first.item}, counted from 0)`;
  let message = `Invalid phone number '${cut(first.phone)}' ${place}: ${first.reason}`;
  if (first.phone === '') message = `Phone number missing ${place}`;
  else if (cleanPhone(first.phone).ok) message = `Invalid contact ${place}: ${first.reason}`;
  throw new NodeOperationError(
    node,
    `${message}${others > 0 ? `; ${others} more of ${all} items are invalid` : ''}`,
    {
      description: `Nothing was sent. Fix ${listed.join('; ')}${unlisted > 0 ? `; and ${unlisted} more` : ''}. Or set 'On Invalid Contact' to Skip, to send the others.`,
      itemIndex: first.item,
    },
  );
}

function shownPhone(phone: string): string {
  return phone === '' ? '' : `'${cut(phone)}': `;
}

function cut(phone: string): string {
  return phone.length > 40 ? `${phone.slice(0, 40)}…` : phone;
}
