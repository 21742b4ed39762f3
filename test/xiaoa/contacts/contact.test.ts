import { toClientInfo } from '../../support/contacts';

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

test('however many rows there are, each stands there once', async () => {
  const rows = Array.from({ length: 12_345 }, (_, at) => ({ row: { 姓名: `${at}` } }));
  expect(await toClientInfo(rows)).toBe(JSON.stringify({ data: rows.map(({ row }) => row) }));
});
