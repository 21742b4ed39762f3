import { wellFormed } from '../text';
import { cellText } from './cellText';
import { checkColumns } from './checkColumns';
import { PHONE_COLUMN, type Contact, type ContactRow } from './contact';
import { Layouts, type PrepareOptions } from './layout';
import { cleanPhone } from './phone';

/** A cell may hold a novel; its beginning is enough to find it. */
const SHOWN_LENGTH = 100;

/** A contact that is not sent, and why. */
export interface SkippedContact {
  item: number;
  /** As it came in, cut after 100 characters; for a duplicate as it would have been dialed. */
  phone: string;
  /** '' where there is none. */
  name: string;
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
  /** The phone cannot be dialed, or a column has lost digits. */
  invalid: SkippedContact[];
  /** An earlier contact has the same phone. */
  duplicates: SkippedContact[];
  /** What a person should know about the columns, in sentences: not sent, empty, given twice. */
  notes: string[];
}

/**
 * Cleans and checks the phones, drops contacts whose phone came before, and puts the columns of
 * each row into the order that the platform demands (API §7.6). Columns are named as `columnName` says;
 * those without a name are dropped; of a column given twice the last value that is not empty counts, at
 * the first one's place, but two different phones are refused; a missing 姓名 is ''.
 *
 * It takes one row after another, so that the caller can let others have a turn in between.
 */
export class ContactPreparation {
  private readonly contacts: PreparedContacts['contacts'] = [];
  private readonly invalid: SkippedContact[] = [];
  private readonly duplicates: SkippedContact[] = [];
  private readonly firstItems = new Map<string, number>();
  private readonly layouts: Layouts;
  private rows = 0;

  constructor(private readonly options: PrepareOptions = {}) {
    this.layouts = new Layouts(options);
  }

  add({ item, columns, values }: ContactRow): void {
    this.rows += 1;
    const layout = this.layouts.of(columns);
    layout.note(values);
    const refuse = (list: SkippedContact[], phone: string, reason: string) =>
      list.push({ item, phone, name: shown(layout.valueOf(0, values)), reason });

    const given = layout.valueOf(1, values);
    const result = layout.hasTwoPhones(values)
      ? ({ ok: false, reason: `Two columns are named '${PHONE_COLUMN}': keep one` } as const)
      : cleanPhone(given);
    if (!result.ok) {
      refuse(this.invalid, shown(given), result.reason);
      return;
    }
    const { phone } = result;
    const shortened = this.options.ignoreLostDigits ? undefined : layout.shortenedColumn(values);
    if (shortened !== undefined) {
      refuse(
        this.invalid,
        phone,
        `'${shortened}' lost digits: format the column as text and re-enter the value`,
      );
      return;
    }
    const first = this.firstItems.get(phone);
    if (first !== undefined) {
      refuse(this.duplicates, phone, `Same phone as item ${first}`);
      return;
    }
    this.firstItems.set(phone, item);
    this.contacts.push({ item, row: layout.rowOf(values, phone), phone });
  }

  /**
   * @throws {UnusableColumns} when no row has a phone column, all rows lack a value in it, or a column that
   *   the template requires is missing from all of them
   */
  finish(): PreparedContacts {
    const { contacts, invalid, duplicates, layouts, rows, options } = this;
    const notes = rows > 0 ? checkColumns(layouts.all(), rows, options) : [];
    return { contacts, invalid, duplicates, notes };
  }
}

function shown(value: unknown): string {
  const text = cellText(value);
  return text.length > SHOWN_LENGTH ? `${wellFormed(text.slice(0, SHOWN_LENGTH))}…` : text;
}
