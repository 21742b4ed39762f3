import { scanFront, type FrontScanOptions } from '../../../xiaoa/lists/frontScan';
import { ListReader, type Counting } from '../../../xiaoa/lists/reader';
import { FakeList, numbers } from './fakeList';

interface Setting {
  counting?: Counting;
  pageCap?: number;
}

/** The outcome, and the new and the known rows that were visited, in their order. */
async function scan(
  list: FakeList<number>,
  remembered: Iterable<number>,
  more: Partial<FrontScanOptions<number>> = {},
  { counting = 'pages', pageCap = 10 }: Setting = {},
) {
  const known = new Set(remembered);
  const visited: number[] = [];
  const outcome = await scanFront(new ListReader(list.fetchPage, counting, pageCap), {
    order: 'newest',
    total: known.size,
    probeSize: 5,
    pageSize: 40,
    mostAdded: 1_000,
    keyOf: String,
    isKnown: (row) => known.has(row),
    visit: (row, isKnown) => {
      expect(isKnown).toBe(known.has(row));
      visited.push(row);
    },
    ...more,
  });
  return { outcome, visited, found: visited.filter((row) => !known.has(row)) };
}

const explained = (total: number, covered: number) => ({ kind: 'explained', total, covered });
const UNEXPLAINED = { kind: 'unexplained' };

