import type { Cell } from './cell';
import { FAULTS, type FaultCase, type Outcome } from './faults';
import { REQUESTS, type Request } from './requests';

/** What is expected of a fault at a kind of request; undefined where it cannot come or be tried. */
export function expectation(fault: FaultCase, request: Request): Outcome | undefined {
  // Without Request Options the wait is minutes.
  if (fault.timeout !== undefined && !request.timeout) return undefined;
  const outcome = fault[request.column];
  return (outcome === undefined && request.column === 'file' ? fault.read : outcome) ?? undefined;
}

/** A fault that is repeated comes once as one that passes and once as one that lasts. */
const cells: Cell[] = FAULTS.flatMap((fault) =>
  REQUESTS.flatMap((request): Cell[] => {
    const expected = expectation(fault, request);
    if (!expected) return [];
    const lasting: Cell = { fault, request, expected, times: Infinity };
    return expected.as === 'repeated' ? [{ ...lasting, times: 1 }, lasting] : [lasting];
  }),
);

/** Those that are about time come last: by then nothing else keeps the machine busy. */
export const CELLS = [
  ...cells.filter(({ fault }) => fault.timeout === undefined),
  ...cells.filter(({ fault }) => fault.timeout !== undefined),
];
