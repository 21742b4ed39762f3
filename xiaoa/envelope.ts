import { excerpt, LONGEST_SEARCHED } from './redact';
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
const MOST_BYTES_A_CHARACTER = 4;

/** The answer is not what the API document describes: often another server answered. */
export class MalformedAnswer extends Error {
  /** Private to the language too, since n8n keeps what it sees of an error. */
  readonly #source: string;

  constructor(body: unknown) {
    super("The answer isn't what the API document describes");
    this.name = 'MalformedAnswer';
    this.#source = textOf(body).slice(0, LONGEST_SEARCHED);
  }

  /**
   * The beginning of what came: one line, at most 200 characters, or '' if nothing came.
   *
   * @param secrets what an answer may repeat and nobody may see; keys it holds itself are masked, too
   */
  excerpt(secrets: readonly string[]): string {
    return excerpt(this.#source, secrets, EXCERPT_LENGTH);
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
  const envelope = findEnvelope(body);
  if (envelope) return envelope;
  throw new MalformedAnswer(body);
}

/**
 * As `openEnvelope`, for answers that need not hold an envelope. It is found in text as well that has notices
 * of PHP in front of it or a trace behind it.
 */
export function findEnvelope(body: unknown): Envelope | undefined {
  const text = body instanceof Uint8Array ? decoded(body) : body;
  if (typeof text !== 'string') return envelopeOf(text);
  // trim() takes a byte order mark away too.
  const whole = parsed(text.trim());
  return whole === undefined ? envelopeWithin(text) : envelopeOf(whole);
}

function envelopeOf(answer: unknown): Envelope | undefined {
  const code = isRecord(answer) ? wholeNumber(answer.code) : undefined;
  if (!isRecord(answer) || code === undefined) return undefined;
  return {
    code,
    msg: textOf(answer.msg),
    data: plainData(answer.data),
    total: answer.total,
  };
}

const BEGINNING = /\{\s{0,100}"(?:code|msg|data|total)"\s{0,100}:/g;
/** A page may hold such objects in its scripts: they are not the platform's. */
const PAGE = /<(?:!doctype|html)\b/i;
/** Notices may hold objects as well; more than some of them are not looked at. */
const MOST_CANDIDATES = 20;

/**
 * The first object in a text that is an envelope with a message. One that does not end was cut off, and
 * nothing within it counts: it may hold what a person has said or sent.
 */
function envelopeWithin(text: string): Envelope | undefined {
  let from = 0;
  for (let candidate = 0; candidate < MOST_CANDIDATES; candidate++) {
    BEGINNING.lastIndex = from;
    const start = BEGINNING.exec(text)?.index;
    if (start === undefined || PAGE.test(text.slice(from, start))) return undefined;
    const end = endOfObject(text, start);
    if (end === undefined) return undefined;
    const found = parsed(text.slice(start, end));
    const envelope = isRecord(found) && typeof found.msg === 'string' && envelopeOf(found);
    if (envelope) return envelope;
    from = end;
  }
  return undefined;
}

/** The place behind the brace that closes the one at `start`. */
function endOfObject(text: string, start: number): number | undefined {
  let depth = 0;
  let inText = false;
  for (let at = start; at < text.length; at++) {
    const sign = text[at];
    if (inText) {
      if (sign === '\\') at += 1;
      else if (sign === '"') inText = false;
    } else if (sign === '"') inText = true;
    else if (sign === '{') depth += 1;
    else if (sign === '}' && --depth === 0) return at + 1;
  }
  return undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function decoded(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
}

function plainData(answered: unknown): unknown {
  const data = unpacked(answered);
  if (!Array.isArray(data)) return data ?? null;
  if (data.length === 0 || !data.every(isKeyValue)) return data;
  return Object.fromEntries(data.map(({ key, value }) => [key, value]));
}

/** Some servers encode `data` twice: JSON text in the JSON. */
function unpacked(data: unknown): unknown {
  return typeof data === 'string' && /^[[{]/.test(data) ? (parsed(data) ?? data) : data;
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
  if (typeof value === 'string' && /^\s{0,20}-?\d{1,20}\s{0,20}$/.test(value)) {
    return wholeNumber(Number(value));
  }
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (value instanceof Uint8Array) {
    return decoded(value.subarray(0, LONGEST_SEARCHED * MOST_BYTES_A_CHARACTER));
  }
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    return String(value);
  }
}
