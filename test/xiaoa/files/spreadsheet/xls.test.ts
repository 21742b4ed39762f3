import { CompoundFile } from '../../../../xiaoa/files/spreadsheet/compoundFile';
import { UnreadableSpreadsheet } from '../../../../xiaoa/files/spreadsheet/unreadable';
import { isXlsEncrypted, readXls } from '../../../../xiaoa/files/spreadsheet/xls';
import { compoundOf } from './containers';
import {
  begin,
  CONTINUE,
  END,
  EXTRA,
  NUMBER,
  own,
  PASSWORD,
  record,
  RICH_TEXT,
  shared,
  u16,
  u32,
  utf16,
  workbook,
  xlText,
} from './oldRecords';

const DAMAGED = 'The Excel file is damaged or incomplete';

const fileOf = (content: Buffer, name = 'Workbook') =>
  new CompoundFile(compoundOf([{ name, content }], { shift: 12 }));
const read = (content: Buffer) => readXls(fileOf(content));
/** The rows of a workbook with one sheet. */
const rowsOf = (cells: Buffer[], globals: Buffer[] = []) => {
  const sheets = read(workbook([{ cells }], globals));
  expect(sheets).toHaveLength(1);
  return sheets[0].rows;
};
/** The texts with these numbers, all in one row. */
const texts = (globals: Buffer[], count: number) => {
  const cells = Array.from({ length: count }, (_, index) => shared(0, index, index));
  return rowsOf([...cells, own(0, count, 'end')], globals)[0].slice(0, -1);
};
/** The shared strings; behind the first record they go on in others. */
const strings = (first: Uint8Array[], ...more: Uint8Array[][]) => [
  record(0x00fc, u32(0, 0), ...first),
  ...more.map((content) => record(CONTINUE, ...content)),
];

describe('an old workbook', () => {
  it('gives its sheets in their order, and no charts', () => {
    const content = workbook([
      { cells: [own(0, 0, 'a')] },
      { cells: [own(0, 0, 'chart')], type: 2 },
      { cells: [own(0, 0, 'b')], state: 1 },
      { cells: [own(0, 0, 'c')], state: 2 },
      { cells: [] },
    ]);
    expect(read(content)).toEqual([
      { isHidden: false, rows: [['a']] },
      { isHidden: true, rows: [['b']] },
      { isHidden: true, rows: [['c']] },
      { isHidden: false, rows: [] },
    ]);
  });

  it('may have no sheets', () => expect(read(workbook([]))).toEqual([]));

  it('has texts of all kinds, and other cells that are not read', () => {
    const cells = [
      own(0, 0, 'café'),
      own(0, 1, '姓名'),
      own(0, 2, '电话', RICH_TEXT),
      record(NUMBER, u16(0, 3, 0), Buffer.alloc(8)),
      shared(0, 4, 1),
    ];
    expect(rowsOf(cells, strings([xlText('x'), xlText('车型')]))).toEqual([
      ['café', '姓名', '电话', '', '车型'],
    ]);
  });

  it('has rows with gaps, in any order, and leaves out those without text', () => {
    const cells = [
      own(2, 2, 'c'),
      own(0, 1, 'b'),
      own(0, 0, ' '),
      own(1, 0, '  '),
      own(3, 0, ''),
      own(7, 0, 'd'),
      own(5, 3, 'e'),
      own(5, 1, 'f'),
    ];
    expect(rowsOf(cells)).toEqual([[' ', 'b'], ['', '', 'c'], ['', 'f', '', 'e'], ['d']]);
  });

  it('is read for 30 rows, each of them to its end', () => {
    const cells = Array.from({ length: 32 }, (_, row) => [
      own(row, 0, `${row}`),
      own(row, 1, 'b'),
      own(row, 2, 'c'),
    ]).flat();
    const rows = rowsOf(cells);
    expect(rows).toHaveLength(30);
    expect(rows.at(-1)).toEqual(['29', 'b', 'c']);
  });

  it.each<[string, Buffer[], number]>([
    ['without a table of texts', [], 0],
    ['behind that table', strings([xlText('x')]), 1],
  ])('has an empty cell for a text %s', (_, globals, index) => {
    expect(rowsOf([shared(0, 0, index), own(0, 1, 'a')], globals)).toEqual([['', 'a']]);
  });
});

