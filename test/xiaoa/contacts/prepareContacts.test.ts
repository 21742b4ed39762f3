import fc from 'fast-check';

import { toClientInfo } from '../../../xiaoa/contacts/clientInfo';
import type { ContactRow } from '../../../xiaoa/contacts/contact';
import { prepareContacts } from '../../../xiaoa/contacts/prepareContacts';

type Cells = ReadonlyArray<readonly [column: string, value: unknown]>;

const contact = (item: number, ...cells: Cells): ContactRow => ({
  item,
  columns: cells.map(([column]) => column),
  values: cells.map(([, value]) => value),
});
const textOf = (prepared: Parameters<typeof toClientInfo>[0][number]) =>
  toClientInfo([prepared]).slice('{"data":['.length, -']}'.length);
const textsOf = (rows: readonly ContactRow[]) => prepareContacts(rows).contacts.map(textOf);
const rowOf = (...cells: Cells) => textsOf([contact(0, ...cells)])[0];

test('puts 姓名 and 电话 first, then the others as they came', () => {
  expect(
    rowOf(['2024', 'x'], ['地址', '深圳'], ['电话', 13800138000], ['1', true], ['姓名', ' 张三 ']),
  ).toBe('{"姓名":"张三","电话":"13800138000","2024":"x","地址":"深圳","1":"true"}');
});

test('fills in a missing 姓名', () => {
  expect(rowOf(['电话', '13800138000'])).toBe('{"姓名":"","电话":"13800138000"}');
});

test('takes the last value of a column given twice, at the place of the first', () => {
  expect(rowOf(['电话', '1'], ['a', '1'], ['b', '2'], [' a ', '3'], ['电话', '13800138000'])).toBe(
    '{"姓名":"","电话":"13800138000","a":"3","b":"2"}',
  );
});

test('drops columns without a name, and keeps strange names whole', () => {
  expect(
    rowOf(
      ['', 'x'],
      [' \u3000', 'y'],
      ['电话', '13800138000'],
      ['__proto__', 'p'],
      ['"\\', 'a\n"'],
    ),
  ).toBe('{"姓名":"","电话":"13800138000","__proto__":"p","\\"\\\\":"a\\n\\""}');
});

test('knows 姓名 and 电话 with blanks and a byte order mark around them', () => {
  expect(rowOf(['\ufeff姓名', '张三'], [' 电话 ', '13800138000'])).toBe(
    '{"姓名":"张三","电话":"13800138000"}',
  );
});

test('rows need not have the same columns', () => {
  const rows = [
    contact(0, ['电话', '13800138000'], ['a', '1']),
    contact(1, ['a', '2'], ['电话', '13800138001']),
    contact(2, ['a', '3'], ['电话', '13800138002'], ['b', '4']),
    contact(3, ['电话', '13800138003']),
  ];
  expect(textsOf(rows)).toEqual([
    '{"姓名":"","电话":"13800138000","a":"1"}',
    '{"姓名":"","电话":"13800138001","a":"2"}',
    '{"姓名":"","电话":"13800138002","a":"3","b":"4"}',
    '{"姓名":"","电话":"13800138003"}',
  ]);
});

test('reports phones that cannot be dialled, as they came', () => {
  const prepared = prepareContacts([
    contact(4, ['电话', ' 1.38E+10 ']),
    contact(5, ['姓名', '张三']),
    contact(6, ['电话', 12]),
  ]);
  expect(prepared).toEqual({
    contacts: [],
    duplicates: [],
    invalid: [
      { item: 4, phone: '1.38E+10', reason: expect.stringMatching(/shortened/) },
      { item: 5, phone: '', reason: 'The phone is empty' },
      { item: 6, phone: '12', reason: expect.stringMatching(/Too few digits/) },
    ],
  });
});

test('keeps the first of several contacts with one phone, however it was written', () => {
  const prepared = prepareContacts([
    contact(2, ['电话', '12']),
    contact(3, ['电话', '+86 138-0013-8000'], ['姓名', 'first']),
    contact(5, ['电话', 13800138000], ['姓名', 'second']),
    contact(5, ['电话', '13900139000']),
    contact(6, ['电话', '１３８００１３８０００']),
  ]);
  expect(prepared.contacts).toEqual([
    { item: 3, row: { 姓名: 'first', 电话: '13800138000' }, phone: '13800138000' },
    { item: 5, row: { 姓名: '', 电话: '13900139000' }, phone: '13900139000' },
  ]);
  expect(prepared.duplicates).toEqual([
    { item: 5, phone: '13800138000', reason: 'Same phone as item 3' },
    { item: 6, phone: '13800138000', reason: 'Same phone as item 3' },
  ]);
});

test('every row ends up in exactly one place, and what is sent is JSON of text', () => {
  const cell = fc.tuple(
    fc.oneof(fc.constantFrom('姓名', '电话', '1', 'a'), fc.string({ unit: 'binary' })),
    fc.oneof(fc.constantFrom('13800138000', 13900139000), fc.anything()),
  );
  const rows = fc.array(fc.array(cell), { maxLength: 20 });
  fc.assert(
    fc.property(rows, (list) => {
      const { contacts, invalid, duplicates } = prepareContacts(
        list.map((cells, item) => contact(item, ...cells)),
      );
      const items = [...contacts, ...invalid, ...duplicates].map(({ item }) => item);
      expect(items.sort((a, b) => a - b)).toEqual(list.map((_, item) => item));
      const { data } = JSON.parse(toClientInfo(contacts));
      expect(data).toHaveLength(contacts.length);
      for (const [index, row] of data.entries()) {
        expect(row['电话']).toBe(contacts[index].phone);
        expect(textOf(contacts[index])).toMatch(/^\{"姓名":"(?:[^"\\]|\\.)*","电话":"\d+"[,}]/);
        for (const value of Object.values(row)) expect(typeof value).toBe('string');
      }
    }),
  );
});
