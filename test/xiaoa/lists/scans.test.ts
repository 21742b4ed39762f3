import fc from 'fast-check';

import { scanFront } from '../../../xiaoa/lists/frontScan';
import { scanWhole, type Outcome, type Progress } from '../../../xiaoa/lists/fullScan';
import { ListReader } from '../../../xiaoa/lists/reader';
import { orderOf } from '../../../xiaoa/lists/rows';
import { randomRuns } from '../../support/randomRuns';
import { FakeList } from './fakeList';

/** A list of ids that grows. */
class Platform extends FakeList<number> {
  private newest: number;

  constructor(
    ids: number[],
    readonly counts: 'pages' | 'rows',
    readonly cap: number,
  ) {
    super(ids, { counts, cap });
    this.newest = Math.max(0, ...ids);
  }

  addInFront(count: number): number[] {
    const added = Array.from({ length: count }, () => ++this.newest);
    this.rows.unshift(...[...added].reverse());
    return added;
  }

  append(count: number): number[] {
    const added = Array.from({ length: count }, () => ++this.newest);
    this.rows.push(...added);
    return added;
  }
}

const ascending = (count: number) => Array.from({ length: count }, (_, at) => at + 1);
const scattered = (list: number[]) =>
  [...list].sort((a, b) => (Math.imul(a, 0x9e3779b1) >>> 0) - (Math.imul(b, 0x9e3779b1) >>> 0));
const arranged = {
  newest: (count: number) => ascending(count).reverse(),
  oldest: ascending,
  shuffled: (count: number) => scattered(ascending(count)),
};

const platformWith = (leastCap: number) =>
  fc
    .record({
      order: fc.constantFrom('newest' as const, 'oldest' as const, 'shuffled' as const),
      count: fc.nat({ max: 150 }),
      counts: fc.constantFrom('pages' as const, 'rows' as const),
      cap: fc.integer({ min: leastCap, max: 60 }),
    })
    .map(({ order, count, counts, cap }) => ({
      order,
      platform: new Platform(arranged[order](count), counts, cap),
    }));

/** Reads it all, in several goes of so many requests each. */
async function readInGoes(given: Platform, requestsAGo: number) {
  const visited: number[] = [];
  let counted = new Map<number, number>();
  let progress: Progress | undefined;
  let outcome: Outcome;
  let goes = 0;
  do {
    const start = given.log.length;
    outcome = await scanWhole(new ListReader(given.fetchPage), {
      progress,
      pageSize: 40,
      keyOf: String,
      orderOf,
      begin: () => {
        counted = new Map();
      },
      visit: (row, { counts }) => {
        visited.push(row);
        if (counts) counted.set(row, (counted.get(row) ?? 0) + 1);
      },
      isOver: () => given.log.length - start >= requestsAGo,
    });
    progress = outcome.kind === 'partial' ? outcome.progress : undefined;
    goes++;
  } while (outcome.kind === 'partial' && goes < 500);
  return { visited, counted, outcome };
}

describe('a whole reading', () => {
  it('visits and counts each row of a list that stands still, in one go or in many', async () => {
    await fc.assert(
      fc.asyncProperty(
        platformWith(1),
        fc.constantFrom(1, 2, 3, 5, Infinity),
        async ({ platform: given }, goes) => {
          const { visited, counted, outcome } = await readInGoes(given, goes);
          expect(outcome).toMatchObject({ kind: 'whole', total: given.rows.length, missing: 0 });
          expect(new Set(visited)).toEqual(new Set(given.rows));
          expect([...counted].filter(([, times]) => times !== 1)).toEqual([]);
          expect(counted.size).toBe(given.rows.length);
        },
      ),
      randomRuns(1_000),
    );
  });

  it('begins with the oldest rows', async () => {
    const given = new Platform(arranged.newest(500), 'pages', 10);
    const { visited } = await readInGoes(given, Infinity);
    expect(visited).toEqual(ascending(500));
  });

  it('misses no row that stays while others come and go', async () => {
    await fc.assert(
      fc.asyncProperty(
        // On smaller pages, rows that move by two look like another way of counting.
        platformWith(10),
        fc.constantFrom(1, 3, Infinity),
        fc.array(fc.constantFrom('add' as const, 'remove' as const, 'none' as const), {
          maxLength: 12,
        }),
        fc.nat(),
        async ({ platform: given, order }, goes, changes, which) => {
          const present = new Set(given.rows);
          given.onRequest = (request) => {
            const change = changes[request - 1];
            if (change === 'add' && order === 'newest') given.addInFront(2);
            if (change === 'add' && order === 'oldest') given.append(2);
            if (change === 'remove' && given.rows.length > 0) {
              const [removed] = given.rows.splice(which % given.rows.length, 1);
              present.delete(removed);
            }
          };
          const { visited, outcome } = await readInGoes(given, goes);
          // Then the caller reads it in another way.
          if (outcome.kind === 'inconsistent') return;
          const seen = new Set(visited);
          expect([...present].filter((row) => !seen.has(row))).toEqual([]);
        },
      ),
      randomRuns(1_000),
    );
  });

  it('says that it has no answer where there is no total', async () => {
    const reader = new ListReader(async () => ({ rows: [1, 2], total: undefined }));
    const outcome = await scanWhole(reader, {
      pageSize: 10,
      keyOf: String,
      orderOf,
      begin: () => {},
      visit: () => {},
      isOver: () => false,
    });
    expect(outcome).toEqual({ kind: 'inconsistent' });
  });
});

