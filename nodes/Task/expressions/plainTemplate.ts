import type { INodeExecutionData } from 'n8n-workflow';

import { plainCode, readPlainCode, type PlainCode } from './plainCode';
import type { Chunk } from './template';
import { UNREAD } from './unread';

/**
 * Reads values straight from the items for an expression of nothing but text and plain code, such as
 * `{{ $json.city }}市 {{ $json.name.trim() }}`.
 *
 * @returns a value an item, `UNREAD` where n8n has to be asked; nothing for any other expression
 */
export function readPlainTemplate(
  chunks: readonly Chunk[],
  items: readonly INodeExecutionData[],
): unknown[] | undefined {
  const parts: Array<PlainCode | string> = [];
  for (const { kind, text } of chunks) {
    const part = kind === 'text' ? text : plainCode(text);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  const [only] = parts;
  return parts.length === 1 && typeof only !== 'string'
    ? items.map(({ json }) => readPlainCode(only, json))
    : items.map(({ json }) => join(parts, json));
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
