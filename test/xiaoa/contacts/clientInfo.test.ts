import { chunks, toClientInfo } from '../../../xiaoa/contacts/clientInfo';
import { MAX_ROWS_PER_REQUEST } from '../../../xiaoa/contacts/contact';

test('wraps the rows as the API document has it', () => {
  expect(toClientInfo([])).toBe('{"data":[]}');
  expect(toClientInfo([{ row: '{"姓名":"a"}' }, { row: '{"姓名":"b"}' }])).toBe(
    '{"data":[{"姓名":"a"},{"姓名":"b"}]}',
  );
  expect(toClientInfo([{ row: { 姓名: 'a' } }, { row: { 姓名: '"' } }])).toBe(
    '{"data":[{"姓名":"a"},{"姓名":"\\""}]}',
  );
});

test('rows as text and as objects may stand together', () => {
  expect(toClientInfo([{ row: { 姓名: 'a' } }, { row: '{"姓名":"b","1":"x"}' }])).toBe(
    '{"data":[{"姓名":"a"},{"姓名":"b","1":"x"}]}',
  );
});

test.each([
  [[1, 2, 3, 4, 5], 2, [[1, 2], [3, 4], [5]]],
  [
    [1, 2, 3, 4],
    2,
    [
      [1, 2],
      [3, 4],
    ],
  ],
  [[1], 2, [[1]]],
  [[], 2, []],
])('cuts %p by %i', (list: number[], size, pieces) => {
  expect([...chunks(list, size)]).toEqual(pieces);
});

test('cuts by the most that one request may hold', () => {
  expect(MAX_ROWS_PER_REQUEST).toBe(30_000);
  const sizes = [...chunks(new Array(60_001).fill(0))].map(({ length }) => length);
  expect(sizes).toEqual([30_000, 30_000, 1]);
});

test.each([[0], [-1], [1.5], [NaN]])('refuses pieces of %p', (size) => {
  expect(() => [...chunks([1], size)]).toThrow(RangeError);
});
