import {
  scanWhole,
  type FullScanOptions,
  type Outcome,
  type Progress,
} from '../../../xiaoa/lists/fullScan';
import { ListReader } from '../../../xiaoa/lists/reader';
import { orderOf } from '../../../xiaoa/lists/rows';
import { FakeList, numbers } from './fakeList';

interface Visit {
  row: number;
  fromFront: number | undefined;
  counts: boolean;
}

async function scan(list: FakeList<number>, more: Partial<FullScanOptions<number>> = {}) {
  const visits: Visit[] = [];
  let begun = 0;
  const outcome: Outcome = await scanWhole(new ListReader(list.fetchPage), {
    pageSize: 40,
    keyOf: String,
    orderOf,
    visit: (row, place) => visits.push({ row, ...place }),
    begin: () => void begun++,
    isOver: () => false,
    ...more,
  });
  const counted = visits.filter(({ counts }) => counts).map(({ row }) => row);
  return { outcome, visits, counted, rows: visits.map(({ row }) => row), begun };
}

/** Over after so many requests from now on. */
function after(list: FakeList<number>, requests: number) {
  const before = list.log.length;
  return { isOver: () => list.log.length - before >= requests };
}

const whole = (order: string, total: number, missing = 0) => ({
  kind: 'whole',
  order,
  total,
  missing,
});
const INCONSISTENT = { kind: 'inconsistent' };
/** Neither up nor down. */
const MIXED = [5, 12, 1, 9, 3, 14, 8, 2, 11, 6, 13, 4, 10, 7, 15];

describe('a whole list', () => {
  it('with the newest rows first is read from its end, where nothing moves', async () => {
    const list = new FakeList(numbers(25, 1));
    const { outcome, visits, begun } = await scan(list);
    expect(outcome).toEqual(whole('newest', 25));
    expect(visits.filter(({ counts }) => counts)).toEqual(
      numbers(1, 25).map((row) => ({ row, fromFront: 25 - row, counts: true })),
    );
    expect(visits.filter(({ counts }) => !counts)).toEqual([]);
    expect(list.log).toEqual(['0:40', '1:10', '10:1', '2:10', '1:10', '0:10', '25:1']);
    expect(begun).toBe(1);
  });

  it('with the oldest rows first is read from its beginning', async () => {
    const list = new FakeList(numbers(1, 35));
    const { outcome, visits } = await scan(list);
    expect(outcome).toEqual(whole('oldest', 35));
    expect(visits).toEqual(
      numbers(1, 35).map((row) => ({ row, fromFront: 35 - row, counts: true })),
    );
    expect(list.log).toEqual(['0:40', '1:10', '10:1', '2:10', '3:10', '35:1']);
  });

  it('without an order is read from its beginning, and no row is far from any front', async () => {
    const list = new FakeList(MIXED, { counts: 'rows', cap: 6 });
    const { outcome, visits, counted } = await scan(list);
    expect(outcome).toEqual(whole('none', 15));
    expect(counted).toEqual(MIXED);
    expect(new Set(visits.map(({ fromFront }) => fromFront))).toEqual(new Set([undefined]));
    expect(list.log).toEqual(['0:40', '1:6', '1:1', '7:6', '13:6', '15:1'].map(String));
  });

  it.each([
    ['newest', numbers(4, 1), [3, 2, 1, 0]],
    ['oldest', numbers(1, 4), [3, 2, 1, 0]],
  ])(
    'that comes in one answer, %s first, begins with the oldest',
    async (order, rows, fromFront) => {
      const list = new FakeList(rows);
      const { outcome, visits } = await scan(list);
      expect(outcome).toEqual(whole(order, 4));
      expect(visits).toEqual(
        numbers(1, 4).map((row, at) => ({ row, fromFront: fromFront[at], counts: true })),
      );
      expect(list.log).toEqual(['0:40', '4:1']);
    },
  );

  it('may be empty', async () => {
    const list = new FakeList<number>([]);
    expect((await scan(list)).outcome).toEqual(whole('none', 0));
    expect(list.log).toEqual(['0:40', '0:1']);
  });

  it('may have rows that nothing tells apart, as long as they come in one answer', async () => {
    const list = new FakeList([1, 1, 1, 2]);
    const { outcome, rows } = await scan(list);
    expect(outcome).toMatchObject({ kind: 'whole', total: 4, missing: 0 });
    expect(rows).toEqual([1, 1, 1, 2]);
    const long = await scan(new FakeList([1, 1, ...numbers(1, 10)], { cap: 5 }));
    expect([long.outcome, long.begun]).toEqual([whole('oldest', 12), 1]);
  });
});

