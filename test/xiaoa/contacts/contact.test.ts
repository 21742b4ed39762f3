import { toClientInfo } from '../../support/contacts';

test('wraps the rows as the API document has it', () => {
  expect(toClientInfo([])).toBe('{"data":[]}');
  expect(toClientInfo([{ row: '{"姓名":"a"}' }, { row: '{"姓名":"b"}' }])).toBe(
    '{"data":[{"姓名":"a"},{"姓名":"b"}]}',
  );
});

test('however many rows there are, each stands there once', async () => {
  const rows = Array.from({ length: 12_345 }, (_, at) => ({ row: `{"姓名":"${at}"}` }));
  expect(await toClientInfo(rows)).toBe(`{"data":[${rows.map(({ row }) => row).join(',')}]}`);
});
