import { MalformedAnswer } from '../../../xiaoa/envelope';
import { orderOf, recordOf, recordsIn, rowsOf } from '../../../xiaoa/lists/rows';

const A = { id: 1 };
const B = { id: 2 };

describe('the rows of an answer', () => {
  it.each(['list', 'data', 'rows', 'items', 'records', 'lists', 'result'])(
    'stand in %s',
    (name) => {
      // Were the name not known, what comes first would do.
      expect(rowsOf({ other: [B], total: 2, [name]: [A] })).toEqual({ rows: [A], total: 2 });
    },
  );

  it.each(['total', 'totalCount', 'total_count', 'count', 'recordsTotal'])(
    'are counted in %s',
    (name) => {
      expect(rowsOf({ [name]: '12', list: [A] })).toEqual({ rows: [A], total: 12 });
      expect(rowsOf({ [name]: 1, calls: [A] })).toEqual({ rows: [A], total: 1 });
    },
  );

  it('are those of the name that comes first in the document', () => {
    expect(rowsOf({ data: [B], list: [A] }).rows).toEqual([A]);
  });

  it('may be a bare list, counted beside it or not at all', () => {
    expect(rowsOf([A, B])).toEqual({ rows: [A, B], total: undefined });
    expect(rowsOf([A, B], '7')).toEqual({ rows: [A, B], total: 7 });
    expect(rowsOf({ total: 5, list: [A] }, 7).total).toBe(5);
    expect(rowsOf({ total: 0, list: [] }, 7).total).toBe(0);
  });

  it.each([
    [0, 0],
    ['0', 0],
    [-1, undefined],
    [1.5, undefined],
    ['many', undefined],
    [null, undefined],
  ])('have with %p the total %p', (total, read) => {
    expect(rowsOf({ total, list: [A] }).total).toBe(read);
  });

  it('have the first total that can be read, the outer one before the inner one', () => {
    expect(rowsOf({ total: 'many', count: 3, list: [A] }).total).toBe(3);
    expect(rowsOf({ total: 9, data: { total: 3, list: [A] } })).toEqual({ rows: [A], total: 9 });
    expect(rowsOf({ data: { total: 3, list: [A] } })).toEqual({ rows: [A], total: 3 });
  });

  it.each([
    ['in a list', [{ total: 2, list: [A] }]],
    ['in a list with gaps', { 3: { count: '2', rows: { 1: A } } }],
    ['under a name of its own', { page: { total: 2, list: [A] } }],
  ])('may stand with their total %s', (_, data) => {
    expect(rowsOf(data)).toEqual({ rows: [A], total: 2 });
  });

  it('may have fields that are named as a total or a list', () => {
    const task = { id: 1, total_count: '5', items: [] };
    expect(rowsOf([task]).rows).toEqual([task]);
    expect(rowsOf({ first: task }).rows).toEqual([task]);
    const call = { id: 1, total: 5, result: 'sent', data: null };
    expect(rowsOf([call]).rows).toEqual([call]);
  });

  it.each([0, '0', 'null', '[]'])('are none where the total is 0 and the list is %p', (list) => {
    expect(rowsOf({ total: 0, list })).toEqual({ rows: [], total: 0 });
    expect(() => rowsOf({ total: 1, list })).toThrow(MalformedAnswer);
  });

  it('may stand in three objects, and no more', () => {
    expect(rowsOf({ data: { data: { data: [A] } } }).rows).toEqual([A]);
    expect(rowsOf({ data: { data: { list: [A] } } }).rows).toEqual([A]);
    expect(() => rowsOf({ data: { data: { data: { list: [A] } } } })).toThrow(MalformedAnswer);
  });

  it('are taken out of one such list, and no more', () => {
    const wrapped = (times: number): unknown =>
      times === 0 ? [A] : [{ total: 1, list: wrapped(times - 1) }];
    expect(rowsOf(wrapped(1)).rows).toEqual([A]);
    for (const deeper of [wrapped(2), wrapped(1_000), { data: { data: { data: wrapped(1) } } }]) {
      expect(() => rowsOf(deeper)).toThrow(MalformedAnswer);
    }
  });

  it('are not those of the first object, where there are several', () => {
    const counts = { one: { count: 1, rows: [A] }, two: { count: 0, rows: [] } };
    for (const several of [counts, [counts.one, counts.two]]) {
      expect(rowsOf(several).rows).toEqual([counts.one, counts.two]);
    }
  });

  it.each([[undefined], [null], [''], [' '], [false], [[]], [{}]])('%p has none', (nothing) => {
    expect(rowsOf(nothing)).toEqual({ rows: [], total: undefined });
    expect(rowsOf({ total: 0, list: nothing })).toEqual({ rows: [], total: 0 });
  });

  it('are found under any name beside a total', () => {
    const answer = { total: 2, page: 1, note: 'text', empty: [], calls: [A, B] };
    expect(rowsOf(answer)).toEqual({ rows: [A, B], total: 2 });
    expect(rowsOf({ total: 0 })).toEqual({ rows: [], total: 0 });
    expect(rowsOf({ total: 0, note: 'text' })).toEqual({ rows: [], total: 0 });
  });

  it('may be numbered by something else', () => {
    expect(rowsOf({ 'task|1': A, 'task|2': B })).toEqual({ rows: [A, B], total: undefined });
  });

  it.each([
    ['text', 'a page'],
    ['a number', 5],
    ['an object of a number', { code: 5 }],
    ['an object of nothing', { message: null }],
    ['a list of texts', ['a']],
    ['rows and a text', [A, 'a']],
    ['a list of texts where the rows should be', { total: 1, list: ['a'] }],
    ['objects and something else', { 'task|1': A, note: 'text' }],
  ])('are not looked for in %s', (_, data) => expect(() => rowsOf(data)).toThrow(MalformedAnswer));
});

