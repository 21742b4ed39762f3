import { sampled } from '../support/randomRuns';
import { observeAll, type Cell, type Observation } from './cell';
import { CELLS as ALL_CELLS } from './cells';
import { REQUESTS } from './requests';

/** Attempts of a request that may be repeated. */
const ATTEMPTS = 3;

/** An eleventh of the cells, in which each request has some; `npm run test:deep` tries all. */
const CELLS = sampled(ALL_CELLS, 11);

let observations: Map<Cell, Observation>;

beforeAll(async () => {
  observations = await observeAll(CELLS);
}, 600_000);

describe.each(REQUESTS)('$name', (request) => {
  const cells = CELLS.filter((cell) => cell.request === request);

  it.each(cells.map((cell) => [nameOf(cell), cell] as const))('%s', (_, cell) => {
    const seen = observations.get(cell)!;
    const { expected, fault, times } = cell;
    const usual = request.usual ?? 1;
    const passes = expected.as === 'unnoticed' || times === 1;

    if (passes) {
      expect(seen.message).toBeUndefined();
      expect(seen.data).toEqual(seen.whole);
      expect(seen.requests).toBe(expected.as === 'unnoticed' ? usual : usual + 1);
    } else {
      expect(seen.message).toMatch(asPattern(expected.message));
      expect(seen.description).toMatch(/^[A-Z].*\w{3,}.*$/s);
      expect(seen.data).toBeUndefined();
      expect(seen.requests).toBe(expected.as === 'repeated' ? ATTEMPTS : 1);
    }
    if (request.column === 'write') {
      expect(seen.done).toBe(fault.acts ? 1 : 0);
      expect(/wasn't sent again.*Look .* before you run this again/.test(seen.description)).toBe(
        expected.as === 'doubtful',
      );
    }
    if (request.column === 'login') expect(seen.done).toBeLessThanOrEqual(passes ? 1 : 0);
  });
});

describe('afterwards', () => {
  /** For these the test itself would ring people again. */
  const reads = CELLS.filter(({ request, expected }) => {
    return request.column !== 'write' && expected.as !== 'unnoticed';
  });

  it.each(reads.map((cell) => [`${cell.request.name}, ${nameOf(cell)}`, cell] as const))(
    'nothing is lost: %s',
    (_, cell) => {
      const { after, data, whole } = observations.get(cell)!;
      expect(after!.message).toBeUndefined();
      // The trigger gives each record once: what came in spite of the fault does not come again.
      const isRepeat = cell.request.name === 'a poll of the trigger' && data !== undefined;
      expect(after!.data).toEqual(isRepeat ? [] : whole);
    },
  );
});

it('no secret is in anything that n8n keeps', () => {
  const leaks = CELLS.flatMap((cell) =>
    observations.get(cell)!.leaks.map((leak) => `${cell.request.name}, ${nameOf(cell)}: ${leak}`),
  );
  expect(leaks).toEqual([]);
});

function nameOf({ fault, expected, times }: Cell): string {
  if (expected.as !== 'repeated') return fault.name;
  return `${fault.name}, ${times === 1 ? 'once' : 'again and again'}`;
}

function asPattern(message: RegExp | string): RegExp {
  if (typeof message !== 'string') return message;
  return new RegExp(`^${message.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`);
}
