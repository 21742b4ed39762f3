import { InconsistentList, ListReader, unlessInconsistent } from '../../../xiaoa/lists/reader';
import { FakeList, numbers } from './fakeList';

interface Row {
  id: number;
}

const rowsOf = (ids: number[]): Row[] => ids.map((id) => ({ id }));
const idsOf = (rows: readonly Row[]) => rows.map(({ id }) => id);
const keyOf = ({ id }: Row) => String(id);

function readerOf(
  list: FakeList<Row>,
  counting?: 'pages' | 'rows',
  pageCap?: number,
): ListReader<Row> {
  return new ListReader(list.fetchPage, counting, pageCap);
}

describe('the beginning of a list', () => {
  it.each([
    ['fewer came than asked for, and there are more', 25, 10, 40, 10],
    ['as many came as asked for', 25, 10, 10, undefined],
    ['that is all there is', 10, 10, 40, undefined],
    ['nothing came', 5, 0, 40, undefined],
  ])('shows how many rows come at once: %s', async (_, count, cap, size, pageCap) => {
    const list = new FakeList(rowsOf(numbers(1, count)), { cap });
    const reader = readerOf(list);
    const { rows, total } = await reader.beginning(size);
    expect([idsOf(rows), total]).toEqual([numbers(1, count).slice(0, Math.min(cap, size)), count]);
    expect(reader.pageCap).toBe(pageCap);
    expect(list.log).toEqual([`0:${size}`]);
  });

  it.each([undefined, -1, 1.5, NaN, Infinity, 9])(
    'has no total where the answer says %p beside ten rows',
    async (given) => {
      const list = new FakeList(rowsOf(numbers(1, 25)), { total: () => given });
      const reader = readerOf(list);
      expect((await reader.beginning(40)).total).toBeUndefined();
      expect(reader.pageCap).toBeUndefined();
    },
  );

  it('may be all of it', async () => {
    const list = new FakeList(rowsOf(numbers(1, 10)));
    expect((await readerOf(list).beginning(40)).total).toBe(10);
  });
});

describe('a single row', () => {
  it('has the same index in both ways of counting', async () => {
    for (const counts of ['pages', 'rows'] as const) {
      const list = new FakeList(rowsOf(numbers(1, 25)), { counts });
      expect(await readerOf(list).row(7)).toEqual({ rows: [{ id: 8 }], start: 7, total: 25 });
      expect(list.log).toEqual(['7:1']);
    }
  });

  it('behind the end is none', async () => {
    const list = new FakeList(rowsOf(numbers(1, 5)));
    expect(await readerOf(list).row(7)).toEqual({ rows: [], start: 7, total: 5 });
  });

  it('that does not come contradicts the total, as one that comes without it', async () => {
    const clamping = new FakeList(rowsOf(numbers(1, 5)), { clamps: true });
    await expect(readerOf(clamping).row(7)).rejects.toThrow('Expected 0 rows of 5, got 1');
    const short = new FakeList(rowsOf(numbers(1, 5)), { total: () => 9 });
    await expect(readerOf(short).row(7)).rejects.toThrow('Expected 1 rows of 9, got 0');
    const silent = new FakeList(rowsOf(numbers(1, 5)), { total: () => undefined });
    await expect(readerOf(silent).row(1)).rejects.toThrow('The answer has no total');
  });
});

describe('what stands behind the end', () => {
  it.each([
    ['nothing', undefined, undefined, undefined],
    ['a row that the total does not count', 4, undefined, { id: 5 }],
    ['nothing of it where the total has grown', 4, 5, undefined],
    ['a row, where the answer has no total', 4, -1, { id: 5 }],
  ])('is %s', async (_, at, said, row) => {
    const list = new FakeList(rowsOf(numbers(1, 5)), { total: () => said ?? 4 });
    expect(await readerOf(list).behind(at ?? 5)).toEqual(row);
    expect(list.log).toEqual([`${at ?? 5}:1`]);
  });
});