describe('a reading of the front', () => {
  async function news(given: Platform, order: 'newest' | 'oldest' | 'none', known: Set<number>) {
    const counting = given.cap > 1 ? given.counts : 'pages';
    const reader = new ListReader(given.fetchPage, counting, Math.min(given.cap, 40));
    const found: number[] = [];
    given.log.length = 0;
    const outcome = await scanFront(reader, {
      order,
      total: known.size,
      probeSize: 5,
      pageSize: 40,
      mostAdded: 1_000,
      keyOf: String,
      isKnown: (row) => known.has(row),
      visit: (row, isKnown) => {
        if (!isKnown) found.push(row);
      },
    });
    return {
      outcome,
      found: [...new Set(found)].sort((a, b) => a - b),
      requests: given.log.length,
    };
  }

  it.each(['newest', 'oldest'] as const)(
    'finds what was added to a list with the %s first, with requests in proportion to it',
    async (order) => {
      await fc.assert(
        fc.asyncProperty(
          fc.integer({ min: 50, max: 400 }),
          fc.nat({ max: 120 }),
          fc.constantFrom('pages' as const, 'rows' as const),
          fc.integer({ min: 3, max: 60 }),
          async (count, added, counts, cap) => {
            const given = new Platform(arranged[order](count), counts, cap);
            const known = new Set(given.rows);
            const rows = order === 'newest' ? given.addInFront(added) : given.append(added);
            const { outcome, found, requests } = await news(given, order, known);
            if (added > 20 * Math.min(cap, 40)) return expect(outcome.kind).toBe('unexplained');
            expect(outcome).toEqual({
              kind: 'explained',
              total: count + added,
              covered: expect.any(Number),
            });
            expect(found).toEqual(rows);
            expect(requests).toBeLessThanOrEqual(3 + Math.ceil(added / Math.min(cap, 40)));
          },
        ),
        randomRuns(500),
      );
    },
  );

  it('is one request when nothing is new', async () => {
    for (const order of ['newest', 'oldest'] as const) {
      const given = new Platform(arranged[order](300), 'pages', 50);
      const { outcome, requests } = await news(given, order, new Set(given.rows));
      expect(outcome).toEqual({ kind: 'explained', total: 300, covered: expect.any(Number) });
      expect(requests).toBe(1);
    }
  });

  it('finds rows that were put between those at the front', async () => {
    const given = new Platform(arranged.newest(300), 'pages', 50);
    const known = new Set(given.rows);
    given.rows.splice(3, 0, 1_001);
    given.rows.splice(17, 0, 1_002);
    const { outcome, found } = await news(given, 'newest', known);
    expect(outcome).toEqual({ kind: 'explained', total: 302, covered: 40 });
    expect(found).toEqual([1_001, 1_002]);
  });

  it.each<[string, (given: Platform) => void]>([
    ['a row is deep in the list', ({ rows }) => rows.splice(250, 0, 1_001)],
    ['a row is gone', ({ rows }) => rows.splice(100, 1)],
    [
      'one is gone and another one new',
      (given) => {
        given.rows.splice(100, 1);
        given.addInFront(1);
      },
    ],
    [
      'the order is another one',
      (given) => {
        given.rows.reverse();
        given.append(1);
      },
    ],
  ])('does not claim to know when %s', async (_, change) => {
    const given = new Platform(arranged.newest(300), 'pages', 50);
    const known = new Set(given.rows);
    change(given);
    const { outcome } = await news(given, 'newest', known);
    expect(outcome.kind).toBe('unexplained');
  });

  it('gives a short list as it is', async () => {
    const given = new Platform(arranged.newest(4), 'pages', 50);
    const { outcome } = await news(given, 'newest', new Set([1, 2]));
    expect(outcome).toEqual({ kind: 'short', rows: [4, 3, 2, 1], total: 4, isKnown: false });
    const same = await news(given, 'newest', new Set([1, 2, 3, 4]));
    expect(same.outcome).toMatchObject({ kind: 'short', isKnown: true });
  });
});

describe('the order', () => {
  it.each([
    [[9, 8, 7, 6], 'newest'],
    [[1, 2, 3, 4], 'oldest'],
    [[8, 9, 6, 7, 4, 5, 2, 3], 'newest'],
    [[4, 9, 1, 7, 3, 8, 2, 6], 'none'],
    [[5], 'none'],
    [[], 'none'],
    [[undefined, undefined], 'none'],
  ])('of %j is %s', (ranks, order) => expect(orderOf(ranks as number[])).toBe(order));
});
