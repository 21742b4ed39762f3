import fc from 'fast-check';

import {
  readAll,
  type Page,
  type PageRequest,
  type ReadAllOptions,
} from '../../../xiaoa/lists/readAll';
import { randomRuns } from '../../support/randomRuns';

interface Row {
  id?: number;
  text?: string;
}

interface Platform {
  rows: Row[];
  /** what pageIndex counts */
  counts: 'pages' | 'rows';
  /** the most rows that it grants; a larger pageSize gets this, or `fallback` */
  cap: number;
  fallback?: number;
  /** the total of an answer that carries so many rows */
  total?: (all: number, carried: number, request: number) => number | undefined;
  /** answers an index beyond the end with the last page */
  clamps?: boolean;
  /** changes the rows after so many requests */
  between?: (rows: Row[], request: number) => void;
  /** deals with requests that are there at the same time in any order */
  scheduler?: fc.Scheduler;
}

/** A stand-in for the platform that keeps a log. */
class Server {
  readonly log: PageRequest[] = [];
  /** The most requests that were there at the same time. */
  atOnce = 0;
  private waiting = 0;

  constructor(private readonly platform: Platform) {}

  readonly fetchPage = async ({ pageIndex, pageSize }: PageRequest): Promise<Page<Row>> => {
    const { rows, counts, cap, fallback = cap, total, clamps, between, scheduler } = this.platform;
    this.waiting += 1;
    this.atOnce = Math.max(this.atOnce, this.waiting);
    await scheduler?.schedule(Promise.resolve(), String(pageIndex));
    this.waiting -= 1;
    this.log.push({ pageIndex, pageSize });
    const size = pageSize > cap ? fallback : pageSize;
    let start = counts === 'pages' ? pageIndex * size : pageIndex;
    if (clamps && start >= rows.length) {
      start = counts === 'pages' ? Math.floor((rows.length - 1) / size) * size : rows.length - 1;
    }
    const page = rows.slice(Math.max(start, 0), start + size);
    const answer = {
      rows: page,
      total: total ? total(rows.length, page.length, this.log.length) : rows.length,
    };
    between?.(rows, this.log.length);
    return answer;
  };
}

const rowsOf = (count: number, from = 0): Row[] =>
  Array.from({ length: count }, (_, at) => ({ id: from + at }));
const keyOf = (row: Row) => (row.id === undefined ? undefined : String(row.id));
const ids = (rows: readonly Row[]) => rows.map(({ id }) => id);

async function read(platform: Platform, options: Partial<ReadAllOptions<Row>> = {}) {
  const server = new Server(platform);
  const short: Array<[number, number]> = [];
  const reading = readAll({
    fetchPage: server.fetchPage,
    keyOf,
    pageSize: 100,
    onShort: (found, total) => short.push([found, total]),
    ...options,
  });
  const rows = await (platform.scheduler?.waitFor(reading) ?? reading);
  const { log, atOnce } = server;
  return { rows, log, requests: log.length, atOnce, short };
}

const absent = () => undefined;

/** A total of one full page may count the rows of the page: whether more follow takes one request more. */
const furtherRequest = (count: number, pageSize: number, cap: number) =>
  count > 0 && count <= cap && (count === pageSize || [5, 10, 20, 50, 100].includes(count)) ? 1 : 0;

/**
 * Against a list that never stops moving no reader is safe, and somewhere among all cases there
 * may be one that disturbs all three passes: the seed makes the same cases come each time.
 */
const MOVING = randomRuns(2_000);

