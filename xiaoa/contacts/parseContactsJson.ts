import { isRecord } from '../text';

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

/** A value of JSON text; objects as Maps, in the order of the text. */
export type JsonValue =
  | string
  | number
  | boolean
  | null
  | JsonValue[]
  | ReadonlyMap<string, JsonValue>;

const MAX_DEPTH = 100;
const LONGEST_SHOWN = 40;

/** Numbers from here on may be phone numbers, which nobody writes with an exponent. */
const PHONE_SIZE = 1e9;

const BYTE_ORDER_MARK = '\ufeff';
const WHITE_SPACE = /[ \t\r\n]*/y;
/** The ranges are all characters from the blank on, but for `"` and the backslash. */
const STRING = /"[ !#-[\]-\uffff]*(?:\\.[ !#-[\]-\uffff]*)*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;
const WORDS: Readonly<Record<string, boolean | null>> = { true: true, false: false, null: null };

/**
 * Reads JSON text as `JSON.parse` does, but for what matters to contacts: a key given twice is refused; keys
 * that look like numbers keep their place; a number that JavaScript cannot hold exactly (an
 * identity card's 18 digits), or that a spreadsheet may have shortened (`1.38E+10`), stays the
 * text it was; and what is wrong is told with line and column.
 *
 * @throws SyntaxError such as "Not valid JSON: unexpected '}' at line 2, column 7"
 */
export function readJson(text: string): JsonValue {
  const reader = new JsonReader(text);
  return reader.readAll();
}

class JsonReader {
  private at = 0;

  constructor(private readonly text: string) {}

  readAll(): JsonValue {
    if (this.text.startsWith(BYTE_ORDER_MARK)) this.at = BYTE_ORDER_MARK.length;
    const value = this.value(0);
    this.skipWhiteSpace();
    if (this.at < this.text.length) throw this.unexpected();
    return value;
  }

  private value(depth: number): JsonValue {
    if (depth > MAX_DEPTH) throw this.wrong('nested too deeply');
    this.skipWhiteSpace();
    switch (this.text[this.at]) {
      case '{':
        return this.object(depth);
      case '[':
        return this.list(depth);
      case '"':
        return this.string();
      default:
        return this.scalar();
    }
  }

  private object(depth: number): ReadonlyMap<string, JsonValue> {
    const members = new Map<string, JsonValue>();
    this.at++;
    if (this.passes('}')) return members;
    do {
      this.skipWhiteSpace();
      if (this.text[this.at] !== '"') throw this.unexpected();
      const key = this.string();
      if (members.has(key)) throw this.wrong(`'${key.slice(0, LONGEST_SHOWN)}' given twice`);
      if (!this.passes(':')) throw this.unexpected();
      members.set(key, this.value(depth + 1));
    } while (this.passes(','));
    if (!this.passes('}')) throw this.unexpected();
    return members;
  }

  private list(depth: number): JsonValue[] {
    const elements: JsonValue[] = [];
    this.at++;
    if (this.passes(']')) return elements;
    do {
      elements.push(this.value(depth + 1));
    } while (this.passes(','));
    if (!this.passes(']')) throw this.unexpected();
    return elements;
  }

  private string(): string {
    const token = this.take(STRING);
    if (token === undefined)
      throw this.wrong('text without a closing quote, or with a line break in it,');
    if (!token.includes('\\')) return token.slice(1, -1);
    try {
      return JSON.parse(token);
    } catch {
      this.at -= token.length;
      throw this.wrong('text with an invalid backslash escape');
    }
  }

  private scalar(): JsonValue {
    const number = this.take(NUMBER);
    if (number !== undefined) return faithfulNumber(number);
    const word = this.take(WORD);
    if (word !== undefined) return WORDS[word];
    throw this.unexpected();
  }

  private passes(character: string): boolean {
    this.skipWhiteSpace();
    if (this.text[this.at] !== character) return false;
    this.at++;
    return true;
  }

  private skipWhiteSpace(): void {
    this.take(WHITE_SPACE);
  }

  private take(token: RegExp): string | undefined {
    token.lastIndex = this.at;
    const match = token.exec(this.text);
    if (!match) return undefined;
    this.at = token.lastIndex;
    return match[0];
  }

  private unexpected(): SyntaxError {
    const point = this.text.codePointAt(this.at);
    if (point === undefined) return this.wrong('it ends too early');
    const character = String.fromCodePoint(point);
    const hint = /[“”‘’'「」]/.test(character) ? ' (text needs straight double quotes)' : '';
    return this.wrong(`unexpected ${character === "'" ? 'single quote' : `'${character}'`}${hint}`);
  }

  private wrong(what: string): SyntaxError {
    const before = this.text.slice(0, this.at).split('\n');
    const column = before[before.length - 1].length + 1;
    return new SyntaxError(`Not valid JSON: ${what} at line ${before.length}, column ${column}`);
  }
}

function faithfulNumber(token: string): number | string {
  const value = Number(token);
  const mayBeShortened = /[eE]/.test(token) && Math.abs(value) >= PHONE_SIZE;
  const inexact = Number.isInteger(value) && !Number.isSafeInteger(value);
  return mayBeShortened || inexact ? token : value;
}
