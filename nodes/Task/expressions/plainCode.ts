import { UNREAD } from './unread';

/** Where a value stands in an item, and what is done to it: `$json.lead["电话"].trim()`. */
export interface PlainCode {
  readonly path: readonly string[];
  readonly methods: readonly Method[];
}

type Method = keyof typeof METHODS;

const STEP =
  /\s*(?:\??\.\s*([\p{ID_Start}_$][\p{ID_Continue}$]*)(?![\p{ID_Continue}$]|\s*\()|\[\s*(?:"([^"\\]*)"|'([^'\\]*)'|(\d+))\s*\])/uy;
const CALL = /\s*\??\.\s*(\w+)\s*\(\s*\)/y;

/** n8n's sandbox has its own mind about these, so it is asked. */
const NOT_PLAIN = new Set(['__proto__', 'prototype', 'constructor']);

/** JavaScript's own on text, with which people clean a column. n8n's sandbox leaves them as they are. */
const METHODS = {
  toLowerCase: (text: string) => text.toLowerCase(),
  toString: (text: string) => text,
  toUpperCase: (text: string) => text.toUpperCase(),
  trim: (text: string) => text.trim(),
  trimEnd: (text: string) => text.trimEnd(),
  trimStart: (text: string) => text.trimStart(),
};

/**
 * Takes code apart that does nothing but walk into the item and clean the text found there.
 *
 * @returns nothing for any other code
 */
export function plainCode(code: string): PlainCode | undefined {
  const trimmed = code.trim();
  if (!trimmed.startsWith('$json')) return undefined;
  const path: string[] = [];
  let at = '$json'.length;
  for (let step = take(STEP, trimmed, at); step; step = take(STEP, trimmed, at)) {
    const key = step[1] ?? step[2] ?? step[3] ?? step[4];
    if (NOT_PLAIN.has(key)) return undefined;
    path.push(key);
    at = STEP.lastIndex;
  }
  const methods: Method[] = [];
  for (let call = take(CALL, trimmed, at); call; call = take(CALL, trimmed, at)) {
    const [, name] = call;
    if (!Object.hasOwn(METHODS, name)) return undefined;
    methods.push(name as Method);
    at = CALL.lastIndex;
  }
  return at === trimmed.length ? { path, methods } : undefined;
}

function take(token: RegExp, text: string, at: number): RegExpExecArray | null {
  token.lastIndex = at;
  return token.exec(text);
}

/** The value for an item; `UNREAD` where a method meets anything but text, of which n8n makes what it likes. */
export function readPlainCode({ path, methods }: PlainCode, json: unknown): unknown {
  let value = json;
  for (const key of path) {
    if (value === undefined || value === null) return methods.length > 0 ? UNREAD : undefined;
    value = (value as Record<string, unknown>)[key];
  }
  for (const method of methods) {
    if (method === 'toString' && typeof value === 'number') value = String(value);
    if (typeof value !== 'string') return UNREAD;
    value = METHODS[method](value);
  }
  return typeof value === 'function' ? UNREAD : value;
}
