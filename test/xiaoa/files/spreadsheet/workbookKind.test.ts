import { CompoundFile, isCompoundFile } from '../../../../xiaoa/files/spreadsheet/compoundFile';
import {
  damaged,
  guarded,
  UnreadableSpreadsheet,
} from '../../../../xiaoa/files/spreadsheet/unreadable';
import { workbookKind } from '../../../../xiaoa/files/spreadsheet/workbookKind';
import { compoundOf, zipOf } from './containers';

const SAVE = 'Open it in Excel and save it as an Excel workbook (.xlsx).';
const UNPROTECT = 'Save it without a password.';
const CHOOSE = 'Choose an Excel workbook (.xlsx or .xls).';
const AGAIN = 'Open it in Excel and save it again as .xlsx.';

const latin1 = (text: string) => Buffer.from(text, 'latin1');
/** Streams without content, and what an .xls begins with. */
const streams = (...names: string[]) =>
  names.map((name) => ({ name, content: Buffer.from([9, 8, 4, 0, 0, 6, 5, 0, 10, 0, 0, 0]) }));

describe('a file is', () => {
  it.each<[string, Buffer]>([
    ['xlsx', zipOf(['[Content_Types].xml', 'xl/workbook.xml'])],
    ['xlsx', zipOf(['xl/workbook2.xml'])],
    ['xlsx', zipOf(['workbook.xml'])],
    ['xls', compoundOf(streams('Workbook'))],
    ['xls', compoundOf(streams('SummaryInformation', 'Book'))],
  ])('an .%s by what is in it', (kind, bytes) => expect(workbookKind(bytes)).toEqual({ kind }));

  it.each<[string, string, Buffer]>([
    ['protected with a password', UNPROTECT, zipOf(['xl/workbook.xml'], 1)],
    ['a binary workbook (.xlsb)', SAVE, zipOf(['xl/workbook.bin'])],
    ['a Word document', CHOOSE, zipOf(['word/document.xml'])],
    ['a PowerPoint presentation', CHOOSE, zipOf(['ppt/presentation.xml'])],
    ['an OpenDocument file (.ods)', SAVE, zipOf(['mimetype', 'content.xml'])],
    ['a Numbers document', SAVE, zipOf(['Index/x', 'index/Document.iwa'])],
    ['a Numbers document', SAVE, zipOf(['index.zip'])],
    ['a zip archive, not a workbook', 'Unpack it first.', zipOf(['mimetype'])],
    ['a zip archive, not a workbook', 'Unpack it first.', zipOf(['content.xml'])],
    [
      'a zip archive, not a workbook',
      'Unpack it first.',
      zipOf(['a/xl/workbook.xml', 'workbook.xml/a']),
    ],
    [
      'a zip archive, not a workbook',
      'Unpack it first.',
      zipOf(['a/xl/workbook.bin', 'xl/workbook.bin2']),
    ],
    [
      'a zip archive, not a workbook',
      'Unpack it first.',
      zipOf(['a/word/b', 'a/ppt/b', 'xl/a/workbook.xml']),
    ],
    ['a zip archive, not a workbook', 'Unpack it first.', zipOf(['a/mimetype', 'a/content.xml'])],
    ['a zip archive, not a workbook', 'Unpack it first.', zipOf(['mimetype2', 'content.xml2'])],
    [
      'a zip archive, not a workbook',
      'Unpack it first.',
      zipOf(['a/index/b.iwa', 'index/b.iwa2', 'a/index.zip', 'index.zip2']),
    ],
    ['protected with a password', UNPROTECT, compoundOf(streams('EncryptedPackage', 'Workbook'))],
    ['a Word document', CHOOSE, compoundOf(streams('WordDocument'))],
    ['a PowerPoint presentation', CHOOSE, compoundOf(streams('PowerPoint Document'))],
    ['not an Excel workbook', CHOOSE, compoundOf(streams('Contents'))],
    ['damaged or incomplete', AGAIN, latin1('PK')],
    ['damaged or incomplete', AGAIN, compoundOf(streams('Workbook')).subarray(0, 600)],
    ['empty', CHOOSE, Buffer.alloc(0)],
    ['empty', CHOOSE, Buffer.from('\ufeff \r\n')],
    ['a PDF document', CHOOSE, latin1('%PDF-1.7')],
    ['a Word document (RTF)', CHOOSE, latin1('{\\rtf1')],
    ['a picture', CHOOSE, latin1('\x89PNG\r\n')],
    ['a picture', CHOOSE, latin1('\xff\xd8\xff\xe0')],
    ['a picture', CHOOSE, latin1('GIF89a')],
    ['a RAR archive', CHOOSE, latin1('Rar!\x1a')],
    ['a 7-Zip archive', CHOOSE, latin1('7z\xbc\xaf\x27')],
    ['a gzip archive', CHOOSE, latin1('\x1f\x8b\x08')],
    ['not an Excel workbook', CHOOSE, Buffer.from('a\u0001b')],
    ['JSON text', CHOOSE, Buffer.from('\ufeff {"code":1}')],
    ['JSON text', CHOOSE, Buffer.from('[1]')],
    [
      'an XML spreadsheet of Excel 2003',
      SAVE,
      Buffer.from('<?xml version="1.0"?><Workbook xmlns="x">'),
    ],
    ['an XML spreadsheet of Excel 2003', SAVE, Buffer.from('<ss:Workbook>')],
    ['an XML file', SAVE, Buffer.from('<Workbooks>')],
    ['an XML file', SAVE, Buffer.from('<?xml version="1.0"?><a/>')],
  ])('%s, and the advice is: %s', (what, advice, bytes) => {
    expect(workbookKind(bytes)).toEqual({ kind: 'other', what, advice });
  });

  it.each([
    ['csv', 'a text file (CSV)', '姓名,电话'],
    ['csv', 'a text file (CSV)', ' a {b} <table>'],
    ['html', 'a web page (HTML)', '<HTML><body>'],
    ['html', 'a web page (HTML)', '<!DOCTYPE html>'],
    ['html', 'a web page (HTML)', ' <table border=1>'],
    ['html', 'a web page (HTML)', '<meta charset="gbk">'],
  ])('a table in %s: %s', (kind, what, text) => {
    expect(workbookKind(Buffer.from(text))).toEqual({ kind, what, advice: SAVE });
  });
});

