import { MAX_ROWS_PER_REQUEST, type Contact } from './contact';

/**
 * The text of `client_info_json`: `{"data":[…]}`.
 *
 * @param rows each `row` a contact, or the JSON object text of one
 * @source API §7.6
 */
export function toClientInfo(rows: readonly { row: Contact | string }[]): string {
  const contacts = rows.map(({ row }) => row);
  if (!contacts.some((row) => typeof row === 'string')) return JSON.stringify({ data: contacts });
  const texts = contacts.map((row) => (typeof row === 'string' ? row : JSON.stringify(row)));
  return `{"data":[${texts.join(',')}]}`;
}

/**
 * Cuts a list into pieces of at most `size`, in order; an empty list has none.
 *
 * @throws RangeError if `size` is not a whole number above 0
 */
export function* chunks<T>(
  list: readonly T[],
  size: number = MAX_ROWS_PER_REQUEST,
): Generator<readonly T[]> {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`A chunk cannot have ${size} elements`);
  }
  for (let start = 0; start < list.length; start += size) {
    yield list.slice(start, start + size);
  }
}