describe('with the newest rows first', () => {
  it('one small request is enough while nothing is new, or little', async () => {
    for (const newest of [100, 102, 104]) {
      const list = new FakeList(numbers(newest, 1));
      const { outcome, visited } = await scan(list, numbers(1, 100));
      expect(outcome).toEqual(explained(newest, 5));
      expect(visited).toEqual(numbers(newest - 4, newest));
      expect(list.log).toEqual(['0:5']);
    }
  });

  it('a known row has to stand behind the new ones', async () => {
    const list = new FakeList(numbers(105, 1));
    const { outcome, found } = await scan(list, numbers(1, 100));
    expect(outcome).toEqual(explained(105, 6));
    expect(new Set(found)).toEqual(new Set(numbers(101, 105)));
    expect(list.log).toEqual(['0:5', '0:6']);
  });

  it('many new ones are read in large pages, as far as there are some', async () => {
    const list = new FakeList(numbers(200, 1), { cap: 40 });
    const { outcome, found } = await scan(list, numbers(1, 100), {}, { pageCap: 40 });
    expect(outcome).toEqual(explained(200, 120));
    expect(new Set(found)).toEqual(new Set(numbers(101, 200)));
    expect(list.log).toEqual(['0:5', '0:40', '1:40', '2:40']);
  });

  it('a page is as large as it may be where nobody knows what the platform grants', async () => {
    const list = new FakeList(numbers(120, 1), { cap: 100 });
    const reader = new ListReader(list.fetchPage);
    const known = new Set(numbers(1, 100));
    const outcome = await scanFront(reader, {
      ...{ order: 'newest', total: 100, probeSize: 5, pageSize: 15, mostAdded: 1_000 },
      ...{ keyOf: String, isKnown: (row: number) => known.has(row), visit: () => {} },
    });
    // It turns out that 5 came of 5 and 15 of 15: what pageIndex counts has to be known to go on.
    expect(outcome).toEqual(UNEXPLAINED);
    expect(list.log).toEqual(['0:5', '0:15']);
  });

  it('a list that was empty has no known row to stand there', async () => {
    const list = new FakeList(numbers(8, 1));
    expect((await scan(list, [])).outcome).toEqual(explained(8, 8));
    expect(list.log).toEqual(['0:5', '0:9']);
  });

  it.each([
    ['ten at most', 10, explained(110, 20), 3],
    ['more than ten', 11, UNEXPLAINED, 1],
  ])('more than so many new ones are left to a whole reading: %s', async (_, added, end, log) => {
    const list = new FakeList(numbers(100 + added, 1));
    const { outcome } = await scan(list, numbers(1, 100), { mostAdded: 10 });
    expect(outcome).toEqual(end);
    expect(list.log).toHaveLength(log);
  });

  it.each([
    ['twenty requests', 40, 'explained'],
    ['more', 41, 'unexplained'],
  ])('as are more new ones than come in %s', async (_, added, kind) => {
    const list = new FakeList(numbers(100 + added, 1), { cap: 2 });
    const { outcome } = await scan(list, numbers(1, 100), {}, { pageCap: 2 });
    expect(outcome.kind).toBe(kind);
    if (kind === 'unexplained') expect(list.log).toEqual(['0:5']);
  });

  it('more new rows than the total has grown by are doubted right away', async () => {
    const list = new FakeList([101, ...numbers(99, 1)]);
    expect((await scan(list, numbers(1, 100))).outcome).toEqual(UNEXPLAINED);
    expect(list.log).toEqual(['0:5']);
  });

  it('a new row that does not stand in front is looked for only so far', async () => {
    const rows = [...numbers(100, 31), 1_001, ...numbers(30, 1)];
    const list = new FakeList(rows);
    expect((await scan(list, numbers(1, 100))).outcome).toEqual(UNEXPLAINED);
    // Twice as far as two rows and a page: 24.
    expect(list.log).toEqual(['0:5', '0:5', '0:10', '1:10', '2:10']);
    const small = new FakeList([...numbers(100, 21), 1_001, ...numbers(20, 1)], { cap: 4 });
    const setting = { pageCap: 4 };
    expect((await scan(small, numbers(1, 100), { probeSize: 4 }, setting)).outcome).toEqual(
      UNEXPLAINED,
    );
    // 12 are as far as it goes.
    expect(small.log).toEqual(['0:4', '0:4', '1:4', '2:4']);
  });

  it('a list is not read beyond its end', async () => {
    const list = new FakeList(numbers(12, 1));
    const { outcome } = await scan(list, numbers(1, 12), { total: 11 });
    expect(outcome).toEqual(UNEXPLAINED);
    expect(list.log).toEqual(['0:5', '0:5', '0:10', '1:10']);
  });

  it('an answer without a total explains nothing, whichever it is', async () => {
    for (const silent of [1, 2]) {
      const list = new FakeList(numbers(105, 1), {
        total: (all, request) => (request === silent ? undefined : all),
      });
      expect((await scan(list, numbers(1, 100))).outcome).toEqual(UNEXPLAINED);
      expect(list.log).toHaveLength(silent);
    }
  });

  it('rows that come in between two requests are found with the others', async () => {
    const list = new FakeList(numbers(105, 1));
    list.onRequest = (request) => void (request === 2 && list.rows.unshift(106));
    const { outcome, found } = await scan(list, numbers(1, 100));
    expect(outcome).toEqual(explained(106, 10));
    expect(new Set(found)).toEqual(new Set(numbers(101, 106)));
    expect(list.log).toEqual(['0:5', '0:6', '0:10']);
  });

  it('other failures come through', async () => {
    const list = new FakeList(numbers(105, 1));
    list.onRequest = () => {
      throw new Error('gone');
    };
    await expect(scan(list, numbers(1, 100))).rejects.toThrow('gone');
  });
});

