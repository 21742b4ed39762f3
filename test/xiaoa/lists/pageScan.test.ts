import {
  scanPages,
  type PageOutcome,
  type PageProgress,
  type PageScanOptions,
} from '../../../xiaoa/lists/pageScan';
import type { Page } from '../../../xiaoa/lists/readAll';
import { FakeList, numbers } from './fakeList';

const NONE = () => undefined;

async function scan(
  list: Pick<FakeList<number>, 'fetchPage'>,
  more: Partial<PageScanOptions<number>> = {},
): Promise<{ outcome: PageOutcome; visited: number[] }> {
  const visited: number[] = [];
  const outcome = await scanPages<number>({
    fetchPage: list.fetchPage,
    pageSize: 40,
    keyOf: String,
    visit: (row) => visited.push(row),
    isOver: () => false,
    ...more,
  });
  return { outcome, visited };
}

/** Over after so many requests. */
const after = (list: FakeList<number>, requests: number) => ({
  isOver: () => list.log.length >= requests,
});

describe('a list without a total is read', () => {
  it('by page numbers until a page is empty', async () => {
    const list = new FakeList(numbers(1, 25), { total: NONE });
    const { outcome, visited } = await scan(list);
    expect(outcome).toEqual({ kind: 'whole' });
    expect(visited).toEqual(numbers(1, 25));
    expect(list.log).toEqual(['0:40', '1:10', '2:10', '3:10']);
  });

  it.each([
    [10, ['0:40', '1:10', '11:10', '21:10', '25:10', '2:10', '3:10', '4:10']],
    [2, ['0:40', '1:2', '3:2', '5:2', '6:2', '2:2', '3:2', '4:2']],
  ])('by row numbers, %i at once, and what they may have jumped over', async (cap, log) => {
    const last = cap === 10 ? 25 : 6;
    const list = new FakeList(numbers(1, last), { counts: 'rows', cap, total: NONE });
    const { outcome, visited } = await scan(list);
    expect(outcome).toEqual({ kind: 'whole' });
    expect(new Set(visited)).toEqual(new Set(numbers(1, last)));
    expect(list.log).toEqual(log);
  });

  it('with a single row a page', async () => {
    const list = new FakeList(numbers(1, 3), { cap: 1, total: NONE });
    const { outcome, visited } = await scan(list);
    expect([outcome, visited]).toEqual([{ kind: 'whole' }, [1, 2, 3]]);
    expect(list.log).toEqual(['0:40', '1:1', '2:1', '3:1']);
  });

  it('in one request while it is empty', async () => {
    const list = new FakeList<number>([], { total: NONE });
    expect(await scan(list)).toEqual({ outcome: { kind: 'whole' }, visited: [] });
    expect(list.log).toEqual(['0:40']);
  });

  it('to its end where that is repeated for ever', async () => {
    const list = new FakeList(numbers(1, 25), { clamps: true, total: NONE });
    const { outcome, visited } = await scan(list);
    expect(outcome).toEqual({ kind: 'whole' });
    expect(new Set(visited)).toEqual(new Set(numbers(1, 25)));
    expect(list.log).toEqual(['0:40', '1:10', '2:10', '3:10', '4:10', '5:10']);
  });

  it('beyond pages that bring nothing, as long as these are few', async () => {
    const pages = [
      [1, 2],
      [1, 2],
      [1, 2],
      [3, 4],
      [3, 4],
      [3, 4],
      [5, 6],
    ];
    let requests = 0;
    const fetchPage = async ({ pageIndex }: { pageIndex: number }): Promise<Page<number>> => {
      requests += 1;
      return await Promise.resolve({ rows: pages[Math.min(pageIndex, 6)], total: undefined });
    };
    const { outcome, visited } = await scan({ fetchPage });
    expect(outcome).toEqual({ kind: 'whole' });
    expect(new Set(visited)).toEqual(new Set(numbers(1, 6)));
    expect(requests).toBe(10);
  });

  it('whole where rows put in front made page numbers look like row numbers', async () => {
    const list = new FakeList(numbers(1, 40), { total: NONE });
    list.onRequest = (request) => {
      if (request === 2) list.rows.unshift(...numbers(101, 106));
    };
    const { outcome, visited } = await scan(list);
    expect(outcome).toEqual({ kind: 'whole' });
    expect(numbers(1, 40).filter((row) => !visited.includes(row))).toEqual([]);
    expect(list.log).toEqual(['0:40', '1:10', '11:10', '2:10', '3:10', '4:10', '5:10']);
  });

  it('until nobody would believe that it ends', async () => {
    let requests = 0;
    const fetchPage = async (): Promise<Page<number>> =>
      await Promise.resolve({ rows: [++requests], total: undefined });
    expect((await scan({ fetchPage })).outcome).toEqual({ kind: 'endless', pages: 2_000 });
    expect(requests).toBe(2_000);
  });
});

