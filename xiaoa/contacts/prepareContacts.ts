import { cellText } from './cellText';
import { cleanPhone } from './cleanPhone';
import { NAME_COLUMN, PHONE_COLUMN, type ContactRow } from './contact';

/** A contact that is not sent, and why. */
export interface SkippedContact {
  item: number;
  /** As it came in; for a duplicate as it would have been dialled. */
  phone: string;
  /** A short English phrase without a trailing period. */
  reason: string;
}

/** The contacts of a run, sorted into those to send and those not to. */
export interface PreparedContacts {
  contacts: {
    item: number;
    /** the JSON object text of the row: 姓名, 电话, then the others as they came */
    row: string;
    phone: string;
  }[];
  /** The phone cannot be dialled. */
  invalid: SkippedContact[];
  /** An earlier contact has the same phone. */
  duplicates: SkippedContact[];
}

/**
 * Cleans and checks the phones, drops contacts whose phone came before, and writes each row as
 * JSON text with its columns in the order that the platform demands (API §7.6). Column names
 * lose the blanks at their ends; nameless columns are dropped; of a column given twice the last
 * value counts, at the first one's place; a missing 姓名 is ''.
 */
export function prepareContacts(rows: readonly ContactRow[]): PreparedContacts {
  const prepared: PreparedContacts = { contacts: [], invalid: [], duplicates: [] };
  const firstItems = new Map<string, number>();
  let layout = new Layout([]);

  for (const { item, cells } of rows) {
    if (!layout.fits(cells)) layout = new Layout(cells);
    const given = layout.phoneOf(cells);
    const result = cleanPhone(given);
    if (!result.ok) {
      prepared.invalid.push({ item, phone: cellText(given), reason: result.reason });
      continue;
    }
    const { phone } = result;
    const first = firstItems.get(phone);
    if (first !== undefined) {
      prepared.duplicates.push({ item, phone, reason: `Same phone as item ${first}` });
      continue;
    }
    firstItems.set(phone, item);
    prepared.contacts.push({ item, row: layout.rowText(cells, phone), phone });
  }
  return prepared;
}

/**
 * Where the cells of a row go. Rows of a run have nearly always the same columns, so this is
 * worked out once and not for each of 30,000 rows.
 */
class Layout {
  private readonly columns: string[];
  /** In the order of the row: the name, the text before its value, and the cell that it takes, -1 for none. */
  private readonly members: Array<{ name: string; before: string; cell: number }>;

  constructor(cells: ContactRow['cells']) {
    this.columns = cells.map(([column]) => column);
    const cellOf = new Map([
      [NAME_COLUMN, -1],
      [PHONE_COLUMN, -1],
    ]);
    for (const [cell, column] of this.columns.entries()) {
      const name = cellText(column);
      if (name !== '') cellOf.set(name, cell);
    }
    this.members = Array.from(cellOf, ([name, cell], place) => ({
      name,
      before: `${place === 0 ? '{' : ','}${JSON.stringify(name)}:`,
      cell,
    }));
  }

  fits(cells: ContactRow['cells']): boolean {
    const { columns } = this;
    if (cells.length !== columns.length) return false;
    for (let at = 0; at < columns.length; at++) if (cells[at][0] !== columns[at]) return false;
    return true;
  }

  phoneOf(cells: ContactRow['cells']): unknown {
    return cells[this.members[1].cell]?.[1];
  }

  rowText(cells: ContactRow['cells'], phone: string): string {
    let row = '';
    for (const { name, before, cell } of this.members) {
      row += before + quoted(name === PHONE_COLUMN ? phone : cellText(cells[cell]?.[1]));
    }
    return `${row}}`;
  }
}

/**
 * What JSON escapes: `"`, the backslash and all before the blank. Lone surrogates, too, but no cell has any left.
 */
const ESCAPED = /[^ !#-[\]-\uffff]/;

/** As `JSON.stringify` does it, in half the time for the text that most cells hold. */
function quoted(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}