describe('a list that stands still', () => {
  const shape = fc.record({
    count: fc.integer({ min: 0, max: 120 }),
    cap: fc.integer({ min: 1, max: 40 }),
    pageSize: fc.integer({ min: 1, max: 60 }),
  });

  test('by page numbers: exact rows, in as few requests as there are pages', async () => {
    await fc.assert(
      fc.asyncProperty(shape, async ({ count, cap, pageSize }) => {
        const platform: Platform = { rows: rowsOf(count), counts: 'pages', cap };
        const { rows, requests, log, short } = await read(platform, { pageSize });
        expect(ids(rows)).toEqual(ids(rowsOf(count)));
        const granted = Math.min(cap, pageSize);
        const pages = Math.max(1, Math.ceil(count / granted));
        expect(requests).toBe(pages + furtherRequest(count, pageSize, granted));
        expect(log.map(({ pageIndex }) => pageIndex)).toEqual(log.map((_, at) => at));
        expect(short).toEqual([]);
      }),
      randomRuns(500),
    );
  });

  test('by row numbers: exact rows, in one request more than there are pages', async () => {
    await fc.assert(
      fc.asyncProperty(shape, async ({ count, cap, pageSize }) => {
        const platform: Platform = { rows: rowsOf(count), counts: 'rows', cap };
        const { rows, requests, short } = await read(platform, { pageSize });
        expect(ids(rows)).toEqual(ids(rowsOf(count)));
        const granted = Math.min(cap, pageSize);
        const beyondProbe = Math.ceil(Math.max(0, count - granted - 1) / granted);
        const expected = count <= granted ? 1 : granted === 1 ? count : 2 + beyondProbe;
        expect(requests).toBe(expected + furtherRequest(count, pageSize, granted));
        expect(short).toEqual([]);
      }),
      randomRuns(500),
    );
  });

  test.each([
    ...[5, 10, 20, 50, 100].flatMap((cap) => [[cap, 100] as const, [cap, 1_000] as const]),
    [30, 30] as const,
  ])('%d of %d rows a page whose total counts the page', async (cap, pageSize) => {
    for (const counts of ['pages', 'rows'] as const) {
      const total = (_all: number, carried: number) => carried;
      const platform: Platform = { rows: rowsOf(2 * cap + 3), counts, cap, total };
      const { rows, short } = await read(platform, { pageSize });
      expect(ids(rows)).toEqual(ids(rowsOf(2 * cap + 3)));
      expect(short).toEqual([]);
    }
  });

  test('a full page is enough where that is the limit', async () => {
    const platform: Platform = { rows: rowsOf(10), counts: 'pages', cap: 10 };
    expect((await read(platform, { limit: 10 })).requests).toBe(1);
  });

  test('without a total: exact rows, and few requests more', async () => {
    const counts = fc.constantFrom<Platform['counts']>('pages', 'rows');
    await fc.assert(
      fc.asyncProperty(
        shape,
        counts,
        fc.boolean(),
        async ({ count, cap, pageSize }, by, clamps) => {
          const platform: Platform = {
            rows: rowsOf(count),
            counts: by,
            cap,
            total: absent,
            clamps,
          };
          const { rows, requests, short } = await read(platform, { pageSize });
          expect(ids(rows)).toEqual(ids(rowsOf(count)));
          const granted = Math.max(1, Math.min(cap, pageSize, count));
          const patience = Math.max(3, Math.ceil(12 / granted));
          // A platform that repeats its last page looks like rows that move: read again, to be sure.
          const passes = clamps ? 2 : 1;
          expect(requests).toBeLessThanOrEqual(passes * (count / granted + 4 + 2 * patience));
          expect(short).toEqual([]);
        },
      ),
      randomRuns(500),
    );
  });

  test('by page numbers without a total, the one empty page is all it costs', async () => {
    const { rows, requests } = await read({
      rows: rowsOf(30),
      counts: 'pages',
      cap: 10,
      total: absent,
    });
    expect(rows).toHaveLength(30);
    expect(requests).toBe(4);
  });

  test('a cap that falls back to a smaller page', async () => {
    await fc.assert(
      fc.asyncProperty(shape, fc.integer({ min: 1, max: 40 }), async ({ count, cap }, small) => {
        for (const counts of ['pages', 'rows'] as const) {
          const fallback = Math.min(small, cap);
          const platform: Platform = { rows: rowsOf(count), counts, cap, fallback };
          const { rows } = await read(platform, { pageSize: 60 });
          expect(ids(rows)).toEqual(ids(rowsOf(count)));
        }
      }),
    );
  });

  test('the page size never changes once it has been granted', async () => {
    const { log } = await read({ rows: rowsOf(35), counts: 'pages', cap: 10 });
    expect(log.map(({ pageSize }) => pageSize)).toEqual([100, 10, 10, 10]);
  });

  test.each([['pages'], ['rows']] as const)('300 rows counted in %s', async (counts) => {
    const { log } = await read({ rows: rowsOf(300), counts, cap: 100 });
    expect(log.map(({ pageIndex }) => pageIndex)).toEqual(
      counts === 'pages' ? [0, 1, 2] : [0, 1, 101, 201],
    );
  });
});

