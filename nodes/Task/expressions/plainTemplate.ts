import type { INodeExecutionData } from 'n8n-workflow';

import { mapYielding } from '../../shared/eventLoop';
import type { Chunk } from './splitExpression';

/** Stands for a value that is not known yet: the engine has to be asked for it. */
export const UNREAD = Symbol('to be evaluated by the engine');

/**
 * Reads values straight from the items for an expression of nothing but text and plain code, such as
 * `{{ $json.city }}市 {{ $json.name.trim() }}`.
 *
 * @returns a value an item, `UNREAD` where n8n has to be asked; nothing for any other expression
 */
export async function readPlainTemplate(
  chunks: readonly Chunk[],
  items: readonly INodeExecutionData[],
): Promise<unknown[] | undefined> {
  const parts: Array<PlainCode | string> = [];
  for (const { kind, text } of chunks) {
    const part = kind === 'text' ? text : plainCode(text);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  const [only] = parts;
  return parts.length === 1 && typeof only !== 'string'
    ? await mapYielding(items, ({ json }) => readPlainCode(only, json))
    : await mapYielding(items, ({ json }) => join(parts, json));
}

function join(parts: ReadonlyArray<PlainCode | string>, json: unknown): unknown {
  let joined = '';
  for (const part of parts) {
    const shown = typeof part === 'string' ? part : shownInText(readPlainCode(part, json));
    if (shown === UNREAD) return UNREAD;
    joined += shown;
  }
  return joined;
}

/** Between texts n8n shows nothing for a value that is empty, other than 0 and false. */
function shownInText(value: unknown): string | typeof UNREAD {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return Number.isNaN(value) ? '' : String(value);
    case 'boolean':
      return String(value);
    case 'undefined':
      return '';
    default:
      return value === null ? '' : UNREAD;
  }
}

/** Where a value stands in an item, and what is done to it: `$json.lead["电话"].trim()`. */
export interface PlainCode {
  readonly path: readonly string[];
  readonly methods: readonly Method[];
  /** What stands behind `??`. */
  readonly otherwise?: PlainCode;
}

type Method = keyof typeof METHODS;

const STEP =
  /\s*(?:\??\.\s*([\p{ID_Start}_$][\p{ID_Continue}$]*)(?![\p{ID_Continue}$]|\s*\()|\[\s*(?:"([^"\\]*)"|'([^'\\]*)'|(\d+))\s*\])/uy;
const CALL = /\s*\??\.\s*(\w+)\s*\(\s*\)/y;

/** More names than that are left to n8n. */
const MOST_NAMES = 10;

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
 * Takes code apart that does nothing but walk into the item and clean the text found there, or take the first of
 * several fields that is given: `$json.mobile ?? $json.phone`.
 *
 * @returns nothing for any other code
 */
function plainCode(code: string): PlainCode | undefined {
  const names = code.split('??', MOST_NAMES + 1);
  if (names.length === 1) return plainAccess(code);
  return names.length > MOST_NAMES ? undefined : firstGiven(names);
}

/** Of longer paths one that leads nowhere would end the whole expression, so only an item's own fields will do. */
function firstGiven(names: readonly string[]): PlainCode | undefined {
  let first: PlainCode | undefined;
  for (const name of [...names].reverse()) {
    const access = plainAccess(name);
    if (access?.path.length !== 1 || access.methods.length > 0) return undefined;
    first = { ...access, otherwise: first };
  }
  return first;
}

function plainAccess(code: string): PlainCode | undefined {
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
function readPlainCode({ path, methods, otherwise }: PlainCode, json: unknown): unknown {
  let value = json;
  for (const key of path) {
    if (value === undefined || value === null) return methods.length > 0 ? UNREAD : undefined;
    value = (value as Record<string, unknown>)[key];
  }
  if (otherwise && (value === undefined || value === null)) return readPlainCode(otherwise, json);
  for (const method of methods) {
    if (method === 'toString' && typeof value === 'number') value = String(value);
    if (typeof value !== 'string') return UNREAD;
    value = METHODS[method](value);
  }
  return typeof value === 'function' ? UNREAD : value;
}
