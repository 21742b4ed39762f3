/** The column that must come first in every row (API §7.6). */
export const NAME_COLUMN = '姓名';

/** The column that must come second in every row (API §7.6). */
export const PHONE_COLUMN = '电话';

/** More rows in one request are refused with code 30005. */
export const MAX_ROWS_PER_REQUEST = 30_000;

/** A contact as the platform takes it: 姓名, 电话, then the columns of the template. */
export type Contact = Record<string, string>;

/**
 * One contact as it came in, not yet checked. Lists and not an object, because objects put
 * columns named like numbers ('1', '2024') before all others, 姓名 included.
 */
export interface ContactRow {
  /** The input item it comes from; names it in reports. */
  item: number;
  /** Contacts with the same columns had better share the list. */
  columns: readonly string[];
  /** One for each column. */
  values: readonly unknown[];
}

/**
 * The text of `client_info_json`: `{"data":[…]}`, in pieces to be joined: so many rows make a lot of text, and the
 * caller may let others have a turn in between.
 *
 * @param rows each `row` a contact, or the JSON object text of one
 * @source API §7.6
 */
export function* clientInfoPieces(
  rows: readonly { row: Contact | string }[],
): Generator<string, void> {
  for (let start = 0; start < rows.length; start += ROWS_A_PIECE) {
    const piece = rows.slice(start, start + ROWS_A_PIECE).map(({ row }) => row);
    yield `${start === 0 ? '{"data":[' : ','}${membersOf(piece)}`;
  }
  yield rows.length === 0 ? '{"data":[]}' : ']}';
}

const ROWS_A_PIECE = 1_000;

function membersOf(rows: ReadonlyArray<Contact | string>): string {
  // All in one go takes half as long as one by one.
  if (!rows.some((row) => typeof row === 'string')) return JSON.stringify(rows).slice(1, -1);
  return rows.map((row) => (typeof row === 'string' ? row : JSON.stringify(row))).join(',');
}
