import {
  damaged,
  guarded,
  UnreadableSpreadsheet,
} from '../../../../xiaoa/files/spreadsheet/unreadable';
import { workbookKind } from '../../../../xiaoa/files/spreadsheet/workbookKind';
import { zipOf, zipWith } from '../../../support/zip';
import { compoundOf } from './containers';

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
    ['xls', compoundOf(streams('Workbook'), { shift: 12 })],
  ])('an .%s by what is in it', (kind, bytes) => expect(workbookKind(bytes)).toEqual({ kind }));

  it.each<[string, string, Buffer]>([
    ['protected with a password', UNPROTECT, zipOf(['xl/workbook.xml'], 1)],
    [
      'protected with a password',
      UNPROTECT,
      zipWith([
        { name: 'xl/workbook.xml', content: '' },
        { name: 'xl/worksheets/sheet1.xml', content: '', flags: 1 },
      ]),
    ],
    ['a binary workbook (.xlsb)', SAVE, zipOf(['xl/workbook.bin'])],
    ['a binary workbook (.xlsb)', SAVE, zipOf(['xl/workbook2.bin'])],
    ['a Word document', CHOOSE, zipOf(['word/document.xml'])],
    ['a PowerPoint presentation', CHOOSE, zipOf(['ppt/presentation.xml'])],
    ['an OpenDocument file (.ods)', SAVE, zipOf(['mimetype', 'content.xml'])],
    ['a Numbers document', SAVE, zipOf(['Index/x', 'index/Document.iwa'])],
    ['a Numbers document', SAVE, zipOf(['index.zip'])],
    ['a zip archive, not a workbook', 'Unpack it first.', zipOf([])],
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
    ['a zip archive, not a workbook', 'Unpack it first.', zipOf(['a/mimetype', 'content.xml'])],
    ['a zip archive, not a workbook', 'Unpack it first.', zipOf(['mimetype2', 'content.xml'])],
    ['a zip archive, not a workbook', 'Unpack it first.', zipOf(['mimetype', 'a/content.xml'])],
    ['a zip archive, not a workbook', 'Unpack it first.', zipOf(['mimetype', 'content.xml2'])],
    [
      'a zip archive, not a workbook',
      'Unpack it first.',
      zipOf(['a/index/b.iwa', 'index/b.iwa2', 'a/index.zip', 'index.zip2']),
    ],
    ['protected with a password', UNPROTECT, compoundOf(streams('EncryptedPackage', 'Workbook'))],
    ['a Word document', CHOOSE, compoundOf(streams('WordDocument'))],
    ['a PowerPoint presentation', CHOOSE, compoundOf(streams('PowerPoint Document'))],
    ['of an unknown kind', CHOOSE, compoundOf(streams('Contents'))],
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
    ['of an unknown kind', CHOOSE, Buffer.from('a\u0001b')],
    ['JSON text', CHOOSE, Buffer.from('\ufeff {"code":1}')],
    ['JSON text', CHOOSE, Buffer.from('\ufeff\ufeff[1]')],
    ['JSON text', CHOOSE, Buffer.from('[1]')],
    [
      'an XML spreadsheet of Excel 2003',
      SAVE,
      Buffer.from('<?xml version="1.0"?><Workbook xmlns="x">'),
    ],
    ['an XML spreadsheet of Excel 2003', SAVE, Buffer.from('<ss:Workbook>')],
    [
      'an XML spreadsheet of Excel 2003',
      SAVE,
      Buffer.from('<?xml version="1.0"?><Workbook xmlns="x"><Worksheet><Table ss:StyleID="a">'),
    ],
    ['an XML file', SAVE, Buffer.from('<Workbooks>')],
    ['an XML file', SAVE, Buffer.from('<\ufefftable>')],
    ['an XML file', SAVE, Buffer.from('<?xml version="1.0"?><a/>')],
  ])('%s, and the advice is: %s', (what, advice, bytes) => {
    expect(workbookKind(bytes)).toEqual({ kind: 'other', what, advice });
  });

  it.each([
    ['csv', 'a text file (CSV)', '姓名,电话'],
    ['csv', 'a text file (CSV)', ' a {b} <table>'],
    ['csv', 'a text file (CSV)', 'Phone,Name'],
    ['csv', 'a text file (CSV)', 'OK,Name'],
    ['html', 'a web page (HTML)', '<HTML><body>'],
    ['html', 'a web page (HTML)', '<!DOCTYPE html>'],
    ['html', 'a web page (HTML)', ' <table border=1>'],
    ['html', 'a web page (HTML)', '<meta charset="gbk">'],
  ])('a table in %s: %s', (kind, what, text) => {
    expect(workbookKind(Buffer.from(text))).toEqual({ kind, what, advice: SAVE });
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
