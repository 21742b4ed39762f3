import ExcelJS from 'exceljs';
import fc from 'fast-check';

import { readHeaderRow } from '../../../../xiaoa/files/spreadsheet/headerRow';
import { UnreadableSpreadsheet } from '../../../../xiaoa/files/spreadsheet/unreadable';
import { randomRuns } from '../../../support/randomRuns';
import { deflateRepeated, zipWith as zip, type Part } from '../../../support/zip';
import { RELATIONS, workbookParts as parts } from './containers';

/** Without a row that is recognized, the first one. */
const readFirstRow = async (bytes: Uint8Array) => await readHeaderRow(bytes, [], async () => {});

const read = async (...given: Parameters<typeof parts>) => await readFirstRow(zip(parts(...given)));

describe('cells', () => {
  it.each([
    [
      'shared strings, in any order',
      '<row r="1"><c r="A1" t="s"><v>1</v></c><c r="B1" t="s"><v>0</v></c></row>',
      '<si><t>电话</t></si><si><t>姓名</t></si><si><t>x</t></si>',
      ['姓名', '电话'],
    ],
    [
      'rich text, without its reading aids',
      '<row><c t="s"><v>0</v></c></row>',
      '<si><r><rPr><b/></rPr><t>车</t></r><r><t xml:space="preserve"> 型</t></r><rPh sb="0" eb="1"><t>chē</t></rPh></si>',
      ['车 型'],
    ],
    [
      'inline strings',
      '<row><c t="inlineStr"><is><t>姓名</t></is></c><c t="inlineStr"><is><r><t>电</t></r><r><t>话</t></r></is></c></row>',
      '',
      ['姓名', '电话'],
    ],
    [
      'formulas, numbers and errors',
      '<row><c t="str"><f>"姓"&amp;"名"</f><v>姓名</v></c><c><v>2026</v></c><c t="e"><v>#REF!</v></c><c t="n"><v>1.5</v></c></row>',
      '',
      ['姓名', '2026', '', '1.5'],
    ],
    [
      'columns with gaps and out of order',
      '<row r="1"><c r="D1" t="str"><v>d</v></c><c r="A1" t="str"><v>a</v></c><c r="AB1" t="str"><v>ab</v></c></row>',
      '',
      ['a', '', '', 'd', ...Array<string>(23).fill(''), 'ab'],
    ],
    [
      'entities and CDATA',
      '<row><c t="str"><v>A&amp;B &lt;&#24231;&#x673A;&gt; &quot;&apos;&unknown;</v></c><c t="str"><v><![CDATA[a<b>&amp;]]></v></c></row>',
      '',
      ['A&B <座机> "\'&unknown;', 'a<b>&amp;'],
    ],
    [
      'escaped control characters',
      '<row><c t="str"><v>电话_x000A_手机</v></c></row>',
      '',
      ['电话\n手机'],
    ],
    [
      'comments and signs inside quotes',
      '<!-- <row><c><v>no</v></c></row> --><row spans="a>b"><c t="str" x=\'>\'><v>yes</v></c></row>',
      '',
      ['yes'],
    ],
    [
      'empty rows and cells before the first with a text',
      '<row r="1"/><row r="2"><c r="A2" s="1"/><c r="B2"><v></v></c></row><row r="3"><c r="A3" t="str"><v>a</v></c></row><row><c t="str"><v>b</v></c></row>',
      '',
      ['a'],
    ],
    ['no cells', '', '', []],
  ])('%s', async (_, rows, strings, expected) => {
    expect(await read(rows, strings)).toEqual(expected);
  });

  it('keep their names with a prefix', async () => {
    expect(
      await read('', '', {
        'xl/worksheets/odd name.xml':
          '<x:worksheet xmlns:x="y"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>',
      }),
    ).toEqual(['a']);
  });
});

