import type { IDataObject } from 'n8n-workflow';

import { createParameters, mapping, setUp, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

async function create(items: IDataObject[], more: Record<string, unknown> = {}) {
  return await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: createParameters(bench.emulator, more),
    credentials: bench.credentials,
    items,
  });
}

const AUTO = { columns: { mappingMode: 'autoMapInputData', value: null } };
const SKIP = { options: { onInvalidContact: 'skip' } };
const FAIL = { options: { onInvalidContact: 'fail' } };
const sent = () => bench.emulator.tasks.flatMap(({ contacts }) => contacts) as IDataObject[];
const importsMade = () => bench.emulator.requestsTo('/api/addJson').length;

describe('phones', () => {
  const FOREIGN = [
    '1 (416) 555-0199',
    '1-212-555-0123',
    '080-2345-6789',
    '0988-123-456',
    '07911 123456',
    '020 7123 4567',
    '07 98 76 54 32',
    '0176 98765432',
    '010-4321-8765',
    '9876 5432',
    '+65 8123 4567',
    '00447911123456',
    '886 988 123 456',
    '0571-8765432',
    '021-6234567',
    '0312-66123456',
    '10112345678',
    '11912345678',
    '12012345678',
    '1'.repeat(100_000),
    '-'.repeat(100_000),
  ];
  const CHINESE = [
    ['139 8765 4321', '13987654321'],
    ['1998-765-4321', '19987654321'],
    ['+86-177-0000-1234', '17700001234'],
    ['86 15812345678', '15812345678'],
    ['(0571) 8765-4321', '057187654321'],
    ['0571 87654322', '057187654322'],
    ['010-6234 5678', '01062345678'],
    ['0991-2345678', '09912345678'],
    ['400-123-4567', '4001234567'],
    ['12345678901', '12345678901'],
    ['１３６－１２３４－５６７８', '13612345678'],
    ['\u202a135\u200b1234\u00ad5678\u202c', '13512345678'],
  ] as const;

  it('of other countries, of the wrong length, or much too long ring nobody', async () => {
    const phones = [...FOREIGN, ...CHINESE.map(([written]) => written)];
    const items = phones.map((phone, index) => ({ name: `n${index}`, phone }));

    const { items: output, error } = await create(items, SKIP);

    expect(error).toBeUndefined();
    expect(sent().map((contact) => contact['电话'])).toEqual(CHINESE.map(([, phone]) => phone));
    const skipped = output[0].json.skipped as IDataObject[];
    expect(skipped.map(({ item, name }) => [item, name])).toEqual(
      FOREIGN.map((_, index) => [index, `n${index}`]),
    );
    for (const { reason, phone } of skipped) {
      expect(reason).toMatch(/^[A-Z].*[^.]$/);
      expect(String(phone).length).toBeLessThanOrEqual(101);
    }
  });

  it('are refused before anything is sent, by item, value and reason', async () => {
    const { error } = await create([
      { name: 'a', phone: '13800138000' },
      { name: 'b', phone: '1 (416) 555-0199' },
    ]);
    expect(error?.message).toMatch(
      /^Invalid phone number '1 \(416\) 555-0199' \(item 1, counted from 0\): Grouped like a foreign/,
    );
    expect(importsMade()).toBe(0);
  });
});

