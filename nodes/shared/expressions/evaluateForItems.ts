import { breather } from './breather';
import { batchCell, evaluateBatch, FAILED } from './batch';
import { dependsOnJsonAlone } from './itemDependence';
import { estimatedSize } from './itemsSize';
import type { ItemSource } from './itemSource';
import { plainPath, readPath } from './plainPath';
import { isExpression, splitTemplate } from './template';

/** Below this many items n8n's own way is fast enough. */
const MANY_ITEMS = 20;

/**
 * n8n copies all input items into the sandbox in which it runs an expression that names them all. The
 * sandbox has 128 MB, and is gone for the rest of the run once they do not do. A copy takes up to two
 * bytes for each character of its JSON, and what the objects themselves need.
 */
const LARGEST_COPY = 32_000_000;

/**
 * Evaluates parameters for every item, with the results that n8n's engine gives. The engine takes about
 * 0.4 ms for one expression and item, during which n8n answers nobody: 30,000 leads with two columns
 * would be 25 s. So fixed values and plain paths are read here, all that depends on `$json` alone is
 * evaluated for many items in one go, and only the rest goes through the engine item by item.
 *
 * @param parameters fixed values or expressions
 * @returns one list a parameter, with one value an item
 */
export async function evaluateForItems(
  source: ItemSource,
  parameters: readonly unknown[],
): Promise<unknown[][]> {
  const results = parameters.map(() => new Array<unknown>(source.items.length));
  const batched: Array<{ column: number; cell: string }> = [];
  const breathe = breather();
  const canBatch = estimatedSize(source.items) <= LARGEST_COPY;

  for (const [column, parameter] of parameters.entries()) {
    const way = wayToEvaluate(parameter, source.items.length, canBatch);
    if (way.kind === 'fixed') results[column].fill(way.value);
    else if (way.kind === 'path') {
      source.items.forEach(
        ({ json }, index) => (results[column][index] = readPath(json, way.path)),
      );
    } else if (way.kind === 'batch') batched.push({ column, cell: way.cell });
    else {
      for (let index = 0; index < source.items.length; index++) {
        results[column][index] = source.evaluate(way.expression, index);
        await breathe();
      }
    }
  }

  if (batched.length > 0) {
    const cells = batched.map(({ cell }) => cell);
    for await (const [index, values] of evaluateBatch(source, cells)) {
      for (const [place, { column }] of batched.entries()) {
        const value = values[place];
        results[column][index] =
          value === FAILED ? source.evaluate(String(parameters[column]).slice(1), index) : value;
        if (value === FAILED) await breathe();
      }
    }
  }
  return results;
}

type Way =
  | { kind: 'fixed'; value: unknown }
  | { kind: 'path'; path: string[] }
  | { kind: 'batch'; cell: string }
  | { kind: 'engine'; expression: string };

function wayToEvaluate(parameter: unknown, items: number, canBatch: boolean): Way {
  if (!isExpression(parameter)) return { kind: 'fixed', value: parameter };
  const engine: Way = { kind: 'engine', expression: parameter.slice(1) };
  if (items < MANY_ITEMS) return engine;

  const chunks = splitTemplate(parameter);
  if (!chunks || chunks.length === 0) return engine;
  const codes = chunks.filter(({ kind }) => kind === 'code').map(({ text }) => text);
  if (chunks.length === 1 && codes.length === 1) {
    const path = plainPath(codes[0]);
    if (path) return { kind: 'path', path };
  }
  return canBatch && codes.every(dependsOnJsonAlone)
    ? { kind: 'batch', cell: batchCell(chunks) }
    : engine;
}
