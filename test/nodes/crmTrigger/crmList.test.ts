import { oldestFirst, orderOfRows } from '../../../nodes/CrmTrigger/crmList';
import type { Row } from '../../../nodes/shared/lists';

const time = (minute: number) => `2026-05-08 10:${String(minute).padStart(2, '0')}:00`;
const rows = (ids: unknown[], minutes?: number[]): Row[] =>
  ids.map((id, at) => ({ id, connected_at: minutes ? time(minutes[at]) : '' }));

const UP = [1, 2, 3, 4, 5, 6];
const DOWN = [6, 5, 4, 3, 2, 1];
const MIXED = [1, 6, 3, 4, 2, 5];
const FAR = [1, 90_001, 30_001, 80_001, 20_001, 50_001];

describe('where the newest rows stand', () => {
  it.each<[string, Row[], string]>([
    ['ids and times fall', rows(DOWN, DOWN), 'newest'],
    ['ids and times grow', rows(UP, UP), 'oldest'],
    ['ids fall, there are no times', rows(DOWN), 'newest'],
    ['ids grow, there are no times', rows(UP), 'oldest'],
    ['ids grow as text', rows(UP.map(String)), 'oldest'],
    [
      'times fall, there are no ids',
      rows(
        UP.map(() => undefined),
        DOWN,
      ),
      'newest',
    ],
    [
      'times grow, ids are text',
      rows(
        UP.map((id) => `x${id}`),
        UP,
      ),
      'oldest',
    ],
    ['ids and times contradict each other', rows(UP, DOWN), 'none'],
    ['ids are counted up and fall, times are mixed', rows(DOWN, MIXED), 'newest'],
    ['ids are counted up and mixed, times fall', rows(MIXED, DOWN), 'newest'],
    ['ids and times are mixed', rows(MIXED, MIXED), 'none'],
    [
      'ids fall by chance and lie far apart, times are mixed',
      rows([9e5, 8e5, 7e5, 3e5, 2e5, 1], MIXED),
      'none',
    ],
    ['ids lie far apart without an order, times grow', rows(FAR, UP), 'oldest'],
    ['some rows have no id', rows([6, undefined, 'x', 3, 2, 1], MIXED), 'newest'],
    ['there is one row', rows([1], [1]), 'none'],
    ['there are no rows', [], 'none'],
  ])('when %s', (_, list, order) => {
    expect(orderOfRows(list)).toBe(order);
  });

  it('ids count as counted up as long as they lie no more than 10,000 apart', () => {
    const apart = (by: number) => rows([by + 1, 3_000, 2_000, 1], [1, 3, 2, 1]);
    expect(orderOfRows(apart(40_000))).toBe('newest');
    expect(orderOfRows(apart(40_001))).toBe('none');
  });
});

describe('the oldest call comes first', () => {
  const order = (list: Row[]) => oldestFirst(list).map(({ id }) => id);

  it('by its time, and those of one second by their id', () => {
    expect(order(rows([1, 2, 3], [3, 2, 1]))).toEqual([3, 2, 1]);
    expect(order(rows([3, '2', 10, 1], [5, 5, 5, 6]))).toEqual(['2', 3, 10, 1]);
  });

  it('one without a time before the others, and one without an id where it stood', () => {
    expect(order([...rows([1], [1]), ...rows([2])])).toEqual([2, 1]);
    expect(order(rows(['b', 'a'], [1, 1]))).toEqual(['b', 'a']);
  });

  it('and the list itself stays as it is', () => {
    const list = rows([2, 1], [2, 1]);
    oldestFirst(list);
    expect(list.map(({ id }) => id)).toEqual([2, 1]);
  });
});