describe('archives', () => {
  const ROW = '<row><c t="str"><v>a</v></c></row>';

  it.each([
    ['with data descriptors', (part: Part) => ({ ...part, descriptor: true })],
    ['not compressed', (part: Part) => ({ ...part, stored: true })],
    [
      'in capitals and backslashes',
      (part: Part) => ({ ...part, name: part.name.toUpperCase().replace(/\//g, '\\') }),
    ],
  ])('%s', async (_, change) => {
    expect(await readFirstRow(zip(parts(ROW).map(change)))).toEqual(['a']);
  });

  it('with a comment', async () => {
    expect(await readFirstRow(zip(parts(ROW), '你好'.repeat(1000)))).toEqual(['a']);
  });

  it('inside a larger buffer', async () => {
    const archive = zip(parts(ROW));
    const larger = Buffer.concat([Buffer.alloc(7, 1), archive, Buffer.alloc(9, 1)]);
    expect(await readFirstRow(larger.subarray(7, 7 + archive.length))).toEqual(['a']);
  });

  it('whose sheet has an absolute target, without a list of roots', async () => {
    expect(
      await read(ROW, '', {
        '_rels/.rels': undefined,
        'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId7" Type="${RELATIONS}/worksheet" Target="/xl/worksheets/odd%20name.xml"/><Relationship Id="rId9" Type="${RELATIONS}/hyperlink" Target="http://" TargetMode="External"/></Relationships>`,
      }),
    ).toEqual(['a']);
  });

  it('whose first tab is not the first file', async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('second').getCell('A1').value = 'second';
    workbook.addWorksheet('first').getCell('A1').value = 'first';
    (workbook.worksheets[0] as unknown as { orderNo: number }).orderNo = 9;
    const bytes = Buffer.from(await workbook.xlsx.writeBuffer());
    expect(await readFirstRow(bytes)).toEqual(['first']);
  });

  it('that unpack to gigabytes are read no further than they need to be', async () => {
    const content = deflateRepeated(
      [`<worksheet><sheetData>${ROW}`, 1],
      [Buffer.alloc(1_000_000, ' '), 300],
      ['</sheetData></worksheet>', 1],
    );
    const archive = zip(
      parts('').map((part) =>
        part.name.includes('odd name') ? { ...part, content, deflated: true } : part,
      ),
    );
    expect(archive.length).toBeLessThan(1_000_000);
    const before = process.memoryUsage().rss;
    expect(await readFirstRow(archive)).toEqual(['a']);
    expect(process.memoryUsage().rss - before).toBeLessThan(100_000_000);
  });
});

describe('what cannot be read', () => {
  const message = async (bytes: Uint8Array) => {
    try {
      await readFirstRow(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(UnreadableSpreadsheet);
      expect((error as UnreadableSpreadsheet).description).not.toBe('');
      return (error as Error).message;
    }
    return undefined;
  };

  const WHOLE = zip(parts('<row><c t="str"><v>a</v></c></row>'));

  it.each([
    ['nothing', Buffer.alloc(0), 'The file is empty'],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'The file is a PDF document'],
    [
      'the beginning of an old .xls',
      Buffer.from('d0cf11e0a1b11ae10000', 'hex'),
      'The file is damaged or incomplete',
    ],
    [
      'another zip',
      zip([{ name: 'a.txt', content: 'a' }]),
      'The file is a zip archive, not a workbook',
    ],
    [
      'a workbook without a sheet',
      zip(parts('', '', { 'xl/workbook.xml': '<workbook/>' })),
      'The file is not an Excel workbook with a sheet in it',
    ],
    ['a half', WHOLE.subarray(0, WHOLE.length / 2), 'The file is damaged or incomplete'],
    [
      'a protected one',
      zip(parts('').map((part) => ({ ...part, flags: 1 }))),
      'The file is protected with a password',
    ],
    [
      'one without the sheet',
      zip(parts('', '', { 'xl/worksheets/odd name.xml': undefined })),
      'The Excel file is damaged or incomplete',
    ],
    [
      'one without the string',
      zip(parts('<row><c t="s"><v>3</v></c></row>', '<si><t>a</t></si>')),
      'The Excel file is damaged or incomplete',
    ],
  ])('%s', async (_, bytes, expected) => {
    expect(await message(bytes)).toBe(expected);
  });

  it('says so, whatever byte is wrong', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(WHOLE.length - 1),
        fc.nat(255),
        fc.nat(WHOLE.length),
        async (at, value, length) => {
          const broken = Buffer.from(WHOLE);
          broken[at] = value;
          const given = length % 3 === 0 ? broken.subarray(0, length) : broken;
          // Either it can be read all the same, or it says why not; `message` checks the kind.
          await message(given);
        },
      ),
      randomRuns(500),
    );
  });
});

describe('what exceljs writes', () => {
  const NOT_WRITTEN = /\p{Cc}|[\ufffe\uffff]|_x[0-9a-f]{4}_/iu;
  /** exceljs writes no control characters, and escapes nothing that looks like an escape. */
  const title = fc
    .string({ unit: 'grapheme', minLength: 1, maxLength: 12 })
    .filter((text) => text.trim() !== '' && !NOT_WRITTEN.test(text));
  const cell = fc.oneof(
    title,
    fc.array(title, { minLength: 1, maxLength: 3 }).map((runs) => ({
      richText: runs.map((text, index) => ({ text, font: { bold: index % 2 === 0 } })),
    })),
    title.map((text) => ({ text, hyperlink: 'http://x.test/' })),
    title.map((result) => ({ formula: '"x"', result })),
    fc.constant(null),
  );
  type Cell =
    | { richText?: Array<{ text: string }>; text?: string; result?: string }
    | string
    | null;

  const textOf = (value: Cell): string => {
    if (value === null) return '';
    if (typeof value === 'string') return value;
    return value.richText?.map(({ text }) => text).join('') ?? value.text ?? value.result ?? '';
  };

  it.each([[true], [false]])('is read, with shared strings: %s', async (useSharedStrings) => {
    await fc.assert(
      fc.asyncProperty(fc.array(cell, { maxLength: 30 }), fc.nat(3), async (cells, above) => {
        const workbook = new ExcelJS.Workbook();
        const sheet = workbook.addWorksheet('模板');
        cells.forEach((value, index) => {
          if (value !== null) sheet.getRow(above + 1).getCell(index + 1).value = value as never;
        });
        sheet.getRow(above + 2).getCell(1).value = '张三';
        const bytes = Buffer.from(
          await workbook.xlsx.writeBuffer({ useSharedStrings, useStyles: true } as never),
        );
        const expected = (cells as Cell[]).map(textOf);
        while (expected.length > 0 && expected[expected.length - 1] === '') expected.pop();
        expect(await readFirstRow(bytes)).toEqual(expected.length > 0 ? expected : ['张三']);
      }),
      randomRuns(60),
    );
  });
});
