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
  const columns = new ColumnNames();

  for (const { item, cells } of rows) {
    const values = new Map<string, unknown>([
      [NAME_COLUMN, ''],
      [PHONE_COLUMN, undefined],
    ]);
    for (const [column, value] of cells) {
      const name = columns.clean(column);
      if (name !== '') values.set(name, value);
    }

    const given = values.get(PHONE_COLUMN);
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
    values.set(PHONE_COLUMN, phone);
    prepared.contacts.push({ item, row: rowText(values, columns), phone });
  }
  return prepared;
}

function rowText(values: ReadonlyMap<string, unknown>, columns: ColumnNames): string {
  let members = '';
  for (const [name, value] of values) {
    members += `${members && ','}${columns.json(name)}:${JSON.stringify(cellText(value))}`;
  }
  return `{${members}}`;
}

/** The same few names come with every row, so each is worked out once. */
class ColumnNames {
  private readonly cleaned = new Map<string, string>();
  private readonly encoded = new Map<string, string>();

  clean(column: string): string {
    return remembered(this.cleaned, column, cellText);
  }

  json(name: string): string {
    return remembered(this.encoded, name, (text) => JSON.stringify(text));
  }
}

function remembered(
  known: Map<string, string>,
  key: string,
  workOut: (key: string) => string,
): string {
  const found = known.get(key);
  if (found !== undefined) return found;
  const value = workOut(key);
  known.set(key, value);
  return value;
}
