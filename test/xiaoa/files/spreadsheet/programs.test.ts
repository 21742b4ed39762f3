import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import ExcelJS from 'exceljs';
import fc from 'fast-check';

import { readHeaderRow } from '../../../../xiaoa/files/spreadsheet/headerRow';
import { UnreadableSpreadsheet } from '../../../../xiaoa/files/spreadsheet/unreadable';
import { workbookKind } from '../../../../xiaoa/files/spreadsheet/workbookKind';
import { randomRuns } from '../../../support/randomRuns';

const fixture = (name: string) =>
  readFileSync(join(__dirname, '../../../fixtures/spreadsheets', name));
const isHeader = (row: readonly string[]) => row.some((text) => text.startsWith('电话'));
const header = async (bytes: Uint8Array) => await readHeaderRow(bytes, [isHeader], async () => {});

const TEMPLATE = ['*姓名', '电话(必填)', '车型', '到期日', '欠费金额（元）'];

describe('files of other programs', () => {
  it.each([
    ['template.xlsx', [...TEMPLATE, '2026']],
    ['template.xls', [...TEMPLATE, '2026']],
    ['template.html', ['姓名', '电话', '车型']],
  ])('%s: the row with 电话, of the sheet that has one', async (name, row) => {
    expect(await header(fixture(name))).toEqual(row);
  });

  it('wide.xls: texts go on in the next record', async () => {
    const row = await header(fixture('wide.xls'));
    expect(row).toHaveLength(182);
    for (let column = 1; column <= 180; column++) {
      expect(row[column + 1]).toBe(`第${column}个很长的列名${'说明'.repeat(20)}`);
    }
  });

  it('a hidden sheet comes last', async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('old', { state: 'veryHidden' }).addRow(['姓名', '电话', 'old']);
    workbook.addWorksheet('new').addRows([['title'], [' ', ' '], ['姓名', '电话', 'new']]);
    const bytes = Buffer.from(await workbook.xlsx.writeBuffer());
    expect(await header(bytes)).toEqual(['姓名', '电话', 'new']);
  });

  it.each([
    ['UTF-8', Buffer.from('说明\r\n姓名,"电话, 必填",车型\r\n'), ['姓名', '电话, 必填', '车型']],
    ['a byte order mark', Buffer.from('\ufeff"电话";"a ""b"""\n'), ['电话', 'a "b"']],
    ['tabs', Buffer.from('sep=\t\n姓名\t电话\n'), ['姓名', '电话']],
    ['GBK', Buffer.from([0xd0, 0xd5, 0xc3, 0xfb, 0x2c, 0xb5, 0xe7, 0xbb, 0xb0]), ['姓名', '电话']],
    ['UTF-16', Buffer.from('\ufeff姓名\t电话', 'utf16le'), ['姓名', '电话']],
  ])('CSV in %s', async (_, bytes, row) => {
    expect(await header(bytes)).toEqual(row);
  });

  it.each([
    [
      '<html><table><tr><th>标题</th></tr><TR><TD>姓名<td>电<b>话</b>&nbsp;</TD><td> a\n b </td></tr></table>',
      ['姓名', '电话', 'a b'],
    ],
    ['<table><tr><td>姓名</td><td>电话</td></tr><tr><td a="', ['姓名', '电话']],
  ])('HTML %s', async (html, row) => {
    expect(await header(Buffer.from(html))).toEqual(row);
  });
});

describe('what a file is, by its content', () => {
  /** Renames the stream that a compound file keeps its workbook in. */
  const renamed = (name: string) => {
    const bytes = Buffer.from(fixture('template.xls'));
    const at = bytes.indexOf(Buffer.from('Workbook\0', 'utf16le'));
    bytes.fill(0, at, at + 64);
    bytes.write(name, at, 'utf16le');
    bytes.writeUInt16LE(2 * name.length + 2, at + 64);
    return bytes;
  };
  /** The record that says a workbook is encrypted, behind the first record of the workbook. */
  const encrypted = () => {
    const bytes = Buffer.from(fixture('template.xls'));
    const begin = bytes.indexOf(Buffer.from([0x09, 0x08, 0x10, 0x00, 0x00, 0x06]));
    bytes.writeUInt16LE(0x002f, begin + 4 + bytes.readUInt16LE(begin + 2));
    return bytes;
  };

  it.each([
    ['.xlsx', fixture('template.xlsx'), 'xlsx'],
    ['.xls', fixture('template.xls'), 'xls'],
    ['HTML', fixture('template.html'), 'html'],
    ['CSV', Buffer.from('姓名,电话'), 'csv'],
  ])('%s', (_, bytes, kind) => {
    expect(workbookKind(bytes).kind).toBe(kind);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'empty'],
    ['blanks', Buffer.from(' \n'), 'empty'],
    ['.ods', fixture('template.ods'), 'an OpenDocument file (.ods)'],
    ['a workbook with a password', renamed('EncryptedPackage'), 'protected with a password'],
    ['an .xls with a password', encrypted(), 'protected with a password'],
    ['a .doc', renamed('WordDocument'), 'a Word document'],
    ['an .msg', renamed('__properties'), 'of an unknown kind'],
    ['PDF', Buffer.from('%PDF-1.4\n'), 'a PDF document'],
    ['JSON', Buffer.from('{"code":1}'), 'JSON text'],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), 'a picture'],
    ['half an .xls', fixture('template.xls').subarray(0, 600), 'damaged or incomplete'],
    ['half an .xlsx', fixture('template.xlsx').subarray(0, 3000), 'damaged or incomplete'],
    [
      'XML of Excel 2003',
      Buffer.from('<?xml version="1.0"?><Workbook xmlns="x">'),
      'an XML spreadsheet of Excel 2003',
    ],
  ])('%s is refused', async (_, bytes, what) => {
    expect(workbookKind(bytes)).toEqual({ kind: 'other', what, advice: expect.any(String) });
    await expect(header(bytes)).rejects.toThrow(new RegExp(`^The file is ${what.split('(')[0]}`));
  });
});

it('an .xls is read, or refused in plain words, whatever happened to its bytes', async () => {
  const whole = fixture('wide.xls');
  const change = fc.tuple(fc.nat(whole.length - 1), fc.uint8Array({ minLength: 1, maxLength: 8 }));
  const outcomes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(change, { minLength: 1, maxLength: 5 }),
      fc.nat(whole.length),
      async (changes, length) => {
        const bytes = Buffer.from(whole);
        for (const [at, data] of changes) bytes.set(data.subarray(0, bytes.length - at), at);
        const given = length % 4 === 0 ? bytes.subarray(0, length) : bytes;
        try {
          await header(given);
          outcomes.add('a row');
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableSpreadsheet);
          outcomes.add('refused');
        }
      },
    ),
    randomRuns(400, 400),
  );
  expect(outcomes).toEqual(new Set(['a row', 'refused']));
});