describe('totals of every kind', () => {
  test.each<[string, Platform['total']]>([
    ['zero', () => 0],
    ['negative', () => -5],
    ['NaN', () => NaN],
    ['infinite', () => Infinity],
    ['a fraction', () => 1.5],
    ['less than one answer', (_all, carried) => carried - 1],
    ['growing', (all, _carried, request) => all - 20 + 5 * Math.min(request, 4)],
    ['absent at times', (all, _carried, request) => (request % 2 ? undefined : all)],
    ['too large', (all) => all + 7],
  ])('%s', async (_what, total) => {
    for (const counts of ['pages', 'rows'] as const) {
      const { rows } = await read({ rows: rowsOf(47), counts, cap: 10, total });
      expect(ids(rows)).toEqual(ids(rowsOf(47)));
    }
  });

  test('a total that is never reached: reads once more, then reports', async () => {
    const platform: Platform = { rows: rowsOf(25), counts: 'pages', cap: 10, total: () => 30 };
    const { rows, short, requests } = await read(platform);
    expect(rows).toHaveLength(25);
    expect(short).toEqual([[25, 30]]);
    expect(requests).toBe(8);
  });

  test('rows promised but none given', async () => {
    const { rows, short, requests } = await read({
      rows: [],
      counts: 'pages',
      cap: 10,
      total: () => 3,
    });
    expect(rows).toEqual([]);
    expect(short).toEqual([[0, 3]]);
    expect(requests).toBe(2);
  });

  test.each([[0], [undefined]])('an empty list with total %p costs one request', async (total) => {
    const { rows, short, requests } = await read({
      rows: [],
      counts: 'pages',
      cap: 10,
      total: () => total,
    });
    expect([rows, short, requests]).toEqual([[], [], 1]);
  });

  test('the report may be left out', async () => {
    const platform: Platform = { rows: rowsOf(2), counts: 'pages', cap: 10, total: () => 3 };
    const { rows } = await read(platform, { onShort: undefined });
    expect(rows).toHaveLength(2);
  });
});

