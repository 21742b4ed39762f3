import { sleep } from 'n8n-workflow';

import type { ItemSource } from './itemSource';
import type { Chunk } from './template';
import { UNREAD } from './unread';

/** Every go copies all items into n8n's sandbox, however few of them it is about. */
const ITEMS_AT_ONCE = 10_000;

/**
 * Code for one column of one item. A value comes wrapped in a list, so that `0` can say "threw": n8n
 * swallows some of what is thrown and shows the rest, and which is which is for n8n to decide.
 */
export function batchCell(chunks: readonly Chunk[]): string {
  const value =
    chunks.length === 1 && chunks[0].kind === 'code'
      ? `(${chunks[0].text}\n)`
      : `[${chunks.map(joinedPart).join(', ')}].join('')`;
  return `(() => { try { return [${value}]; } catch (e) { return 0; } })()`;
}

/** Between texts n8n shows nothing for a value that is empty, other than 0 and false. */
function joinedPart({ kind, text }: Chunk): string {
  if (kind === 'text') return JSON.stringify(text);
  return `((v) => v || v === 0 || v === false ? v : '')((${text}\n))`;
}

/**
 * Evaluates the cells for all items, a few thousand items at a time, with `$json` standing for each
 * item's own JSON. Yields the values of one item after another.
 */
export async function* evaluateBatch(
  source: ItemSource,
  cells: readonly string[],
): AsyncGenerator<[index: number, values: unknown[]]> {
  for (let start = 0; start < source.items.length; start += ITEMS_AT_ONCE) {
    const end = Math.min(start + ITEMS_AT_ONCE, source.items.length);
    const rows = evaluateRows(source, cells, start, end);
    for (let index = start; index < end; index++) {
      const row = rows?.[index - start];
      yield [index, cells.map((_, place) => unwrap(row?.[place]))];
    }
    await sleep(0);
  }
}

function evaluateRows(
  source: ItemSource,
  cells: readonly string[],
  start: number,
  end: number,
): unknown[][] | undefined {
  const code = `$input.all().slice(${start}, ${end}).map(({ json: $json }) => [${cells.join(', ')}])`;
  try {
    const rows = source.evaluate(`{{ ${code} }}`, 0);
    return Array.isArray(rows) && rows.length === end - start ? (rows as unknown[][]) : undefined;
  } catch {
    return undefined; // One column cannot be parsed: the engine will say so for the right one.
  }
}

function unwrap(cell: unknown): unknown {
  if (!Array.isArray(cell) || cell.length !== 1) return UNREAD;
  const [value] = cell as unknown[];
  // Of a function left uncalled n8n complains.
  return typeof value === 'function' ? UNREAD : value;
}
