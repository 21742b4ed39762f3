import { sampled } from '../support/randomRuns';
import { exceptionOf } from './exceptions';
import { observe, type Seen } from './observe';
import { operationsOf } from './operations/all';
import { type Operation } from './operations/operation';
import { ROWS, type ServerRow } from './rows';

/** One operation a server, and some of those that do not work there; `npm run test:deep` tries all. */
function tried(row: ServerRow, at: number): Operation[] {
  const all = operationsOf(row);
  const failing = all.filter(
    (operation) => exceptionOf(row, operation)?.rows.includes(row.name) === true,
  );
  const sample = [
    ...sampled(all, all.length, at),
    ...sampled(failing, Math.min(failing.length, 6), at),
  ];
  return [...new Set(sample)];
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
