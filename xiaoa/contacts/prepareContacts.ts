import { cellText } from './cellText';
import { cleanPhone } from './phone';
import { NAME_COLUMN, PHONE_COLUMN, type Contact, type ContactRow } from './contact';

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
    /**
     * 姓名, 电话, then the others as they came; as JSON text where an object would put them in another order
     */
    row: Contact | string;
    phone: string;
  }[];
  /** The phone cannot be dialled. */
  invalid: SkippedContact[];
  /** An earlier contact has the same phone. */
  duplicates: SkippedContact[];
}

/**
 * Cleans and checks the phones, drops contacts whose phone came before, and puts the columns of
 * each row into the order that the platform demands (API §7.6). Column names
 * lose the blanks at their ends; nameless columns are dropped; of a column given twice the last
 * value counts, at the first one's place; a missing 姓名 is ''.
 */
export function prepareContacts(rows: readonly ContactRow[]): PreparedContacts {
  const prepared: PreparedContacts = { contacts: [], invalid: [], duplicates: [] };
  const firstItems = new Map<string, number>();
  let layout = new Layout([]);

  for (const { item, columns, values } of rows) {
    if (!layout.fits(columns)) layout = new Layout(columns);
    const given = layout.phoneOf(values);
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
    prepared.contacts.push({ item, row: layout.rowOf(values, phone), phone });
  }
  return prepared;
}

/** A column's name, and the place of the value that it takes, -1 for none. */
type Member = readonly [name: string, place: number];

/**
 * Where the values of a row go. Rows of a run have nearly always the same columns, so this is
 * worked out once and not for each of 30,000 rows.
 */
class Layout {
  /** In the order of the row. */
  private readonly members: readonly Member[];
  private readonly isReordered: boolean;

  constructor(private readonly columns: readonly string[]) {
    const placeOf = new Map([
      [NAME_COLUMN, -1],
      [PHONE_COLUMN, -1],
    ]);
    for (const [place, column] of columns.entries()) {
      const name = cellText(column);
      if (name !== '') placeOf.set(name, place);
    }
    this.members = [...placeOf];
    this.isReordered = this.members.some(([name]) => REORDERED.test(name));
  }

  fits(columns: readonly string[]): boolean {
    if (columns === this.columns) return true;
    if (columns.length !== this.columns.length) return false;
    return columns.every((column, place) => column === this.columns[place]);
  }

  phoneOf(values: readonly unknown[]): unknown {
    return values[this.members[1][1]];
  }

  rowOf(values: readonly unknown[], phone: string): Contact | string {
    if (this.isReordered) return this.rowText(values, phone);
    const row: Contact = {};
    for (const member of this.members) row[member[0]] = cellOf(member, values, phone);
    return row;
  }

  private rowText(values: readonly unknown[], phone: string): string {
    const members = this.members.map(
      (member) => `${JSON.stringify(member[0])}:${JSON.stringify(cellOf(member, values, phone))}`,
    );
    return `{${members.join(',')}}`;
  }
}

function cellOf([name, place]: Member, values: readonly unknown[], phone: string): string {
  return name === PHONE_COLUMN ? phone : cellText(values[place]);
}

/** Names that an object does not keep in their place, or not at all. */
const REORDERED = /^(?:\d+|__proto__)$/;