describe('a list whose beginning was read just now', () => {
  it('and is all of it costs no further request where its total was checked before', async () => {
    const list = new FakeList(numbers(4, 1));
    const opening = { rows: numbers(4, 1), total: 4, isKnown: true };
    const { outcome, rows } = await scan(list, { opening });
    expect([outcome, rows, list.log]).toEqual([whole('newest', 4), numbers(1, 4), []]);
  });

  it('is asked for what stands behind it otherwise', async () => {
    const list = new FakeList(numbers(4, 1));
    const opening = { rows: numbers(4, 1), total: 4, isKnown: false };
    expect((await scan(list, { opening })).outcome).toEqual(whole('newest', 4));
    expect(list.log).toEqual(['4:1']);
  });

  it('counts before what was read of it earlier', async () => {
    const list = new FakeList(numbers(4, 1));
    const opening = { rows: numbers(4, 1), total: 4, isKnown: true };
    const progress: Progress = {
      ...{ order: 'oldest', counting: 'rows', pageCap: 2 },
      ...{ done: 2, total: 4, missed: 0 },
    };
    const { outcome } = await scan(list, { opening, progress });
    expect(outcome).toEqual(whole('newest', 4));
    expect(list.log).toEqual([]);
  });

  it('is read anew where rows turn out to be missing', async () => {
    const list = new FakeList(numbers(4, 1));
    const opening = { rows: [], total: 4, isKnown: true };
    const { outcome, begun } = await scan(list, { opening });
    expect(outcome).toEqual(whole('newest', 4));
    expect(list.log).toEqual(['0:40', '4:1']);
    expect(begun).toBe(2);
  });
});

describe('a total that is not the number of rows', () => {
  it.each([
    ['in one answer', numbers(1, 8), 4],
    ['in several', numbers(1, 30), 20],
  ])('is noticed by the row behind it: %s', async (_, rows, total) => {
    const capped = new FakeList(rows.slice(0, total), { cap: 10, total: () => total });
    const fetchPage: typeof capped.fetchPage = async (request) =>
      request.pageIndex === total ? { rows: [total + 1], total } : await capped.fetchPage(request);
    const list = Object.assign(Object.create(capped) as typeof capped, { fetchPage });
    const { outcome, begun } = await scan(list);
    expect(outcome).toEqual(INCONSISTENT);
    expect(begun).toBe(1);
  });

  it('is noticed by the rows of a page that goes on behind it', async () => {
    const list = new FakeList(numbers(1, 50), { total: () => 15 });
    expect((await scan(list)).outcome).toEqual(INCONSISTENT);
    expect(list.log).toEqual(['0:40', '1:10']);
  });

  it.each([
    ['in one answer', 8],
    ['in several', 25],
  ])('is not suspected where the platform repeats its last row: %s', async (_, count) => {
    const list = new FakeList(numbers(1, count), { clamps: true });
    expect((await scan(list)).outcome).toEqual(whole('oldest', count));
  });

  it('that is missing tells nothing', async () => {
    for (const silent of [1, 2]) {
      const list = new FakeList(numbers(1, 25), {
        total: (all, request) => (request >= silent ? undefined : all),
      });
      expect((await scan(list)).outcome).toEqual(INCONSISTENT);
      expect(list.log).toHaveLength(silent);
    }
  });

  it('that contradicts the rows all the time ends in doubt after three attempts', async () => {
    const list = new FakeList(numbers(1, 25), { total: () => 28 });
    const { outcome, begun } = await scan(list);
    expect([outcome, begun]).toEqual([INCONSISTENT, 3]);
  });
});

describe('a list in which rows are missing', () => {
  const TWICE = [...numbers(1, 14), 3];

  it('is read three times, and then taken as it is', async () => {
    const list = new FakeList(TWICE, { cap: 5 });
    const { outcome, begun } = await scan(list);
    expect(outcome).toEqual(whole('oldest', 15, 1));
    expect(begun).toBe(3);
  });

  it('is read no more often than it has to be', async () => {
    const list = new FakeList(TWICE, { cap: 5 });
    const inOne = ['0:40', '1:5', '5:1', '2:5', '15:1'];
    list.onRequest = (request) => {
      if (request === inOne.length + 1) list.rows = numbers(1, 15);
    };
    const { outcome, begun } = await scan(list);
    expect([outcome, begun]).toEqual([whole('oldest', 15), 2]);
    expect(list.log).toEqual([...inOne, ...inOne]);
  });

  it('is not read again where the time is over', async () => {
    const list = new FakeList(TWICE, { cap: 5 });
    const { outcome, begun } = await scan(list, { isOver: () => list.log.length >= 5 });
    expect([outcome, begun]).toEqual([whole('oldest', 15, 1), 1]);
  });

  it('and gives none at all, is read three times as well', async () => {
    const list = new FakeList<number>([], { total: () => 3 });
    const { outcome, begun } = await scan(list);
    expect([outcome, begun]).toEqual([whole('none', 3, 3), 3]);
  });
});

