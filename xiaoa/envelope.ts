import { redact } from './redact';
import { isRecord } from './text';

/** An answer of the platform, opened (API §4). */
export interface Envelope {
  /** 0 is success; the others are in API §5. */
  code: number;
  msg: string;
  /** null if the answer has none, as with operateTask. */
  data: unknown;
  /** The count of all rows, where it stands beside `data`. */
  total?: unknown;
}

const EXCERPT_LENGTH = 200;

/** More than fits in an excerpt is never looked at. */
const EXCERPT_SOURCE_LENGTH = 2_000;

/** So much more is searched for secrets: one that is cut in two would not be found. */
const LONGEST_SECRET = 1_000;
const SEARCHED_LENGTH = EXCERPT_SOURCE_LENGTH + LONGEST_SECRET;
const MOST_BYTES_A_CHARACTER = 4;

/** The answer is not what the API document describes: often another server answered. */
export class MalformedAnswer extends Error {
  /** Private to the language too, since n8n keeps what it sees of an error. */
  readonly #source: string;

  constructor(expected: string, body: unknown) {
    super(`Expected ${expected}`);
    this.name = 'MalformedAnswer';
    this.#source = textOf(body).slice(0, SEARCHED_LENGTH);
  }

  /**
   * The beginning of what came: one line, at most 200 characters, or '' if nothing came.
   *
   * @param secrets what an answer may repeat and nobody may see; keys it tells itself are masked, too
   */
  excerpt(secrets: readonly string[]): string {
    const clean = redact(this.#source, secrets);
    return excerptOf(
      this.#source.length < SEARCHED_LENGTH ? clean : clean.slice(0, -LONGEST_SECRET),
    );
  }
}

/**
 * Opens `{code, msg, data}`, given as an object, as JSON text or as its bytes in UTF-8. `data`
 * as a list of `{key, value}` becomes a plain object.
 *
 * @throws MalformedAnswer if that is not what came
 * @source API §4
 */
export function openEnvelope(body: unknown): Envelope {
  const answer = parsed(body);
  const code = isRecord(answer) ? wholeNumber(answer.code) : undefined;
  if (!isRecord(answer) || code === undefined) {
    throw new MalformedAnswer('an answer of the XiaoA platform with a code', body);
  }
  return {
    code,
    msg: answer.msg === undefined || answer.msg === null ? '' : textOf(answer.msg),
    data: plainData(answer.data),
    ...(answer.total === undefined ? {} : { total: answer.total }),
  };
}

function parsed(body: unknown): unknown {
  const text = body instanceof Uint8Array ? decoded(body) : body;
  if (typeof text !== 'string') return text;
  try {
    // trim() takes a byte order mark away too.
    return JSON.parse(text.trim());
  } catch {
    return undefined;
  }
}

function decoded(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function plainData(data: unknown): unknown {
  if (!Array.isArray(data)) return data ?? null;
  if (data.length === 0 || !data.every(isKeyValue)) return data;
  return Object.fromEntries(data.map(({ key, value }) => [key, value]));
}

function isKeyValue(element: unknown): element is { key: string; value: unknown } {
  return (
    isRecord(element) &&
    Object.keys(element).length === 2 &&
    'value' in element &&
    typeof element.key === 'string'
  );
}

function wholeNumber(value: unknown): number | undefined {
  if (typeof value === 'string' && /^\s*-?\d+\s*$/.test(value)) return wholeNumber(Number(value));
  return typeof value === 'number' && Number.isSafeInteger(value) ? value : undefined;
}

function excerptOf(text: string): string {
  return maskSecrets(text.slice(0, EXCERPT_SOURCE_LENGTH))
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\ufeff\s]+/gu, ' ')
    .trim()
    .slice(0, EXCERPT_LENGTH);
}

/** An answer that is malformed elsewhere may still carry a login's key. */
function maskSecrets(text: string): string {
  return text.replace(
    /((?:api_?key|password)\\?["']?\s*[:=]\s*)(\\?["']?)[^"'\\&,\s}]+/gi,
    '$1$2***',
  );
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) {
    return decoded(value.subarray(0, SEARCHED_LENGTH * MOST_BYTES_A_CHARACTER));
  }
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