describe('a scan that is interrupted', () => {
  it('says how far it has come, and goes on from there after a look at the first page', async () => {
    const list = new FakeList(numbers(1, 25), { total: NONE });
    const first = await scan(list, after(list, 2));
    const progress: PageProgress = { pageIndex: 2, pageCap: 10, counting: 'pages', pages: 2 };
    expect(first).toEqual({ outcome: { kind: 'partial', progress }, visited: numbers(1, 20) });
    list.rows.unshift(101);
    const second = await scan(list, { progress });
    expect(second.outcome).toEqual({ kind: 'whole' });
    expect(second.visited).toEqual([101, ...numbers(1, 9), ...numbers(20, 25)]);
    expect(list.log).toEqual(['0:40', '1:10', '0:10', '2:10', '3:10']);
  });

  it('goes on by row numbers where these count', async () => {
    const list = new FakeList(numbers(1, 25), { counts: 'rows', total: NONE });
    const { outcome } = await scan(list, after(list, 3));
    const progress: PageProgress = { pageIndex: 21, pageCap: 10, counting: 'rows', pages: 3 };
    expect(outcome).toEqual({ kind: 'partial', progress });
    await scan(list, { progress });
    expect(list.log.slice(3, 7)).toEqual(['0:10', '21:10', '25:10', '2:10']);
  });

  it('goes on by page numbers where it has begun to look for what was jumped over', async () => {
    const list = new FakeList(numbers(1, 25), { counts: 'rows', total: NONE });
    const { outcome } = await scan(list, after(list, 6));
    const progress: PageProgress = { pageIndex: 3, pageCap: 10, counting: 'pages', pages: 6 };
    expect(outcome).toEqual({ kind: 'partial', progress });
  });

  it('after its first page knows nothing of pages', async () => {
    const list = new FakeList(numbers(1, 25), { total: NONE });
    const { outcome } = await scan(list, { isOver: () => true });
    const progress: PageProgress = { pageIndex: 1, pageCap: 10, counting: undefined, pages: 1 };
    expect(outcome).toEqual({ kind: 'partial', progress });
  });

  it('keeps the size of its pages, and counts those of before', async () => {
    const asked: string[] = [];
    const fetchPage: PageScanOptions<number>['fetchPage'] = async ({ pageIndex, pageSize }) => {
      asked.push(`${pageIndex}:${pageSize}`);
      const rows = pageIndex === 0 ? [1, 2, 3] : [100 * asked.length];
      return await Promise.resolve({ rows, total: undefined });
    };
    const progress: PageProgress = { pageIndex: 7, pageCap: 10, counting: 'pages', pages: 1_998 };
    const { outcome } = await scan({ fetchPage }, { progress });
    expect(outcome).toEqual({ kind: 'endless', pages: 2_000 });
    expect(asked).toEqual(['0:10', '7:10', '8:10']);
  });
});