describe('a list that moves', () => {
  const setting = fc.record({
    count: fc.integer({ min: 0, max: 80 }),
    cap: fc.integer({ min: 1, max: 25 }),
    counts: fc.constantFrom<Platform['counts']>('pages', 'rows'),
  });
  const everyOriginalOnce = (count: number, rows: readonly Row[]) => {
    expect(new Set(ids(rows)).size).toBe(rows.length);
    const found = new Set(ids(rows));
    expect(ids(rowsOf(count)).filter((id) => !found.has(id))).toEqual([]);
  };

  test('rows put in front while reading lose and repeat nothing', async () => {
    const bursts = fc.array(
      fc.record({ after: fc.integer({ min: 1, max: 12 }), size: fc.integer({ min: 1, max: 4 }) }),
      { maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(setting, bursts, async ({ count, cap, counts }, inserts) => {
        let next = 1_000;
        const { rows, short } = await read({
          rows: rowsOf(count),
          counts,
          cap,
          between: (list, request) => {
            for (const { after, size } of inserts) {
              if (after === request) list.unshift(...rowsOf(size, (next += 10)));
            }
          },
        });
        everyOriginalOnce(count, rows);
        expect(short).toEqual([]);
      }),
      MOVING,
    );
  });

  test('a row in front of every page', async () => {
    for (const counts of ['pages', 'rows'] as const) {
      for (const cap of [2, 3, 5, 10]) {
        let next = 1_000;
        const { rows } = await read({
          rows: rowsOf(40),
          counts,
          cap,
          between: (list) => list.unshift({ id: next++ }),
        });
        everyOriginalOnce(40, rows);
      }
    }
  });

  test('rows that change places lose and repeat nothing', async () => {
    const moves = fc.array(
      fc.record({ after: fc.integer({ min: 1, max: 8 }), from: fc.nat(), to: fc.nat() }),
      { maxLength: 2 },
    );
    await fc.assert(
      fc.asyncProperty(setting, moves, async ({ count, cap, counts }, list) => {
        const { rows, short } = await read({
          rows: rowsOf(count),
          counts,
          cap,
          between: (all, request) => {
            for (const { after, from, to } of list) {
              if (after !== request || all.length === 0) continue;
              const [moved] = all.splice(from % all.length, 1);
              all.splice(to % (all.length + 1), 0, moved);
            }
          },
        });
        everyOriginalOnce(count, rows);
        expect(rows).toHaveLength(count);
        expect(short).toEqual([]);
      }),
      MOVING,
    );
  });

  test('rows taken away while reading do not hide others, and are no shortage', async () => {
    const removals = fc.array(fc.record({ after: fc.integer({ min: 1, max: 6 }), at: fc.nat() }), {
      maxLength: 2,
    });
    await fc.assert(
      fc.asyncProperty(setting, removals, async ({ count, cap, counts }, list) => {
        const all = rowsOf(count);
        const { rows, short } = await read({
          rows: all,
          counts,
          cap,
          between: (current, request) => {
            for (const { after, at } of list) {
              if (after === request && current.length > 0) current.splice(at % current.length, 1);
            }
          },
        });
        expect(new Set(ids(rows)).size).toBe(rows.length);
        const found = new Set(ids(rows));
        expect(ids(all).filter((id) => !found.has(id))).toEqual([]);
        expect(short).toEqual([]);
      }),
      MOVING,
    );
  });

  test('without a total, a row that moved is looked for once more', async () => {
    for (const counts of ['pages', 'rows'] as const) {
      const { rows } = await read({
        rows: rowsOf(30),
        counts,
        cap: 10,
        total: absent,
        between: (list, request) => {
          // The last row of all changes places with the first while the middle is being read.
          if (request === 2) [list[0], list[29]] = [list[29], list[0]];
        },
      });
      everyOriginalOnce(30, rows);
    }
  });

  test('one row in front costs little', async () => {
    const { rows, requests } = await read({
      rows: rowsOf(30),
      counts: 'pages',
      cap: 10,
      between: (list, request) => {
        if (request === 1) list.unshift({ id: 99 });
      },
    });
    expect(ids(rows)).toEqual([...ids(rowsOf(30)), 99]);
    // Pages 0 to 3, for there are 31 rows by now, an empty one, and the first again.
    expect(requests).toBe(6);
  });
});

describe('several pages at once', () => {
  const pagesAtOnce = 3;
  const shape = {
    count: fc.integer({ min: 0, max: 120 }),
    cap: fc.integer({ min: 1, max: 20 }),
  };

  test('give the same rows in the same order, in no request more', async () => {
    await fc.assert(
      fc.asyncProperty(fc.record(shape), fc.scheduler(), async ({ count, cap }, scheduler) => {
        const platform: Platform = { rows: rowsOf(count), counts: 'pages', cap, scheduler };
        const { rows, requests, atOnce, short } = await read(platform, { pagesAtOnce });
        expect(ids(rows)).toEqual(ids(rowsOf(count)));
        const pages = Math.ceil(count / cap);
        expect(requests).toBe(Math.max(1, pages) + furtherRequest(count, 100, cap));
        // The first two pages come one by one: they tell how pages are counted.
        expect(atOnce).toBe(Math.min(pagesAtOnce, Math.max(1, pages - 2)));
        expect(short).toEqual([]);
      }),
      randomRuns(500),
    );
  });

  test('are not asked for where a limit makes it doubtful that they are needed', async () => {
    for (const [limit, requests] of [
      [20, 2],
      [21, 3],
      [50, 5],
      [95, 10],
    ]) {
      const platform: Platform = { rows: rowsOf(200), counts: 'pages', cap: 10 };
      const { rows, log } = await read(platform, { pagesAtOnce, pageSize: 10, limit });
      expect(ids(rows)).toEqual(ids(rowsOf(limit)));
      expect(log).toHaveLength(requests);
    }
  });

  test.each<[string, Partial<Platform>]>([
    ['that are counted in rows', { counts: 'rows' }],
    ['without a total', { total: absent }],
  ])('are not asked for in lists %s', async (_, more) => {
    const platform: Platform = { rows: rowsOf(60), counts: 'pages', cap: 10, ...more };
    const { rows, atOnce } = await read(platform, { pagesAtOnce });
    expect(ids(rows)).toEqual(ids(rowsOf(60)));
    expect(atOnce).toBe(1);
  });

  test('whatever overtakes what, rows that come, go and change places hide no other', async () => {
    const change = fc.record({
      after: fc.integer({ min: 1, max: 12 }),
      from: fc.nat(),
      to: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.record(shape),
        fc.constantFrom('insert', 'remove', 'move'),
        fc.array(change, { maxLength: 2 }),
        fc.scheduler(),
        async ({ count, cap }, kind, changes, scheduler) => {
          const all = rowsOf(count);
          const between = (list: Row[], request: number) => {
            for (const { after, from, to } of changes) {
              if (after !== request) continue;
              if (kind === 'insert') list.unshift({ id: 1_000 + list.length + request });
              if (kind === 'insert' || list.length === 0) continue;
              const [taken] = list.splice(from % list.length, 1);
              if (kind === 'move') list.splice(to % (list.length + 1), 0, taken);
            }
          };
          const platform: Platform = { rows: all, counts: 'pages', cap, between, scheduler };
          const { rows, short } = await read(platform, { pagesAtOnce });
          const found = new Set(ids(rows));
          expect(found.size).toBe(rows.length);
          expect(ids(all).filter((id) => id! < 1_000 && !found.has(id))).toEqual([]);
          expect(short).toEqual([]);
        },
      ),
      MOVING,
    );
  });

  test('are asked for again, and one by one from then on, when the list has grown meanwhile', async () => {
    const rows = rowsOf(100);
    const log: number[] = [];
    let grown = false;
    const read = await readAll<Row>({
      keyOf,
      pageSize: 10,
      pagesAtOnce,
      fetchPage: async ({ pageIndex, pageSize }) => {
        log.push(pageIndex);
        // Pages 3 and 4 overtake page 2, and a row is put in front before that is read.
        if (pageIndex === 2 && !grown) {
          grown = true;
          await new Promise(setImmediate);
          rows.unshift({ id: 1_000 });
        }
        const page = rows.slice(pageIndex * pageSize, (pageIndex + 1) * pageSize);
        return { rows: page, total: rows.length };
      },
    });
    expect(ids(read)).toEqual([...ids(rowsOf(100)), 1_000]);
    // At the end the row that is still missing is looked for in front.
    expect(log).toEqual([0, 1, 2, 3, 4, 5, 3, 4, 5, 6, 7, 8, 9, 10, 11, 0]);
  });

  test.each([1, 2, 4])(
    'a platform that takes %d requests at a time is read whole',
    async (most) => {
      const server = new Server({ rows: rowsOf(100), counts: 'pages', cap: 10 });
      let waiting = 0;
      let refusals = 0;
      const rows = await readAll<Row>({
        keyOf,
        pageSize: 10,
        pagesAtOnce: 5,
        fetchPage: async (request) => {
          if (waiting >= most) {
            refusals += 1;
            throw new Error('Too many requests');
          }
          waiting += 1;
          await new Promise(setImmediate);
          waiting -= 1;
          return await server.fetchPage(request);
        },
      });
      expect(ids(rows)).toEqual(ids(rowsOf(100)));
      expect(refusals).toBeGreaterThan(0);
      expect(refusals).toBeLessThan(5);
    },
  );

  test('a page that fails ends the reading, also if it was asked for ahead', async () => {
    const platform: Platform = { rows: rowsOf(100), counts: 'pages', cap: 10 };
    const server = new Server(platform);
    const reading = readAll<Row>({
      keyOf,
      pageSize: 10,
      pagesAtOnce,
      fetchPage: async (request) => {
        if (request.pageIndex === 4) throw new Error('page 4');
        return await server.fetchPage(request);
      },
    });
    await expect(reading).rejects.toThrow('page 4');
  });
});

describe('rows without a key', () => {
  const bare = (count: number): Row[] =>
    Array.from({ length: count }, (_, at) => ({ text: `row ${at}` }));

  test.each([['pages'], ['rows']] as const)(
    'are told apart by content, counted in %s',
    async (counts) => {
      const { rows } = await read({ rows: bare(25), counts, cap: 10 });
      expect(rows).toEqual(bare(25));
    },
  );

  test('may be alike within one answer', async () => {
    const alike: Row[] = [{ text: 'a' }, { text: 'a' }, { text: 'b' }];
    const { rows } = await read({ rows: alike, counts: 'pages', cap: 10 });
    expect(rows).toEqual(alike);
  });

  test('an empty key is none', async () => {
    const { rows } = await read({ rows: bare(3), counts: 'pages', cap: 10 }, { keyOf: () => '' });
    expect(rows).toEqual(bare(3));
  });
});

describe('options', () => {
  test('a limit ends the reading as soon as it is reached', async () => {
    const platform: Platform = { rows: rowsOf(100), counts: 'pages', cap: 10 };
    expect(ids((await read(platform, { limit: 15 })).rows)).toEqual(ids(rowsOf(15)));
    expect((await read(platform, { limit: 15 })).requests).toBe(2);
    expect((await read(platform, { limit: 10 })).requests).toBe(1);
    expect((await read(platform, { limit: 0 })).requests).toBe(0);
    expect((await read(platform, { limit: 1_000 })).rows).toHaveLength(100);
  });

  test('accept keeps rows out of the result and out of the limit, not out of the count', async () => {
    const platform: Platform = { rows: rowsOf(30), counts: 'rows', cap: 10 };
    const even = ({ id = 0 }: Row) => id % 2 === 0;
    const all = await read(platform, { accept: even });
    expect(ids(all.rows)).toEqual(ids(rowsOf(30).filter(even)));
    expect(all.short).toEqual([]);
    const some = await read(platform, { accept: even, limit: 3 });
    expect(ids(some.rows)).toEqual([0, 2, 4]);
    expect(some.requests).toBe(1);
  });

  test('whatever fetchPage throws comes through', async () => {
    const gone = new Error('gone');
    await expect(
      readAll({ fetchPage: () => Promise.reject(gone), keyOf, pageSize: 5 }),
    ).rejects.toBe(gone);
  });

  test('a platform that ignores pageIndex altogether does not keep it busy', async () => {
    let requests = 0;
    const rows = await readAll<Row>({
      fetchPage: async () => {
        requests++;
        return { rows: rowsOf(20), total: undefined };
      },
      keyOf,
      pageSize: 5,
    });
    expect(ids(rows)).toEqual(ids(rowsOf(20)));
    expect(requests).toBeLessThan(20);
  });

  test('300,000 rows', async () => {
    const { rows, requests } = await read(
      { rows: rowsOf(300_000), counts: 'pages', cap: 1_000 },
      { pageSize: 1_000 },
    );
    expect(rows).toHaveLength(300_000);
    expect(requests).toBe(300);
  });
});

describe('step by step', () => {
  const log = ({ log: requests }: { log: PageRequest[] }) =>
    requests.map(({ pageIndex }) => pageIndex);
  const shown = (rows: readonly Row[]) => [...ids(rows)].sort((a, b) => Number(a) - Number(b));

  test('a limit of nothing gives nothing', async () => {
    const { rows } = await read({ rows: rowsOf(3), counts: 'pages', cap: 10 }, { limit: 0 });
    expect(rows).toEqual([]);
  });

  test('a list that moves all the time is read three times', async () => {
    const total = (_all: number, _carried: number, request: number) => 100 + request;
    const done = await read({ rows: rowsOf(25), counts: 'pages', cap: 10, total });
    expect(log(done)).toEqual([0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3]);
    expect(done.short).toEqual([[25, 112]]);
  });

  test('a list is read a third time where the second one still brought something', async () => {
    const hidden = [10, 11];
    const rows = rowsOf(10);
    const done = await read({
      rows,
      counts: 'pages',
      cap: 20,
      total: () => 12,
      between: (list, request) => {
        if (request % 2 === 0 && hidden.length > 0) list.push({ id: hidden.shift() });
      },
    });
    expect(shown(done.rows)).toEqual(ids(rowsOf(12)));
    expect(log(done)).toEqual([0, 1, 0, 1, 2, 0, 1]);
  });

  test('rows that were taken away before the last answer are no shortage', async () => {
    const total = (_all: number, carried: number, request: number) =>
      request % 4 === 1 ? 30 : Math.max(25, carried);
    const done = await read({ rows: rowsOf(25), counts: 'pages', cap: 10, total });
    expect(ids(done.rows)).toEqual(ids(rowsOf(25)));
    expect(done.short).toEqual([]);
    expect(log(done)).toHaveLength(12);
  });

  test('a reading that is whole of its own ends it, though an earlier one saw a larger total', async () => {
    const done = await read({
      rows: rowsOf(30),
      counts: 'pages',
      cap: 10,
      between: (list, request) => {
        if (request === 1) list.splice(25);
      },
    });
    expect(ids(done.rows)).toEqual(ids(rowsOf(25)));
    expect(log(done)).toEqual([0, 1, 2, 3, 0, 1, 2]);
    expect(done.short).toEqual([]);
  });

  test('rows put in front that look like counting in rows are seen through, also without a total', async () => {
    const done = await read({
      rows: rowsOf(40),
      counts: 'pages',
      cap: 10,
      total: absent,
      between: (list, request) => {
        if (request === 1) list.unshift(...rowsOf(6, 1_000));
      },
    });
    expect(ids(rowsOf(40)).filter((id) => !ids(done.rows).includes(id))).toEqual([]);
    expect(log(done)).toEqual([0, 1, 11, 2, 3, 4, 5]);
  });

  test('and are read one by one from then on', async () => {
    const done = await read(
      {
        rows: rowsOf(80),
        counts: 'pages',
        cap: 10,
        between: (list, request) => {
          if (request === 1) list.unshift(...rowsOf(6, 1_000));
        },
      },
      { pagesAtOnce: 3 },
    );
    expect(ids(rowsOf(80)).filter((id) => !ids(done.rows).includes(id))).toEqual([]);
    expect(log(done).slice(0, 10)).toEqual([0, 1, 11, 2, 3, 4, 5, 6, 7, 8]);
    expect(done.atOnce).toBe(1);
  });

  test('without a total, rows that come twice are a reason to look again', async () => {
    for (const counts of ['pages', 'rows'] as const) {
      const done = await read({
        rows: rowsOf(30),
        counts,
        cap: 10,
        total: absent,
        between: (list, request) => {
          if (request === 2) list.unshift({ id: 1_000 });
        },
      });
      expect(ids(done.rows)).toContain(1_000);
      expect(log(done).filter((pageIndex) => pageIndex === 0)).toHaveLength(2);
    }
  });

  test('rows of a page that another has given already do not make it count rows', async () => {
    // Each page repeats six rows of some earlier page, but not of the one before.
    const pages = [rowsOf(10), rowsOf(10, 10), [...rowsOf(6), ...rowsOf(4, 20)], rowsOf(10, 24)];
    const asked: number[] = [];
    const rows = await readAll<Row>({
      keyOf,
      pageSize: 10,
      fetchPage: async ({ pageIndex }) => {
        asked.push(pageIndex);
        return await Promise.resolve({ rows: pages[pageIndex] ?? [], total: 34 });
      },
    });
    expect(asked).toEqual([0, 1, 2, 3]);
    expect(ids(rows)).toEqual(ids(rowsOf(34)));
  });

  test('a page of one row repeats nothing by being the same in both ways of counting', async () => {
    const done = await read({
      rows: [{ id: 1 }, { id: 1 }, { id: 2 }, { id: 3 }],
      counts: 'pages',
      cap: 1,
      total: absent,
    });
    expect(ids(done.rows)).toEqual([1, 2, 3]);
    expect(log(done)).toEqual([0, 1, 2, 3, 4, 0, 1, 2, 3, 4]);
  });

  test('three large pages without a new row end a walk', async () => {
    const done = await read({
      rows: rowsOf(25),
      counts: 'pages',
      cap: 10,
      total: absent,
      clamps: true,
    });
    // The last page comes again and again: three times by pages, by rows, and by pages once more.
    const walks = [0, 1, 2, 3, 8, 13, 18, 4, 5, 6];
    expect(log(done)).toEqual([...walks, ...walks]);
  });

  test('three rows that are alike in one answer are three', async () => {
    const alike: Row[] = [{ text: 'a' }, { text: 'a' }, { text: 'a' }, { text: 'b' }];
    const { rows, requests } = await read({ rows: alike, counts: 'pages', cap: 10 });
    expect([rows, requests]).toEqual([alike, 1]);
  });

  test('the key of a row counts, whatever else it says', async () => {
    const { rows } = await read({
      rows: [{ id: 1, text: 'a' }, { id: 1, text: 'b' }, { id: 2 }],
      counts: 'pages',
      cap: 10,
      total: () => 3,
    });
    expect(ids(rows)).toEqual([1, 2]);
  });

  test('a pause is waited for', async () => {
    let waited = 0;
    const pauseIfDue = async () => {
      await new Promise(setImmediate);
      waited += 1;
    };
    await read({ rows: rowsOf(5), counts: 'pages', cap: 10 }, { pauseIfDue });
    expect(waited).toBe(5);
  });
});
