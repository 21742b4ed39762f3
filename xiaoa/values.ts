import { isRecord } from './text';

/**
 * Reads single values, the platform's and the user's alike. A reader gives undefined for a value that is missing or
 * cannot be read; `given` tells the two apart.
 */

/** Longer text is no number, whatever it holds. */
const LONGEST_NUMBER = 40;

const NUMBER = /^([+-]?(?:\d+(?:\.\d*)?|\.\d+))\s*(?:%|分|秒)?$/;

const BETWEEN_VALUES = /[,，;；、\r\n]/;

/** Nothing, blanks only, or what PHP and JSON write for nothing: null, `false`, an empty list or object. */
export function isBlank(value: unknown): boolean {
  if (value === undefined || value === null || value === false) return true;
  if (typeof value === 'string') return value.trim() === '';
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && isPlain(value) && Object.keys(value).length === 0;
}

/** Text without the blanks around it; a number as its digits. */
export function text(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() || undefined;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

/** Text as it is, for what the platform compares character by character, such as paths and SNs. */
export function exactText(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : text(value);
}

/** A number, or its digits; a percent sign, 分 (points) or 秒 (seconds) may follow. */
export function number(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string' || value.length > LONGEST_NUMBER) return undefined;
  const digits = NUMBER.exec(value.normalize('NFKC').trim())?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** As `number`, without a fraction and small enough to be exact. */
export function wholeNumber(value: unknown): number | undefined {
  const read = number(value);
  return Number.isSafeInteger(read) ? read : undefined;
}

/** A row's number, as text where JavaScript does not hold it exactly. */
export function identifier(value: unknown): number | string | undefined {
  if (typeof value === 'number') return value;
  const digits = typeof value === 'string' && /^(0|[1-9]\d{0,15})$/.test(value);
  return digits && Number.isSafeInteger(Number(value)) ? Number(value) : text(value);
}

/** A list, or a text that parts its values by commas, semicolons, 、 or lines; without blanks. */
export function list(value: unknown): string[] {
  const parts: unknown[] = Array.isArray(value) ? value : (text(value) ?? '').split(BETWEEN_VALUES);
  return parts.map(text).filter((part) => part !== undefined);
}

/**
 * A value that a user may leave empty.
 *
 * @param read one of the readers above
 * @param kind what it should have been, e.g. `a number`
 * @returns undefined if nothing was given
 * @throws {RangeError} naming the value if the reader cannot read it
 */
export function given<T>(
  value: unknown,
  read: (value: unknown) => T | undefined,
  kind: string,
): T | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string' && value.trim() === '') return undefined;
  const found = read(value);
  if (found === undefined) throw new RangeError(`'${shown(value)}' is not ${kind}`);
  return found;
}

export type WithNulls<T> = {
  [K in keyof T]: Exclude<T[K], undefined> | (undefined extends T[K] ? null : never);
};

/** Puts null where a field is undefined, because JSON would leave the field out. Changes the object itself. */
export function withNulls<T extends object>(fields: T): WithNulls<T> {
  const found = fields as Record<string, unknown>;
  for (const name in found) found[name] ??= null;
  return fields as WithNulls<T>;
}

/** A value as a message can show it: one line, cut where it is long. */
export function shown(value: unknown): string {
  const written =
    typeof value === 'object' && !(value instanceof Date) ? asJson(value) : String(value);
  const line = written.slice(0, 200).replace(/\s+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 100)}…` : line;
}

function asJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return Object.prototype.toString.call(value);
  }
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** The document shows no filled-in labels, only blanks where they would stand: so blanks part them too. */
const BETWEEN_LABELS = /[\s,，;；、|｜]/;

/** The labels of a call as a list, without blanks. @source API §7.10, §7.8 */
export function labelsOf(labelling: unknown): string[] {
  // PHP writes a list whose numbers have gaps as an object.
  const parts: unknown = isRecord(labelling) ? Object.values(labelling) : labelling;
  return (Array.isArray(parts) ? parts : [parts])
    .flatMap((labels) => text(labels)?.split(BETWEEN_LABELS) ?? [])
    .filter((label) => label !== '');
}