describe('with the oldest rows first', () => {
  const order = 'oldest' as const;

  it('the row that was the last one is enough while nothing is new', async () => {
    const list = new FakeList(numbers(1, 100));
    const { outcome, visited } = await scan(list, numbers(1, 100), { order });
    expect(outcome).toEqual(explained(100, 0));
    expect(visited).toEqual([100]);
    expect(list.log).toEqual(['99:1']);
  });

  it('another row in its place explains nothing', async () => {
    const list = new FakeList([...numbers(2, 100), 101]);
    expect((await scan(list, numbers(1, 100), { order })).outcome).toEqual(UNEXPLAINED);
    expect(list.log).toEqual(['99:1']);
    // Nor does one that was put in front of it.
    const other = new FakeList([...numbers(1, 99), 101, 100]);
    expect((await scan(other, numbers(1, 100), { order })).outcome).toEqual(UNEXPLAINED);
    expect(other.log).toEqual(['99:1']);
  });

  it.each([
    ['rows', explained(103, 5), numbers(99, 103), ['99:1', '98:5']],
    ['pages', explained(103, 3), numbers(101, 103), ['99:1', '20:5']],
  ] as const)('new ones are looked for from the end, counted in %s', async (...given) => {
    const [counts, end, visited, log] = given;
    const list = new FakeList(numbers(1, 103), { counts });
    const read = await scan(list, numbers(1, 100), { order }, { counting: counts });
    expect(read.outcome).toEqual(end);
    expect(read.visited).toEqual([100, ...visited]);
    expect(list.log).toEqual(log);
  });

  it('one more than are new is asked for, and then a page at a time', async () => {
    const list = new FakeList(numbers(1, 125), { counts: 'rows' });
    const setting = { counting: 'rows' } as const;
    const { outcome, found } = await scan(list, numbers(1, 100), { order }, setting);
    expect(outcome).toEqual(explained(125, 30));
    expect(new Set(found)).toEqual(new Set(numbers(101, 125)));
    expect(list.log).toEqual(['99:1', '115:10', '105:10', '95:10']);
    const few = new FakeList(numbers(1, 107), { counts: 'rows' });
    expect((await scan(few, numbers(1, 100), { order }, setting)).outcome).toEqual(
      explained(107, 8),
    );
    expect(few.log).toEqual(['99:1', '99:8']);
  });

  it('rows that come meanwhile are left to the next reading', async () => {
    const list = new FakeList(numbers(1, 103));
    list.onRequest = (request) => void (request === 2 && list.rows.push(104, 105));
    const { outcome, found } = await scan(list, numbers(1, 100), { order });
    expect(outcome).toEqual(explained(103, 3));
    expect(found).toEqual([101, 102, 103]);
  });

  it('a short list is read from its beginning', async () => {
    const list = new FakeList(numbers(1, 9), { counts: 'rows' });
    const setting = { counting: 'rows' } as const;
    const { outcome, visited } = await scan(list, numbers(1, 4), { order }, setting);
    expect(outcome).toEqual(explained(9, 6));
    expect(new Set(visited)).toEqual(new Set(numbers(1, 9)));
    expect(list.log).toEqual(['0:5', '3:6']);
  });

  it('as many as are looked at first are a short list', async () => {
    const list = new FakeList(numbers(1, 5));
    const { outcome } = await scan(list, numbers(1, 5), { order });
    expect(outcome).toEqual({ kind: 'short', rows: numbers(1, 5), total: 5, isKnown: true });
    expect(list.log).toEqual(['0:5']);
  });

  it('a short list that does not come whole is what it was while its total is', async () => {
    const list = new FakeList(numbers(1, 5), { cap: 3 });
    const { outcome } = await scan(list, numbers(1, 5), { order }, { pageCap: 3 });
    expect(outcome).toEqual(explained(5, 0));
    expect(list.log).toEqual(['0:5']);
  });

  it('a short list of which rows have gone is not explained', async () => {
    const list = new FakeList([1, 3, 4, 5, 6, 7], { cap: 3 });
    const { outcome } = await scan(list, numbers(1, 5), { order }, { pageCap: 3 });
    expect(outcome).toEqual(UNEXPLAINED);
  });
});

describe('without an order', () => {
  const order = 'none' as const;

  it('the total alone tells whether anything is new', async () => {
    const list = new FakeList(numbers(1, 100));
    expect((await scan(list, numbers(1, 100), { order })).outcome).toEqual(explained(100, 0));
    expect(list.log).toEqual(['0:5']);
    list.rows.unshift(101);
    expect((await scan(list, numbers(1, 100), { order })).outcome).toEqual(UNEXPLAINED);
    expect(list.log).toEqual(['0:5', '0:5']);
  });
});

describe('a list that came whole', () => {
  it('is handed over, with whether all of it is known, and visited by nobody', async () => {
    const list = new FakeList(numbers(4, 1));
    expect(await scan(list, [1, 2])).toEqual({
      outcome: { kind: 'short', rows: [4, 3, 2, 1], total: 4, isKnown: false },
      visited: [],
      found: [],
    });
    expect((await scan(list, [1, 2, 3, 4])).outcome).toMatchObject({ isKnown: true });
  });
});
