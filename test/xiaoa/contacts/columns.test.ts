import {
  columnKey,
  columnName,
  fitToTemplate,
  isRequiredColumn,
  listColumns,
  similarColumns,
} from '../../../xiaoa/contacts/columns';
import { cpuMs } from '../../support/cpuTime';

describe('the name that is sent', () => {
  it.each([
    ['姓名', '姓名'],
    ['*姓名', '姓名'],
    ['姓名*', '姓名'],
    [' ＊ 姓 名：', '姓名'],
    ['姓名（必填）', '姓名'],
    ['电话(必填)', '电话'],
    ['电话【必填，文本格式】', '电话'],
    ['电话[*]', '电话'],
    ['电\u200b话\ufe0f', '电话'],
    ['\ufeff电话\u00a0', '电话'],
    ['电话\n(required)', '电话'],
    ['\u202a电话\u202c', '电话'],
    ['电话(备用)', '电话(备用)'],
    ['备用电话', '备用电话'],
    ['电话2', '电话2'],
    ['*车型', '*车型'],
    [' 欠费金额（元）\u200b', '欠费金额（元）'],
    ['', ''],
    [' \u200b', ''],
    ['*', '*'],
  ])('of %j is %j', (header, name) => {
    expect(columnName(header)).toBe(name);
  });
});

test.each([
  ['*车型', '车型（选填）'],
  ['车 型：', '车型'],
  ['欠费金额（元）', '欠费金额(元) *'],
  ['Due Date', 'due date (Optional)'],
  ['金额（必填，元）', '金额'],
])('%j and %j are one column', (one, other) => {
  expect(columnKey(one)).toBe(columnKey(other));
});

test.each([
  ['车型', '车型2'],
  ['金额(元)', '金额(美元)'],
  ['电话', '电话(家)'],
  ['金额', '金额(元*)'],
  ['金额', '金额(*元)'],
])('%j and %j are two columns', (one, other) => {
  expect(columnKey(one)).not.toBe(columnKey(other));
});

test.each([
  ['*车型', true],
  ['车型*', true],
  ['车型（必填）', true],
  ['Model (required)', true],
  ['车型', false],
  ['车型（选填）', false],
  ['*车型（选填）', false],
  ['必填项', false],
  ['长*宽', false],
])('whether %j is required: %p', (header, required) => {
  expect(isRequiredColumn(header)).toBe(required);
});

describe('fitting columns to a template', () => {
  const TEMPLATE = ['*姓名', '电话(必填)', '*车型', '到期日'];

  it('sends the columns of the template, under its names', () => {
    expect(fitToTemplate(['row_number', '电话', '车型', '姓名', '内部备注'], TEMPLATE)).toEqual({
      sent: [
        { place: 1, name: '电话' },
        { place: 2, name: '*车型' },
        { place: 3, name: '姓名' },
      ],
      unknown: ['row_number', '内部备注'],
      missing: ['到期日'],
    });
  });

  it('says which column is missing', () => {
    expect(fitToTemplate(['姓名', '电话', '车系', '到期日'], TEMPLATE)).toMatchObject({
      unknown: ['车系'],
      missing: ['*车型'],
    });
  });

  it('asks neither for 姓名 and 电话 nor for columns without a name, and takes the first of two names', () => {
    expect(fitToTemplate(['', '车型', '*'], ['*姓名', '电话', '', '*车型', '车型'])).toEqual({
      sent: [{ place: 1, name: '*车型' }],
      unknown: ['*'],
      missing: [],
    });
  });

  it('knows 姓名 and 电话 even where the template does not name them', () => {
    expect(fitToTemplate(['电话', '姓名', ' '], [])).toEqual({
      sent: [
        { place: 0, name: '电话' },
        { place: 1, name: '姓名' },
      ],
      unknown: [],
      missing: [],
    });
  });
});

test.each([
  [
    '电话',
    [
      '手机',
      '手机号',
      '手机号码',
      '联系电话',
      'phone',
      'Mobile',
      'tel',
      'Phone_Number',
      'contact-number',
      'cell',
    ],
  ],
  ['姓名', ['客户姓名', '姓 名2', '名字', '称呼', '联系人', 'name', 'Full Name', 'customer_name']],
] as const)('other names for %s are offered', (wanted, names) => {
  expect(similarColumns(names, wanted)).toEqual([...names]);
});

test.each(['电话', '姓名'] as const)('%s is not offered for everything', (wanted) => {
  const others = [
    ...[
      'row_number',
      '备注',
      'city',
      '车型',
      'id',
      'email',
      '号码归属地',
      'intelligence',
      '客户等级',
    ],
    ...['大客户', 'namespace', 'contact_id', 'main contact', 'customer_id', 'new customer'],
  ];
  expect(similarColumns(others, wanted)).toEqual([]);
});

test('lists twenty columns, and cuts long names', () => {
  const names = Array.from({ length: 23 }, (_, index) => `c${index}`);
  expect(listColumns(names)).toMatch(/^'c0', 'c1', .*'c19' and 3 more$/);
  expect(listColumns(['x'.repeat(100), 'y'.repeat(40)])).toBe(
    `'${'x'.repeat(40)}…', '${'y'.repeat(40)}'`,
  );
});

test.each(['(', '*', '（必填', '\u200b', ' ', '电话(必填)', '\ud800', '['])(
  '100,000 characters of %j are read at once',
  (piece) => {
    const header = piece.repeat(100_000 / piece.length);
    for (const step of [
      () => columnName(header),
      () => columnKey(header),
      () => isRequiredColumn(header),
      () => fitToTemplate([header], ['电话']),
      () => similarColumns([header], '电话'),
    ]) {
      expect(cpuMs(step)).toBeLessThan(500);
    }
  },
);