describe('a reading over several goes', () => {
  it('with the newest rows first goes on from the end, whatever was put in front', async () => {
    const list = new FakeList(numbers(25, 1));
    const first = await scan(list, after(list, 4));
    const progress: Progress = {
      ...{ order: 'newest', counting: 'pages', pageCap: 10 },
      ...{ done: 5, total: 25, missed: 0 },
    };
    expect(first.outcome).toEqual({ kind: 'partial', progress });
    expect(first.counted).toEqual(numbers(1, 5));
    list.rows.unshift(...numbers(28, 26));
    const second = await scan(list, { progress });
    expect(second.outcome).toEqual(whole('newest', 28));
    expect(second.counted).toEqual(numbers(6, 28));
    expect(second.begun).toBe(0);
    // Nobody knows by then which rows came in the first go, so no row behind the end would tell anything.
    expect(list.log.slice(4)).toEqual(['1:10', '2:10', '1:10', '0:10']);
  });

  it('goes on by rows where these count', async () => {
    const list = new FakeList(numbers(1, 35), { counts: 'rows' });
    const first = await scan(list, after(list, 4));
    const progress: Progress = {
      ...{ order: 'oldest', counting: 'rows', pageCap: 10 },
      ...{ done: 21, total: 35, missed: 0 },
    };
    expect(first.outcome).toEqual({ kind: 'partial', progress });
    const second = await scan(list, { progress });
    expect(second.outcome).toEqual(whole('oldest', 35));
    expect(second.counted).toEqual(numbers(22, 35));
    expect(list.log.slice(4)).toEqual(['21:10', '31:10']);
  });

  it('without an order leaves out of the total what may have come where it has been', async () => {
    const list = new FakeList([...MIXED], { cap: 5 });
    const first = await scan(list, after(list, 3));
    expect(first.outcome).toEqual({
      kind: 'partial',
      progress: {
        ...{ order: 'none', counting: 'pages', pageCap: 5 },
        ...{ done: 10, total: 15, missed: 0 },
      },
    });
    list.rows.unshift(101, 102);
    const { progress } = first.outcome as { progress: Progress };
    const second = await scan(list, { progress, ...after(list, 1) });
    expect(second.outcome).toMatchObject({
      kind: 'partial',
      progress: { done: 15, total: 17, missed: 2 },
    });
    const { progress: further } = second.outcome as { progress: Progress };
    expect((await scan(list, { progress: further })).outcome).toEqual(whole('none', 15));
  });

  it('with an order misses nothing by what comes in front', async () => {
    const list = new FakeList(numbers(1, 15), { cap: 5 });
    const first = await scan(list, after(list, 3));
    list.rows.push(16, 17);
    const { progress } = first.outcome as { progress: Progress };
    const second = await scan(list, { progress });
    expect(second.outcome).toEqual(whole('oldest', 17));
    expect(second.counted).toEqual(numbers(11, 17));
  });

  it('reads once more as many rows as were taken away', async () => {
    const list = new FakeList(numbers(1, 25), { cap: 5 });
    const first = await scan(list, after(list, 3));
    expect(first.counted).toEqual(numbers(1, 10));
    list.rows.splice(0, 2);
    const { progress } = first.outcome as { progress: Progress };
    const second = await scan(list, { progress });
    expect(second.outcome).toEqual(whole('oldest', 23));
    expect(numbers(11, 25).filter((row) => !second.rows.includes(row))).toEqual([]);
    expect(list.log.slice(3)).toEqual(['2:5', '1:5', '2:5', '3:5', '4:5']);
  });

  it('begins again where what is known of the platform no longer holds', async () => {
    const list = new FakeList(numbers(1, 25), { cap: 5 });
    const progress: Progress = {
      ...{ order: 'oldest', counting: 'pages', pageCap: 10 },
      ...{ done: 10, total: 25, missed: 0 },
    };
    const { outcome, counted, begun } = await scan(list, { progress });
    expect([outcome, begun]).toEqual([whole('oldest', 25), 1]);
    expect(counted).toEqual(numbers(1, 25));
  });

  it('of which all rows have gone is over', async () => {
    const list = new FakeList(numbers(1, 25), { cap: 5 });
    const first = await scan(list, after(list, 3));
    list.rows = [];
    const { progress } = first.outcome as { progress: Progress };
    expect((await scan(list, { progress })).outcome).toEqual(whole('oldest', 0));
  });
});

describe('a list that does not stand still', () => {
  it('is given up after so many requests that got nowhere, three times over', async () => {
    const list = new FakeList(numbers(1, 2_000), { cap: 5 });
    // A hundred rows come each time, and then eleven answers each of which has five rows less.
    list.onRequest = (request) => void ((request - 1) % 32 >= 21 && list.rows.splice(-5));
    const { outcome, begun } = await scan(list);
    expect([outcome, begun]).toEqual([INCONSISTENT, 3]);
    expect(list.log).toHaveLength(96);
  });

  it('is given up as well where more than a page comes in front each time', async () => {
    const list = new FakeList(numbers(50, 1), { cap: 5 });
    list.onRequest = (request) => {
      const { length } = list.rows;
      if ((request - 1) % 14 >= 3) list.rows.unshift(...numbers(length + 12, length + 1));
    };
    const { outcome, begun } = await scan(list);
    expect([outcome, begun]).toEqual([INCONSISTENT, 3]);
    expect(list.log).toHaveLength(42);
  });

  it('is read where it only slips back for a while', async () => {
    const list = new FakeList(numbers(1, 200), { cap: 5 });
    list.onRequest = (request) => void (request > 21 && request <= 31 && list.rows.splice(-5));
    const { outcome, begun } = await scan(list);
    expect([outcome, begun]).toEqual([whole('oldest', 150), 1]);
  });
});
