import { NAME_COLUMN, PHONE_COLUMN } from '../platform/tasks';
import type { ContactRow } from '../platform/types';

/**
 * The rows of a client_info_json (API §7.6): `{"data": [{"姓名": …, "电话": …, …}, …]}` with the
 * name and the phone as first and second column of each row.
 *
 * @returns undefined when it is empty, no JSON, or not of that form: 30006
 */
export function readContactJson(text: string): ContactRow[] | undefined {
  try {
    const { data } = parse(text) as { data?: unknown };
    if (!Array.isArray(data) || data.length === 0) return undefined;
    return data.every(isContact) ? data.map(unmarked) : undefined;
  } catch {
    return undefined;
  }
}

function isContact(row: unknown): row is ContactRow {
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return false;
  const [first, second] = Object.keys(row);
  return first === NAME_COLUMN && second === PHONE_COLUMN;
}

/**
 * JavaScript lists keys such as "2024" before all others, PHP where they stand. So that a column of
 * that name does not seem to come first, such keys carry a mark while the order is looked at.
 */
const MARK = '\u0000';
const NUMERIC_KEY = /(?<!\\)"(\d+)"(?=\s*:)/g;

function parse(text: string): unknown {
  return JSON.parse(text.replace(NUMERIC_KEY, '"\\u0000$1"'));
}

function unmarked(row: ContactRow): ContactRow {
  if (!Object.keys(row).some((key) => key.startsWith(MARK))) return row;
  return Object.fromEntries(
    Object.entries(row).map(([key, value]) => [key.replace(MARK, ''), value]),
  );
}