describe('columns', () => {
  it.each([
    ['手机号码', SKIP],
    ['Mobile', SKIP],
    ['联系电话', FAIL],
  ])('without 电话, %s is offered and never taken (%j)', async (column, options) => {
    const items = [{ 姓名: 'a', [column]: '13800138000', row_number: 2 }];
    const { error } = await create(items, { ...AUTO, ...options });
    expect(error?.message).toBe("No column is named '电话' (phone)");
    expect(error?.description).toContain(`'姓名', '${column}', 'row_number'`);
    expect(error?.description).toContain(`If you mean '${column}'`);
    expect(importsMade()).toBe(0);
  });

  it.each([SKIP, FAIL])('a phone that no item has is one fact, not many (%j)', async (options) => {
    const { error } = await create([{ name: 'a' }, { name: 'b' }], options);
    expect(error?.message).toBe("The phone column '电话' has no value in all 2 items");
    expect(importsMade()).toBe(0);
  });

  it('with invisible characters and marks are known; nobody is sent without a name', async () => {
    await create([{ '\u2060*姓名\ufe0f': 'a\u200d', '电\u00ad话（必填）': '13800138000' }], AUTO);
    expect(sent()).toEqual([{ 姓名: 'a', 电话: '13800138000' }]);
  });

  it('that nobody has a name in are said', async () => {
    const { items } = await create([{ 电话: '13800138000', 'Full Name': 'a' }], AUTO);
    expect(items[0].json.notes).toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^No name in the item.*If you mean 'Full Name'/),
      ]),
    );
  });

  it.each([
    ['a number above 2^53', Number('6222021234567890123')],
    ['text of a spreadsheet', '6.22202E+18'],
  ])('with %s are refused like phones', async (_, value) => {
    const [own] = bench.emulator.templateColumns[bench.emulator.templates[0].sn];
    const items = [
      { 姓名: 'a', 电话: '13800138000', [own]: 'x' },
      { 姓名: 'b', 电话: '13800138001', [own]: value },
    ];
    const failed = await create(items, { ...AUTO, ...FAIL });
    expect(failed.error?.message).toBe(
      `Invalid contact (item 1, counted from 0): '${own}' lost digits: format the column as text and re-enter the value`,
    );
    expect(importsMade()).toBe(0);

    const { items: output } = await create(items, { ...AUTO, ...SKIP });
    expect(sent()).toHaveLength(1);
    expect(output[0].json.skipped).toMatchObject([{ item: 1, name: 'b', phone: '13800138001' }]);
  });

  it('that are not sent may have lost digits', async () => {
    const { items, error } = await create(
      [{ 姓名: 'a', 电话: '13800138000', chat_id: 2 ** 60 }],
      AUTO,
    );
    expect(error).toBeUndefined();
    expect(sent()).toEqual([{ 姓名: 'a', 电话: '13800138000' }]);
    expect(items[0].json.notes).toEqual(
      expect.arrayContaining([
        "Not sent, because the template doesn't have these columns: 'chat_id'.",
      ]),
    );
  });

  it('may come from one expression', async () => {
    const columns = {
      mappingMode: 'defineBelow',
      value: '={{ $json.none ? null : { 姓名: $json.name, 电话: $json.phone } }}',
    };
    const items = [
      { name: 'a', phone: '13800138000' },
      { none: true },
      { name: 'b', phone: '13800138001' },
    ];
    const { items: output, error } = await create(items, { columns, ...SKIP });
    expect(error).toBeUndefined();
    expect(sent()).toEqual([
      { 姓名: 'a', 电话: '13800138000' },
      { 姓名: 'b', 电话: '13800138001' },
    ]);
    expect(output[0].json.skipped).toMatchObject([{ item: 1, reason: 'Phone number is missing' }]);
  });

  it("go out under the template's names, however they are marked", async () => {
    const [own, other] = bench.emulator.templateColumns[bench.emulator.templates[0].sn];
    const row = { 姓名: 'a', 电话: '13800138000', [`${own}（选填）`]: 'x', [other]: 'y' };
    await create([{}], { contactsFrom: 'json', contactsJson: JSON.stringify([row]) });
    expect(sent()).toEqual([{ 姓名: 'a', 电话: '13800138000', [own]: 'x', [other]: 'y' }]);
  });

  it('that are skipped are named in the order of the items', async () => {
    const phones = ['13800138000', '12', '13800138000', '13', '13800138001'];
    const { items } = await create(
      phones.map((phone) => ({ 姓名: 'a', 电话: phone })),
      { ...AUTO, ...SKIP },
    );
    const skipped = items[0].json.skipped as IDataObject[];
    expect(skipped.map(({ item }) => item)).toEqual([1, 2, 3]);
  });

  it('mapped by hand, which the template does not have any more, are said', async () => {
    const { items } = await create([{ name: 'a', phone: '13800138000' }], {
      columns: mapping({ 姓名: '={{ $json.name }}', 电话: '={{ $json.phone }}', 旧列: 'x' }),
    });
    expect(items[0].json.notes).toEqual(
      expect.arrayContaining([expect.stringContaining("(any more): '旧列'")]),
    );
  });

  it('of JSON keep the text of long numbers, also of a single contact', async () => {
    const [own] = bench.emulator.templateColumns[bench.emulator.templates[0].sn];
    await create([{}], {
      contactsFrom: 'json',
      contactsJson: `{"姓名":"a","电话":"13800138000","${own}":440301199001011234}`,
    });
    expect(sent()).toEqual([{ 姓名: 'a', 电话: '13800138000', [own]: '440301199001011234' }]);
  });

  it('given twice with different phones ring nobody', async () => {
    const items = [{ 姓名: 'a', 电话: '13800138000', '电话 ': '13900139000' }];
    const { error } = await create(items, { ...AUTO, ...FAIL });
    expect(error?.message).toBe(
      "Invalid contact (item 0, counted from 0): Two columns are named '电话': keep one",
    );
    expect(importsMade()).toBe(0);
  });

  it('of 100,000 hostile characters do no harm', async () => {
    const hostile = '（必填'.repeat(33_000);
    const { error } = await create([{ 姓名: 'a', 电话: '13800138000', [hostile]: hostile }], AUTO);
    expect(error).toBeUndefined();
    expect(sent()).toEqual([{ 姓名: 'a', 电话: '13800138000' }]);
  });
});