describe('a compound file', () => {
  const large = Buffer.from(Array.from({ length: 5_000 }, (_, at) => at % 251));
  const small = Buffer.from(Array.from({ length: 200 }, (_, at) => at % 247));
  const named = [
    { name: 'Folder', content: Buffer.alloc(0), type: 1 },
    { name: 'Small', content: small },
    { name: 'Large', content: large },
    { name: 'Other', content: Buffer.alloc(4_096, 7) },
  ];

  it.each([false, true])('is read, with its table behind the header: %s', (isFar) => {
    // Only long files have their table there.
    const filler = { name: 'Filler', content: Buffer.alloc(90 * 512) };
    const bytes = compoundOf([...named, ...(isFar ? [filler] : [])], { isFar });
    expect(isCompoundFile(bytes)).toBe(true);
    const file = new CompoundFile(bytes);
    expect(file.names.slice(0, 5)).toEqual(['root entry', 'folder', 'small', 'large', 'other']);
    expect(file.read('large', 10_000)).toEqual(large);
    expect(file.read('large', 1_000)).toEqual(large.subarray(0, 1_000));
    expect(file.read('large', 1_024)).toEqual(large.subarray(0, 1_024));
    expect(file.read('small', 10_000)).toEqual(small);
    expect(file.read('small', 64)).toEqual(small.subarray(0, 64));
    expect(file.read('small', 100)).toEqual(small.subarray(0, 100));
    expect(file.read('other', 10_000)).toEqual(Buffer.alloc(4_096, 7));
    expect(file.read('folder', 10)).toBeUndefined();
    expect(file.read('missing', 10)).toBeUndefined();
  });

  it.each<[string, (bytes: Buffer) => unknown]>([
    ['sectors of another size', (bytes) => bytes.writeUInt16LE(10, 30)],
    ['a directory outside of it', (bytes) => bytes.writeUInt32LE(9_999, 48)],
    ['a directory just outside of it', (bytes) => bytes.writeUInt32LE(bytes.length / 512 - 1, 48)],
    ['a table outside of it', (bytes) => bytes.writeUInt32LE(9_999, 76)],
  ])('is damaged where it has %s', (_, damage) => {
    const bytes = compoundOf(named);
    damage(bytes);
    expect(() => new CompoundFile(bytes)).toThrow('The Excel file is damaged or incomplete');
  });

  it('is damaged where a chain never ends, or nothing holds its small streams', () => {
    const circle = compoundOf(named);
    const entry = (circle.readUInt32LE(48) + 1) * 512 + 3 * 128;
    const start = circle.readUInt32LE(entry + 116);
    circle.writeUInt32LE(10_000_000, entry + 120);
    circle.writeUInt32LE(start, 512 + 4 * start);
    expect(() => new CompoundFile(circle).read('large', 10_000_000)).toThrow(UnreadableSpreadsheet);
    const file = new CompoundFile(compoundOf(named, { hasRoot: false }));
    expect(() => file.read('small', 10)).toThrow(UnreadableSpreadsheet);
    expect(file.read('large', 10)).toEqual(large.subarray(0, 10));
  });

  it('is one by its first eight bytes', () => {
    const bytes = compoundOf([]);
    for (let at = 0; at < 8; at++) {
      const other = Buffer.from(bytes);
      other[at] ^= 1;
      expect(isCompoundFile(other)).toBe(false);
    }
  });
});

describe('what cannot be read', () => {
  it('is told apart from faults of the code', () => {
    const fault = new TypeError('a fault');
    const failing = (error: Error) => () =>
      guarded(() => {
        throw error;
      });
    expect(failing(new RangeError('outside'))).toThrow(UnreadableSpreadsheet);
    expect(failing(fault)).toThrow(fault);
    expect(guarded(() => 5)).toBe(5);
    expect(damaged()).toMatchObject({
      name: 'XiaoAUnreadableSpreadsheet',
      message: 'The Excel file is damaged or incomplete',
      description:
        'Open it in Excel and save it again as .xlsx. If it came from XiaoA, download it again.',
    });
  });
});