describe('shared texts', () => {
  it('are followed by records that have nothing to do with them', () => {
    const globals = [
      ...strings([xlText('a'), xlText('b')]),
      record(EXTRA, xlText('other')),
      record(CONTINUE, xlText('more')),
    ];
    expect(texts(globals, 4)).toEqual(['a', 'b', '', '']);
  });

  it('may be formatted and have reading aids', () => {
    const first = [
      xlText('a', { runs: 2 }),
      xlText('车', { aid: 3 }),
      xlText('', { runs: 1 }),
      xlText('型', { runs: 1, aid: 5 }),
      xlText('b'),
    ];
    expect(texts(strings(first), 5)).toEqual(['a', '车', '', '型', 'b']);
  });

  it.each<[string, Buffer[], string[]]>([
    ['between two of them', strings([xlText('a')], [xlText('b')], [xlText('c')]), ['a', 'b', 'c']],
    ['behind an empty record', strings([xlText('a')], [], [xlText('b')]), ['a', 'b']],
    [
      'within one, which gets wide there',
      strings(
        [u16(3), Buffer.from([0]), Buffer.from('ab')],
        [Buffer.from([1]), utf16('车'), xlText('c')],
      ),
      ['ab车', 'c'],
    ],
    [
      'within one, which gets narrow there',
      strings([u16(3), Buffer.from([1]), utf16('车型')], [Buffer.from([0, 0x62]), xlText('c')]),
      ['车型b', 'c'],
    ],
    [
      'within one, twice',
      strings(
        [u16(3), Buffer.from([0]), Buffer.from('a')],
        [Buffer.from([0, 0x62])],
        [Buffer.from([0, 0x63]), xlText('d')],
      ),
      ['abc', 'd'],
    ],
    [
      'within its formatting',
      strings([xlText('a', { runs: 2 }).subarray(0, -5)], [Buffer.alloc(5, 1), xlText('b')]),
      ['a', 'b'],
    ],
    [
      'within its formatting, twice',
      strings(
        [xlText('a', { runs: 2 }).subarray(0, -6)],
        [Buffer.alloc(4, 1)],
        [Buffer.alloc(2, 1), xlText('b')],
      ),
      ['a', 'b'],
    ],
    [
      'in front of its formatting',
      strings([xlText('a', { runs: 1 }).subarray(0, -4)], [Buffer.alloc(4, 1), xlText('b')]),
      ['a', 'b'],
    ],
    ['behind its reading aid', strings([xlText('a', { aid: 6 })], [xlText('b')]), ['a', 'b']],
  ])('go on in the next record %s', (_, globals, expected) => {
    expect(texts(globals, expected.length)).toEqual(expected);
  });

  it.each<[string, Buffer[], string[]]>([
    ['a text', strings([xlText('a'), xlText('bcd').subarray(0, -1)]), ['a', '']],
    [
      'the formatting',
      strings([xlText('a'), xlText('b', { runs: 3 }).subarray(0, -1)]),
      ['a', 'b'],
    ],
  ])('are given as far as they go where %s breaks off', (_, globals, expected) => {
    expect(texts(globals, 2)).toEqual(expected);
  });

  it('are read as far as the 20000th', () => {
    const first = [Buffer.alloc(3 * 19_999), xlText('a'), xlText('b')];
    const cells = [shared(0, 0, 19_999), shared(0, 1, 20_000)];
    expect(rowsOf(cells, strings(first))).toEqual([['a', '']]);
  });
});

describe('an old workbook that breaks off', () => {
  const content = workbook([{ cells: [own(0, 0, 'a'), shared(0, 1, 0)] }], strings([xlText('b')]));
  it.each([
    ['behind its last cell', END.length, ['a', 'b']],
    ['within its last cell', END.length + 6, ['a']],
    ['in front of its last cell', END.length + 14, ['a']],
    ['within the beginning of a record', END.length + 12, ['a']],
  ])('%s is read up to there', (_, missing, row) => {
    expect(read(content.subarray(0, content.length - missing))[0].rows).toEqual([row]);
  });

  it('has no rows where its sheet is missing', () => {
    const globals = content.subarray(0, content.indexOf(END) + END.length);
    expect(read(globals)).toEqual([{ isHidden: false, rows: [] }]);
  });

  it('is damaged where it begins with something else', () => {
    expect(() => read(Buffer.concat([own(0, 0, 'a'), content]))).toThrow(DAMAGED);
  });
});

describe('a workbook from before 1997', () => {
  it.each([
    ['in a stream of that time', fileOf(begin(0x0500), 'Book')],
    ['by its version', fileOf(Buffer.concat([begin(0x0500), END]))],
  ])('is refused: %s', (_, file) => {
    const attempt = () => readXls(file);
    expect(attempt).toThrow(UnreadableSpreadsheet);
    expect(attempt).toThrow(
      expect.objectContaining({
        message: 'The file is an Excel file from before 1997',
        description: 'Open it in Excel and save it as an Excel workbook (.xlsx).',
      }),
    );
  });
});

describe('a password', () => {
  it.each<[boolean, string, Buffer, string]>([
    [true, 'behind the beginning', Buffer.concat([begin(), PASSWORD, END]), 'Workbook'],
    [true, 'at the very end', Buffer.concat([begin(), PASSWORD]), 'Workbook'],
    [true, 'in a workbook from before 1997', Buffer.concat([begin(0x0500), PASSWORD]), 'Book'],
    [false, 'behind the end', Buffer.concat([begin(), END, PASSWORD]), 'Workbook'],
    [false, 'nowhere', Buffer.concat([begin(), END]), 'Workbook'],
    [false, 'in something else', Buffer.concat([begin(), PASSWORD]), 'Contents'],
  ])('is %s: %s', (isEncrypted, _, content, name) => {
    expect(isXlsEncrypted(fileOf(content, name))).toBe(isEncrypted);
  });
});
