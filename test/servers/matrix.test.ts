import { sampled } from '../support/randomRuns';
import { exceptionOf } from './exceptions';
import { observe, type Seen } from './observe';
import { operationsOf } from './operations/all';
import { type Operation } from './operations/operation';
import { ROWS, type ServerRow } from './rows';

/** One operation a server, and all that do not work; `npm run test:deep` tries all. */
function tried(row: ServerRow, at: number): Operation[] {
  const all = operationsOf(row);
  const sample = sampled(all, all.length, at);
  return all.filter(
    (operation) =>
      sample.includes(operation) || exceptionOf(row, operation)?.rows.includes(row.name) === true,
  );
}

/** As many at the same time as keep one processor busy. */
const AT_ONCE = 4;

const seen = new Map<ServerRow, Map<Operation, Seen>>();
beforeAll(async () => {
  const left = ROWS.entries();
  const worker = async () => {
    for (const [at, row] of left) seen.set(row, await observe(row, tried(row, at)));
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}, 900_000);

it.each(ROWS)('$name', (row) => {
  const cells = [...seen.get(row)!];
  expect(cells.map(([operation, cell]) => ({ operation: operation.name, ...cell }))).toEqual(
    cells.map(([operation]) => ({ operation: operation.name, ...expected(row, operation) })),
  );
});

function expected(row: ServerRow, operation: Operation): object {
  const exception = exceptionOf(row, operation);
  if (!exception) return { works: true };
  const { message, advice = '' } = exception;
  return { message, description: expect.stringContaining(advice) as string };
}
