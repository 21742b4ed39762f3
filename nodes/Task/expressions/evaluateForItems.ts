import { sleep, type INodeExecutionData } from 'n8n-workflow';

import { isExpression } from '../../shared/parameters';
import type { Run } from '../../shared/run';
import { watchEventLoop } from '../../shared/eventLoop';
import { readPlainTemplate, UNREAD } from './plainTemplate';
import { dependsOnJsonAlone, splitTemplate, type Chunk } from './splitExpression';

/** So many single values of a column cost less than a copy of all items. */
const FEW_VALUES = 100;

/**
 * n8n copies all input items into the sandbox in which it runs an expression that names them all. The
 * sandbox has 128 MB, and is gone for the rest of the run once they do not do. A copy takes up to two
 * bytes for each character of its JSON, and what the objects themselves need.
 */
const LARGEST_COPY = 32_000_000;

/**
 * Evaluates parameters for every item, with the results that n8n's engine gives. The engine takes about
 * 0.4 ms for one expression and item, during which n8n answers nobody: 30,000 leads with two columns
 * would be 25 s. So fixed values, plain paths and text around them are read here, all that depends on
 * `$json` alone is evaluated for many items in one go, and only the rest goes through the engine item by
 * item.
 *
 * @param parameters fixed values or expressions
 * @returns one list a parameter, with one value an item
 */
export async function evaluateForItems(
  source: ItemSource,
  parameters: readonly unknown[],
): Promise<unknown[][]> {
  const columns: unknown[][] = [];
  for (const parameter of parameters) columns.push(await readDirectly(source, parameter));
  await readInOneGo(source, parameters, columns);
  await readOneByOne(source, parameters, columns);
  return columns;
}

async function readDirectly({ items }: ItemSource, parameter: unknown): Promise<unknown[]> {
  if (!isExpression(parameter)) return items.map(() => parameter);
  const chunks = splitTemplate(parameter);
  const values = chunks && chunks.length > 0 ? await readPlainTemplate(chunks, items) : undefined;
  return values ?? items.map(() => UNREAD);
}

async function readInOneGo(
  source: ItemSource,
  parameters: readonly unknown[],
  columns: readonly unknown[][],
): Promise<void> {
  const batched = parameters.flatMap((parameter, column) => {
    const cell = unread(columns[column]) > FEW_VALUES ? cellFor(parameter) : undefined;
    return cell === undefined ? [] : [{ column, cell }];
  });
  if (batched.length === 0 || estimatedSize(source.items) > LARGEST_COPY) return;
  const cells = batched.map(({ cell }) => cell);
  for await (const [index, values] of evaluateBatch(source, cells)) {
    for (const [place, { column }] of batched.entries()) {
      if (columns[column][index] === UNREAD) columns[column][index] = values[place];
    }
  }
}

function unread(column: readonly unknown[]): number {
  let count = 0;
  for (const value of column) if (value === UNREAD) count += 1;
  return count;
}

/** @returns nothing for an expression that depends on more than an item's JSON, or that only n8n can take apart */
function cellFor(parameter: unknown): string | undefined {
  const chunks = isExpression(parameter) ? splitTemplate(parameter) : undefined;
  const codes = chunks?.filter(({ kind }) => kind === 'code').map(({ text }) => text) ?? [];
  return chunks && codes.length > 0 && codes.every(dependsOnJsonAlone)
    ? batchCell(chunks)
    : undefined;
}

async function readOneByOne(
  source: ItemSource,
  parameters: readonly unknown[],
  columns: readonly unknown[][],
): Promise<void> {
  const { pauseIfDue } = watchEventLoop();
  for (const [column, values] of columns.entries()) {
    for (let index = 0; index < values.length; index++) {
      if (values[index] !== UNREAD) continue;
      values[index] = source.evaluate(String(parameters[column]).slice(1), index);
      await pauseIfDue();
    }
  }
}

/** Every go copies all items into n8n's sandbox, however few of them it is about. */
const ITEMS_AT_ONCE = 10_000;

/**
 * Code for one column of one item. A value comes wrapped in a list, so that `0` can say "threw": n8n
 * swallows some of what is thrown and shows the rest, and which is which is for n8n to decide.
 */
function batchCell(chunks: readonly Chunk[]): string {
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
async function* evaluateBatch(
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

const SAMPLES = 200;

/** How large the items are as JSON text, in characters, estimated from some of them. */
function estimatedSize(items: readonly INodeExecutionData[]): number {
  const step = Math.max(1, Math.floor(items.length / SAMPLES));
  let size = 0;
  let samples = 0;
  for (let index = 0; index < items.length; index += step) {
    size += (JSON.stringify(items[index].json) ?? '').length;
    samples += 1;
  }
  return samples === 0 ? 0 : (size / samples) * items.length;
}

/** Input items, and n8n's own way to evaluate an expression for one of them. */
export type ItemSource = Pick<Run, 'evaluate' | 'items' | 'raw' | 'readBinary'>;
