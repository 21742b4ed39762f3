import fc from 'fast-check';

import type { ContactRow } from '../../../xiaoa/contacts/contact';
import { UnusableColumns } from '../../../xiaoa/contacts/checkColumns';
import { prepareContacts, toClientInfo } from '../../support/contacts';

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

test('keeps 姓名 and 电话 in front of a single column that is named like a number', () => {
  expect(rowOf(['电话', '13800138000'], ['2024', 'x'])).toBe(
    '{"姓名":"","电话":"13800138000","2024":"x"}',
  );
});

test('fills in a missing 姓名', () => {
  expect(rowOf(['电话', '13800138000'])).toBe('{"姓名":"","电话":"13800138000"}');
});

test('takes the last value of a column given twice, at the place of the first', () => {
  expect(
    rowOf(
      ['电话', ''],
      ['a', '1'],
      ['b', '2'],
      [' a ', '3'],
      ['电话\u200b', '13800138000'],
      ['b', ''],
    ),
  ).toBe('{"姓名":"","电话":"13800138000","a":"3","b":"2"}');
});

test('does not choose between two different phones of one contact', () => {
  const { contacts, invalid, notes } = prepareContacts([
    contact(0, ['姓名', '王芳'], ['电话', '13800138000'], [' 电话(必填)', '13900139000']),
    contact(1, ['姓名', '李娜'], ['电话', '13800138001'], [' 电话(必填)', '13800138001']),
  ]);
  expect(contacts.map(({ phone }) => phone)).toEqual(['13800138001']);
  expect(invalid).toEqual([
    {
      item: 0,
      phone: '13900139000',
      name: '王芳',
      reason: "Two columns are named '电话': keep one",
    },
  ]);
  expect(notes).toEqual([
    "More than one column has this name, so the last value was used: '电话'.",
  ]);
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

test.each([
  ['\ufeff姓名', ' 电话 '],
  ['*姓名', '电话(必填)'],
  ['姓\u200b名', '电\u00ad话'],
  ['姓 名：', '【必填】电话'],
])('knows %j and %j as 姓名 and 电话', (name, phone) => {
  expect(rowOf([name, '张\u200b三'], [phone, '13800138000'])).toBe(
    '{"姓名":"张三","电话":"13800138000"}',
  );
});

test('rows need not have the same columns', () => {
  const rows = [
    contact(0, ['电话', '13800138000'], ['a', '1']),
    contact(4, ['电话', '13800138004']),
    contact(1, ['a', '2'], ['电话', '13800138001']),
    contact(2, ['a', '3'], ['电话', '13800138002'], ['b', '4']),
    contact(3, ['电话', '13800138003']),
  ];
  expect(textsOf(rows)).toEqual([
    '{"姓名":"","电话":"13800138000","a":"1"}',
    '{"姓名":"","电话":"13800138004"}',
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
    contact(7, ['电话', '1'.repeat(50_000)]),
  ]);
  expect(prepared).toMatchObject({
    contacts: [],
    duplicates: [],
    invalid: [
      { item: 4, phone: '1.38E+10', name: '', reason: expect.stringMatching(/lost digits/) },
      { item: 5, phone: '', name: '张三', reason: 'Phone number is missing' },
      { item: 6, phone: '12', name: '', reason: expect.stringMatching(/Too few digits/) },
      { item: 7, phone: `${'1'.repeat(100)}…`, reason: expect.stringMatching(/^Too long/) },
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
    { item: 5, phone: '13800138000', name: 'second', reason: 'Same phone as item 3' },
    { item: 6, phone: '13800138000', name: '', reason: 'Same phone as item 3' },
  ]);
});

test('contacts with as many columns, but other names or another order, keep their own values', () => {
  expect(
    textsOf([
      contact(0, ['姓名', 'a'], ['电话', '13800138000'], ['x', '1']),
      contact(1, ['电话', '13800138001'], ['姓名', 'b'], ['x', '2']),
      contact(2, ['姓名', 'c'], ['电话', '13800138002'], ['y', '3']),
      contact(3, ['x', 'd'], ['姓名', '13800138009'], ['电话', '13800138003']),
      contact(4, ['姓名', 'e'], ['电话', '13800138004'], ['x', '4']),
    ]),
  ).toEqual([
    '{"姓名":"a","电话":"13800138000","x":"1"}',
    '{"姓名":"b","电话":"13800138001","x":"2"}',
    '{"姓名":"c","电话":"13800138002","y":"3"}',
    '{"姓名":"13800138009","电话":"13800138003","x":"d"}',
    '{"姓名":"e","电话":"13800138004","x":"4"}',
  ]);
});

describe('columns that cannot be used', () => {
  const refusal = (
    rows: readonly ContactRow[],
    options?: Parameters<typeof prepareContacts>[1],
  ) => {
    try {
      prepareContacts(rows, options);
    } catch (error) {
      expect(error).toBeInstanceOf(UnusableColumns);
      const { message, description } = error as UnusableColumns;
      return `${message}: ${description}`;
    }
    return undefined;
  };

  it('no phone column names the columns there are, and offers one', () => {
    const row = contact(0, ['姓名', '王芳'], ['手机号', '13800138000'], ['row_number', 2]);
    expect(refusal([row])).toBe(
      "No column is named '电话' (phone): Nothing was sent. The columns are '姓名', '手机号', 'row_number'. If you mean '手机号', map it to '电话' or rename it.",
    );
  });

  it('the second column is never taken for the phone', () => {
    expect(refusal([contact(0, ['姓名', '王芳'], ['手机', '13800138000'])])).toMatch(/^No column/);
  });

  it('several columns may be meant', () => {
    const row = contact(0, ['', 'x'], ['手机', '13800138000'], ['tel', '13800138001']);
    expect(refusal([row])).toBe(
      "No column is named '电话' (phone): Nothing was sent. The columns are '手机', 'tel'. If you mean '手机', 'tel', map one of them to '电话' or rename it.",
    );
  });

  it('no columns at all', () => {
    expect(refusal([contact(0, ['', '13800138000'])])).toBe(
      "No column is named '电话' (phone): Nothing was sent. There are no columns at all. Name the column with the phone numbers '电话', or map it to '电话'.",
    );
  });

  it('a phone column that has no value in any item is one fact', () => {
    const rows = [contact(0, ['电话', undefined]), contact(1, ['电话', null], ['Mobile', '1'])];
    expect(refusal(rows)).toBe(
      "The phone column '电话' has no value in all 2 items: Nothing was sent. Check which field is mapped to '电话'. If you mean 'Mobile', map it to '电话' or rename it.",
    );
  });

  it('empty cells are not missing columns, nor is a column that one item has', () => {
    expect(refusal([contact(0, ['电话', ''])])).toBeUndefined();
    expect(refusal([contact(0, ['a', '1']), contact(1, ['电话', '13800138000'])])).toBeUndefined();
    expect(refusal([])).toBeUndefined();
  });

  it('a column that the template requires', () => {
    const row = contact(0, ['电话', '13800138000'], ['车系', 'A6']);
    expect(refusal([row], { template: ['*姓名', '*电话', '*车型', '到期日'] })).toBe(
      "The template requires '*车型', but no item has a value for it: Nothing was sent. The columns are '电话', '车系'. Map or rename one of them. If the template has changed, refresh its columns.",
    );
  });
});

describe('what a person should know about the columns', () => {
  const notesOf = (...given: Parameters<typeof prepareContacts>) => prepareContacts(...given).notes;

  it('nothing, as a rule', () => {
    const row = contact(0, ['姓名', '王芳'], ['电话', '13800138000'], ['a', '']);
    expect(notesOf([row])).toEqual([]);
    expect(notesOf([row], { template: ['姓名', '电话', 'a'] })).toEqual([]);
  });

  it('nobody has a name', () => {
    expect(notesOf([contact(0, ['电话', '13800138000'], ['客户姓名', '王芳'])])).toEqual([
      "No name in the item: the column '姓名' (name) is missing or empty. If you mean '客户姓名', map it to '姓名' or rename it.",
    ]);
    const empty = contact(0, ['电话', '13800138000'], ['姓名', '\u200b']);
    expect(notesOf([empty])).toEqual([
      "No name in the item: the column '姓名' (name) is missing or empty.",
    ]);
  });

  it('a column has no value in any item', () => {
    const row = (item: number) =>
      contact(
        item,
        ['姓名', '王'],
        ['电话', `1380013800${item}`],
        ['a', undefined],
        ['b', item || null],
      );
    expect(notesOf([row(0), row(1)])).toEqual(["No value in all 2 items: 'a'."]);
    expect(notesOf([row(1), row(0)])).toEqual(["No value in all 2 items: 'a'."]);
  });

  const odd = contact(0, ['姓名', '王芳'], ['电话', '13800138000'], ['车系', 'A6'], ['id', 7]);

  it('columns that the template does not have are left out, and said', () => {
    const prepared = prepareContacts([odd], { template: ['*姓名', '电话', '车型', '到期日'] });
    expect(prepared.contacts[0].row).toEqual({ 姓名: '王芳', 电话: '13800138000' });
    expect(prepared.notes).toEqual([
      "Not sent, because the template doesn't have these columns: '车系', 'id'.",
      "Template columns that no item has: '车型', '到期日'.",
    ]);
  });

  it('or sent, and said', () => {
    const prepared = prepareContacts([odd], { template: ['车系'], unknownColumns: 'send' });
    expect(prepared.contacts[0].row).toEqual({
      姓名: '王芳',
      电话: '13800138000',
      车系: 'A6',
      id: '7',
    });
    expect(prepared.notes).toEqual([
      "Sent unchanged, although the template doesn't have these columns (any more): 'id'. If the template has changed, refresh the columns and map them again.",
    ]);
  });

  it('or sent, with what may have been renamed next to it', () => {
    const options = { template: ['姓名', '车型'], unknownColumns: 'send' } as const;
    expect(prepareContacts([odd], options).notes).toEqual([
      "Sent unchanged, although the template doesn't have these columns (any more): '车系', 'id'. If the template has changed, refresh the columns and map them again.",
      "Template columns that no item has: '车型'.",
    ]);
  });

  it('nothing of columns that were left out on purpose', () => {
    const row = contact(0, ['姓名', '王芳'], ['电话', '13800138000']);
    expect(prepareContacts([row], { template: ['车型'], unknownColumns: 'send' }).notes).toEqual(
      [],
    );
    expect(prepareContacts([row], { template: ['车型'] }).notes).toEqual([
      "Template columns that no item has: '车型'.",
    ]);
  });

  it("columns go out under the template's names", () => {
    const row = contact(0, ['姓名', '王芳'], ['电话', '13800138000'], ['车 型', 'A6']);
    const { contacts, notes } = prepareContacts([row], { template: ['*姓名', '*电话', '*车型'] });
    expect(contacts[0].row).toEqual({ 姓名: '王芳', 电话: '13800138000', '*车型': 'A6' });
    expect(notes).toEqual([]);
  });
});

test.each([
  ['a number above 2^53', Number('440301199001011234')],
  ['a rounded one', 1e21],
  ['what a spreadsheet shows', '4.40301E+17'],
  ['with a comma', '4,40301E+17'],
  ['with blanks', ' 4.40301e+17\u200b'],
  ['without digits behind the point', '4E+17'],
])('%s has lost digits in every column', (_, value) => {
  const { contacts, invalid } = prepareContacts([
    contact(3, ['姓名', '王芳'], ['电话', '13800138000'], ['证件号', value]),
  ]);
  expect(contacts).toEqual([]);
  expect(invalid).toEqual([
    {
      item: 3,
      phone: '13800138000',
      name: '王芳',
      reason: "'证件号' lost digits: format the column as text and re-enter the value",
    },
  ]);
});

test.each([
  9007199254740991,
  1.5,
  '440301199001011234',
  440301199001011234n,
  '4.40301199001011234E+17',
  '3E10',
  'A1E+5',
  '型号4.40301E+17',
  '1E+15W',
  '1.5E+1',
])('%p has lost none', (value) => {
  const { invalid } = prepareContacts([contact(0, ['电话', '13800138000'], ['证件号', value])]);
  expect(invalid).toEqual([]);
});

test('columns that are not sent may have lost digits', () => {
  const row = contact(0, ['电话', '13800138000'], ['chat_id', 2 ** 60]);
  expect(prepareContacts([row], { template: ['电话'] }).contacts).toHaveLength(1);
});

test('every row ends up in exactly one place, and what is sent is JSON of text', () => {
  const cell = fc.tuple(
    fc.oneof(fc.constantFrom('姓名', '电话', '1', 'a'), fc.string({ unit: 'binary' })),
    fc.oneof(fc.constantFrom('13800138000', 13900139000), fc.anything()),
  );
  const rows = fc.array(fc.array(cell), { maxLength: 20 });
  const hasPhone = (cells: Cells) =>
    cells.some(([column, value]) => column === '电话' && value !== null && value !== undefined);
  fc.assert(
    fc.property(rows, (list) => {
      fc.pre(list.length === 0 || list.some(hasPhone));
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

test('no contacts at all have nothing to say of their columns', () => {
  expect(prepareContacts([])).toEqual({ contacts: [], invalid: [], duplicates: [], notes: [] });
});

test('the name of a contact that is left out is shown with up to 100 characters', () => {
  const named = (length: number) => contact(0, ['姓名', 'x'.repeat(length)], ['电话', '1']);
  const [exactly, longer] = [100, 101].map((length) => prepareContacts([named(length)]).invalid);
  expect(exactly[0].name).toBe('x'.repeat(100));
  expect(longer[0].name).toBe(`${'x'.repeat(100)}…`);
});
