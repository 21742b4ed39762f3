import { isRecord } from '../text';
import { readJson } from './jsonReader';

type Row = Array<[string, unknown]>;

/**
 * The rows of contacts given as JSON: a list of objects, `{"data": [ … ]}` as the API has it,
 * or one object for one row; as text or already parsed. Columns stay in their order, in text
 * also those named like numbers.
 *
 * @throws Error in plain words, with line and column or with the index of the element
 */
export function parseContactsJson(value: unknown): Row[] {
  const given = typeof value === 'string' ? read(value) : value;
  return listOf(given).map((element, index) => {
    const row = membersOf(element);
    if (row) return row;
    throw new Error(
      `The contacts must be objects with columns, but the element at index ${index} is ${kindOf(element)}`,
    );
  });
}

function read(text: string): unknown {
  if (text.trim() === '') throw new Error('The contacts are empty: enter a JSON list of objects');
  return readJson(text);
}

function listOf(given: unknown): readonly unknown[] {
  if (Array.isArray(given)) return given;
  const members = membersOf(given);
  if (!members) {
    throw new Error(`The contacts must be a list of objects, but they are ${kindOf(given)}`);
  }
  const data = members.find(([name]) => name === 'data');
  if (!data) return [given];
  if (Array.isArray(data[1])) return data[1];
  if (members.length > 1) return [given];
  throw new Error(`'data' must hold a list of objects, but it holds ${kindOf(data[1])}`);
}

function membersOf(value: unknown): Row | undefined {
  if (value instanceof Map) {
    return Array.from(value, ([name, member]): [string, unknown] => [name, plain(member)]);
  }
  return isRecord(value) ? Object.entries(value) : undefined;
}

/** Cells that hold objects become JSON text later, which Maps cannot. */
function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof Map)) return value;
  return Object.fromEntries(Array.from(value, ([name, member]) => [name, plain(member)]));
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'string') return 'text';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
