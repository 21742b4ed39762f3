import { MalformedAnswer } from '../envelope';
import { isRecord } from '../text';
import { isBlank, wholeNumber } from '../values';
import type { Page } from './readAll';

export type Row = Record<string, unknown>;

/** Names under which an answer may carry its rows and their count. The document's own come first. */
const LIST_NAMES = ['list', 'data', 'rows', 'items', 'records', 'lists', 'result'];
const TOTAL_NAMES = ['total', 'totalCount', 'total_count', 'count', 'recordsTotal'];

/** Lists in lists go no deeper than this. */
const MOST_LEVELS = 3;

/**
 * The rows of a list answer: `{total, list}` or a bare list, in any of the shapes that PHP gives a list. No data means
 * no rows. `total` is undefined where the answer gives none that can be read.
 *
 * @param beside the total that stands beside `data`, if there is one
 * @throws {MalformedAnswer} on any other shape
 * @source API §7.2, §7.8, §7.10 and the bare lists of §7.3, §7.4
 */
export function rowsOf(data: unknown, beside?: unknown): Page<Row> {
  const page = readPage(data, MOST_LEVELS);
  if (page === undefined) throw new MalformedAnswer(data);
  return { rows: page.rows, total: page.total ?? count(beside) };
}

/**
 * The objects of a list. PHP writes a list whose numbers have gaps as an object, and an empty one as `""`, `{}`,
 * `false` or null; some answers put a list into a list. Blank elements are left out.
 *
 * @returns undefined when it is no list of objects
 */
export function recordsIn(value: unknown, levels = MOST_LEVELS): Row[] | undefined {
  if (isBlank(value)) return [];
  if (!Array.isArray(value)) {
    return isRecord(value) && isNumbered(value)
      ? recordsIn(Object.values(value), levels)
      : undefined;
  }
  if (value.every(isRow)) return value;
  const records: Row[] = [];
  for (const element of value) {
    if (isRow(element)) {
      records.push(element);
      continue;
    }
    const inner = levels > 0 ? recordsIn(element, levels - 1) : undefined;
    if (inner === undefined) return undefined;
    for (const record of inner) records.push(record);
  }
  return records;
}

/** The object that an answer holds, or an empty one: some servers put it into a list. */
export function recordOf(data: unknown): Row {
  return recordsIn(data)?.[0] ?? (isRecord(data) ? data : {});
}

function readPage(data: unknown, levels: number): Page<Row> | undefined {
  const bare = recordsIn(data);
  if (bare !== undefined) {
    const isWrapped = bare.length === 1 && isPage(bare[0]);
    return isWrapped ? readPage(bare[0], levels - 1) : { rows: bare, total: undefined };
  }
  if (levels <= 0 || !isRecord(data)) return undefined;
  const total = TOTAL_NAMES.map((name) => count(data[name])).find((found) => found !== undefined);
  for (const name of LIST_NAMES) {
    if (!(name in data)) continue;
    const page = readPage(data[name], levels - 1);
    if (!page && total === 0 && !isRecord(data[name])) return { rows: [], total };
    return page && { rows: page.rows, total: total ?? page.total };
  }
  const values = Object.values(data);
  if (TOTAL_NAMES.some((name) => name in data)) {
    const rows = values.find((value) => !isBlank(value) && recordsIn(value) !== undefined);
    return { rows: recordsIn(rows) ?? [], total };
  }
  if (values.length === 1 && isPage(values[0])) return readPage(values[0], levels);
  // PHP's lists may also be numbered by something else, such as the SN.
  return values.every(isRecord) ? { rows: values, total: undefined } : undefined;
}

/** Rows and their total: no row itself. A task has a `total_count`, too. */
function isPage(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const lists = LIST_NAMES.map((name) => value[name]);
  return (
    TOTAL_NAMES.some((name) => name in value && name !== 'total_count') &&
    lists.some((list) => Array.isArray(list) || (isRecord(list) && isNumbered(list)))
  );
}

function isRow(value: unknown): value is Row {
  return isRecord(value) && !isNumbered(value);
}

/** An object whose names are the numbers of a list, or that has none. */
function isNumbered(value: Row): boolean {
  for (const name in value) if (!/^\d{1,15}$/.test(name)) return false;
  return true;
}

function count(value: unknown): number | undefined {
  const read = wholeNumber(value);
  return read !== undefined && read >= 0 ? read : undefined;
}

/** Where in a list its newest rows stand; `none` if anywhere. */
export type Order = 'newest' | 'oldest' | 'none';

/** Of the pairs compared, so many have to agree. Rows of the same minutes may well stand crosswise. */
const AGREEMENT = 0.9;

/**
 * Judges from some rows that follow each other how a list is ordered. Each row is compared with the one half of
 * them further on, so that neighbours that stand crosswise do not blur the picture.
 *
 * @param ranks a number for each row that grows with time, such as its id or its time; undefined if it has none
 */
export function orderOf(ranks: ReadonlyArray<number | undefined>): Order {
  const half = Math.ceil(ranks.length / 2);
  let falling = 0;
  let rising = 0;
  for (let at = 0; at + half < ranks.length; at++) {
    const [first, later] = [ranks[at], ranks[at + half]];
    if (first === undefined || later === undefined) continue;
    if (first > later) falling++;
    if (first < later) rising++;
  }
  const pairs = falling + rising;
  if (pairs === 0) return 'none';
  if (falling >= pairs * AGREEMENT) return 'newest';
  return rising >= pairs * AGREEMENT ? 'oldest' : 'none';
}
