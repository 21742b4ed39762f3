import { breather } from './breather';
import { batchCell, evaluateBatch } from './batch';
import { dependsOnJsonAlone } from './itemDependence';
import { estimatedSize } from './itemsSize';
import type { ItemSource } from './itemSource';
import { readPlainTemplate } from './plainTemplate';
import { isExpression, splitTemplate } from './template';
import { UNREAD } from './unread';

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
  const columns = parameters.map((parameter) => readDirectly(source, parameter));
  await readInOneGo(source, parameters, columns);
  await readOneByOne(source, parameters, columns);
  return columns;
}

function readDirectly({ items }: ItemSource, parameter: unknown): unknown[] {
  if (!isExpression(parameter)) return items.map(() => parameter);
  const chunks = splitTemplate(parameter);
  const values = chunks && chunks.length > 0 ? readPlainTemplate(chunks, items) : undefined;
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
  const breathe = breather();
  for (const [column, values] of columns.entries()) {
    for (let index = 0; index < values.length; index++) {
      if (values[index] !== UNREAD) continue;
      values[index] = source.evaluate(String(parameters[column]).slice(1), index);
      await breathe();
    }
  }
}