describe('what pageIndex counts', () => {
  async function learn(list: FakeList<Row>) {
    const first = idsOf(list.rows).slice(
      0,
      (await list.fetchPage({ pageIndex: 0, pageSize: 40 })).rows.length,
    );
    const reader = readerOf(list);
    const learnt = await reader.learnCounting(first.map(String), keyOf);
    return { learnt, counting: reader.counting, pageCap: reader.pageCap };
  }

  it('is pages where index 1 gives other rows', async () => {
    const list = new FakeList(rowsOf(numbers(1, 25)));
    expect(await learn(list)).toEqual({
      counting: 'pages',
      pageCap: 10,
      learnt: { second: { rows: rowsOf(numbers(11, 20)), start: 10, total: 25 }, total: 25 },
    });
    expect(list.log).toEqual(['0:40', '1:10', '10:1']);
  });

  it('is rows where index 1 gives the same rows but one', async () => {
    const list = new FakeList(rowsOf(numbers(1, 25)), { counts: 'rows' });
    expect(await learn(list)).toEqual({
      counting: 'rows',
      pageCap: 10,
      learnt: { second: { rows: rowsOf(numbers(2, 11)), start: 1, total: 25 }, total: 25 },
    });
    expect(list.log).toEqual(['0:40', '1:10', '1:1']);
  });

  it('is rows also of two rows at once', async () => {
    const list = new FakeList(rowsOf(numbers(1, 6)), { counts: 'rows', cap: 2 });
    expect((await learn(list)).counting).toBe('rows');
  });

  it('is pages where there is one row at once, because both are the same', async () => {
    const list = new FakeList(rowsOf([1, 1, 2]), { counts: 'rows', cap: 1 });
    expect((await learn(list)).counting).toBe('pages');
  });

  it('is not known for sure where the answer has no total', async () => {
    const list = new FakeList(rowsOf(numbers(1, 25)), { total: () => undefined });
    expect((await learn(list)).learnt).toBeUndefined();
    expect(list.log).toEqual(['0:40', '1:10']);
  });

  it.each([
    ['two rows in front', (rows: Row[]) => rows.unshift(...rowsOf([101, 102])), 27],
    ['two rows taken away', (rows: Row[]) => rows.splice(0, 2), 23],
  ])('is not doubted for %s of eight', async (_, change, total) => {
    const list = new FakeList(rowsOf(numbers(1, 25)), { cap: 8 });
    list.onRequest = (request) => void (request === 3 && change(list.rows));
    const { learnt, counting } = await learn(list);
    expect(counting).toBe('pages');
    expect(learnt?.second).toEqual({ rows: rowsOf(numbers(9, 16)), start: 8, total: 25 });
    expect(learnt?.total).toBe(total);
  });

  it.each([
    ['three rows in front', (rows: Row[]) => rows.unshift(...rowsOf([101, 102, 103]))],
    ['three rows taken away', (rows: Row[]) => rows.splice(0, 3)],
    ['the end of the list gone', (rows: Row[]) => rows.splice(8)],
    ['another row in its place', (rows: Row[]) => rows.splice(8, 1, { id: 101 })],
  ])('is doubted for %s of eight', async (_, change) => {
    const list = new FakeList(rowsOf(numbers(1, 25)), { cap: 8 });
    list.onRequest = (request) => void (request === 3 && change(list.rows));
    const doubt = await learn(list).catch((error: unknown) => error);
    expect(doubt).toBeInstanceOf(InconsistentList);
    expect(doubt).toMatchObject({
      name: 'XiaoAInconsistentList',
      message: 'Whether pageIndex counts pages or rows does not become clear',
    });
  });

  it('is not taken for rows where rows have moved by half a page', async () => {
    const list = new FakeList(rowsOf(numbers(1, 25)), { cap: 4 });
    list.onRequest = (request) => void (request === 2 && list.rows.unshift(...rowsOf([101, 102])));
    await expect(learn(list)).rejects.toThrow(InconsistentList);
  });
});

describe('a slice', () => {
  const LIST = numbers(1, 25);
  it.each([
    ['rows', 7, 'first', 10, '7:10', 7],
    ['rows', 7, 'first', 4, '7:4', 7],
    ['rows', 20, 'last', 10, '11:10', 11],
    ['rows', 4, 'last', 10, '0:5', 0],
    ['rows', 9, 'last', 10, '0:10', 0],
    ['pages', 7, 'first', 10, '0:10', 0],
    ['pages', 10, 'first', 10, '1:10', 10],
    ['pages', 24, 'last', 10, '2:10', 20],
    ['pages', 7, 'first', 4, '1:4', 4],
    ['pages', 7, 'first', 99, '0:10', 0],
    ['pages', 7, 'first', 1, '7:1', 7],
    ['pages', 7, 'first', 0, '7:1', 7],
    ['pages', 7, 'first', -3, '7:1', 7],
  ] as const)('counted in %s at %i as the %s of %i asks for %s', async (...given) => {
    const [counts, index, end, wanted, request, start] = given;
    const list = new FakeList(rowsOf(LIST), { counts });
    const slice = await readerOf(list, counts, 10).slice(index, end, wanted);
    const [, size] = request.split(':').map(Number);
    expect(list.log).toEqual([request]);
    expect(slice).toEqual({ rows: rowsOf(LIST.slice(start, start + size)), start, total: 25 });
  });

  it('can be read from the beginning before the counting is known, and not further on', async () => {
    const list = new FakeList(rowsOf(LIST));
    const reader = readerOf(list);
    expect(idsOf((await reader.slice(9, 'first', 10)).rows)).toEqual(numbers(1, 10));
    await expect(reader.slice(10, 'first', 10)).rejects.toThrow(
      'What pageIndex counts is not known',
    );
    expect(idsOf((await reader.slice(10, 'first', 1)).rows)).toEqual([11]);
    expect(list.log).toEqual(['0:10', '10:1']);
  });
});

describe('what contradicts itself', () => {
  it('has another value in its place, other failures have not', async () => {
    const doubt = Promise.reject<number>(new InconsistentList('no'));
    expect(await unlessInconsistent(doubt, 'other')).toBe('other');
    expect(await unlessInconsistent(Promise.resolve(5), 'other')).toBe(5);
    const failure = Promise.reject<number>(new Error('gone'));
    await expect(unlessInconsistent(failure, 'other')).rejects.toThrow('gone');
  });
});