describe('a list of records', () => {
  it.each<[string, unknown, unknown]>([
    ['as PHP writes it where its numbers have gaps', { 0: A, 2: B }, [A, B]],
    ['with blanks among them', [A, null, '', {}, [], B], [A, B]],
    ['in lists', [[A], [[B]]], [A, B]],
    ['in numbered objects', [{ 0: A }, B], [A, B]],
    ['in four lists', [[[[A]]]], [A]],
    ['of one with a number among its names', [{ 1: 'a', name: 'b' }], [{ 1: 'a', name: 'b' }]],
    ['of one with names that begin with a number', [{ '1a': 'b' }], [{ '1a': 'b' }]],
    ['of one with names that end with a number', [{ a1: 'b' }], [{ a1: 'b' }]],
    [
      'of one with names too long for a number',
      [{ 1234567890123456: 'b' }],
      [{ 1234567890123456: 'b' }],
    ],
  ])('is read %s', (_, value, records) => expect(recordsIn(value)).toEqual(records));

  it('that is one already is handed on as it is', () => {
    const rows = [A, B];
    expect(recordsIn(rows)).toBe(rows);
  });

  it.each<[string, unknown]>([
    ['five lists deep', [[[[[A]]]]]],
    ['texts in a numbered object', [{ 12: 'a' }]],
    ['a record', A],
    ['a text', 'a'],
  ])('is none: %s', (_, value) => expect(recordsIn(value)).toBeUndefined());
});

describe('the order', () => {
  /** Pairs of the first half with the second: so many that fall, that rise, and that are alike. */
  function ranks(falling: number, rising: number, alike = 0): number[] {
    const later = [
      ...Array<number>(falling).fill(1),
      ...Array<number>(rising).fill(9),
      ...Array<number>(alike).fill(5),
    ];
    return [...Array<number>(later.length).fill(5), ...later];
  }

  it.each([
    [9, 1, 'newest'],
    [8, 2, 'none'],
    [1, 9, 'oldest'],
    [2, 8, 'none'],
    [0, 0, 'none'],
    [1, 0, 'newest'],
  ])('of %i falling and %i rising pairs is %s, whatever is alike', (falling, rising, order) => {
    expect(orderOf(ranks(falling, rising))).toBe(order);
    expect(orderOf(ranks(falling, rising, 5))).toBe(order);
  });

  it('is not judged by rows that have no rank', () => {
    expect(orderOf([undefined, 9, 8, 9, 1, undefined])).toBe('newest');
    expect(orderOf([9, undefined, undefined, 1])).toBe('none');
  });
});

it.each([
  ['by itself', A],
  ['in a list', [A]],
  ['in a list of lists', [[A]]],
  ['in a list with gaps', { 2: A }],
])('the object of an answer may stand %s', (_, data) => {
  expect(recordOf(data)).toEqual(A);
});

it.each([[null], [''], [false], [[]], ['text'], [5]])('%j holds an empty object', (data) => {
  expect(recordOf(data)).toEqual({});
});
