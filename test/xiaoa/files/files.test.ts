import { dispositionName, nameAndType } from '../../../xiaoa/files/fileNames';
import { HEAD_BYTES, isTextAnswer } from '../../../xiaoa/files/textAnswer';

const bytes = (text: string, encoding: BufferEncoding = 'utf8') => Buffer.from(text, encoding);
const WAV = Buffer.concat([bytes('RIFF\xff\xff\xff\xffWAVEfmt \x10\0\0\0', 'latin1')]);
const GBK_PAGE = Buffer.concat([bytes('<h1>'), Buffer.from([0xcf, 0xb5, 0xcd, 0xb3])]);

describe('what is words and what is a file', () => {
  it.each([
    ['a recording', WAV, 'audio/x-wav'],
    ['a recording that PHP calls text/html', WAV, 'text/html; charset=UTF-8'],
    ['a recording without a type', WAV, ''],
    ['MPEG frames', Buffer.from([0xff, 0xfb, 0x18, 0xc4, 0, 0]), 'audio/mpeg'],
    ['a workbook', Buffer.from([0x50, 0x4b, 3, 4, 0x14, 0]), 'application/octet-stream'],
    ['the silence of a telephone line, raw', Buffer.alloc(HEAD_BYTES, 0xd5), 'audio/basic'],
    ['such silence with a sign in it', Buffer.from([0xd5, 0x3c, 0xd5, 0x7b]), 'audio/basic'],
    ['what has a control character before the tab', Buffer.from([0x41, 0x08]), ''],
    ['what has one behind the line end', Buffer.from([0x41, 0x0e]), ''],
    ['what has the last of them', Buffer.from([0x41, 0x1f]), ''],
    ['a recording of a type like JSON', WAV, 'x-application/json'],
    ['a recording whose type mentions JSON', WAV, 'audio/wav; from=application/json'],
  ])('%s is a file', (_, head, type) => {
    expect(isTextAnswer(head, { contentType: type })).toBe(false);
  });

  it.each([
    ['nothing', Buffer.alloc(0), 'audio/x-wav'],
    ['JSON', bytes('{"code":20005}'), 'application/json'],
    ['JSON that is called a recording', bytes('{"code":20005}'), 'audio/x-wav'],
    ['JSON behind a byte order mark', bytes('\ufeff \r\n{"code":1}'), 'text/html'],
    ['JSON by its type alone', Buffer.from([0, 1, 2]), 'application/json; charset=utf-8'],
    ['JSON by a type with blanks', Buffer.from([0, 1, 2]), ' application/json'],
    ['JSON of a certain kind', Buffer.from([0, 1, 2]), 'application/problem+json'],
    ['JSON that is text', Buffer.from([0, 1, 2]), 'text/json'],
    ['blanks of all kinds', bytes('\t\n\v\f\ra b'), ''],
    ['a page', bytes('\n<!DOCTYPE html>'), 'audio/mpeg'],
    ['a page in GBK', GBK_PAGE, 'text/html'],
    ['plain words', bytes('404 not found: 录音不存在'), 'application/octet-stream'],
    ['words cut in the middle of a character', bytes('没有录音').subarray(0, 11), ''],
  ])('%s is words', (_, head, type) => {
    expect(isTextAnswer(head, { contentType: type })).toBe(true);
  });
});

describe('a table that is announced as a spreadsheet', () => {
  const EXCEL = { contentType: 'application/vnd.ms-excel', name: '模板.xls' };
  const PAGE = '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head></head>';
  it.each([
    ['an HTML table', bytes('<table><tr><td>姓名</td>'), EXCEL],
    ['an HTML table by its name', bytes(`${PAGE}<table>`), { contentType: '', name: 'a.XLS' }],
    ['an HTML table by its type', bytes(PAGE), { contentType: 'application/vnd.ms-excel' }],
    ['CSV', bytes('\ufeff姓名,电话\n'), { contentType: 'text/csv' }],
    ['CSV in GBK', Buffer.from([0xd0, 0xd5, 0x2c, 0xb5, 0xe7, 0x0a]), EXCEL],
    ['text with tabs', bytes('姓名\t电话'), EXCEL],
    ['text with a separator at its end', bytes('姓名,'), EXCEL],
    ['text with brackets further on', bytes('姓名,电话[必填]'), EXCEL],
    ['a name with blanks around it', bytes('a,b'), { contentType: '', name: ' a.csv ' }],
    ['a table with attributes', bytes('<html><table border=1>'), EXCEL],
    ['XML of Excel 2003', bytes('<?xml version="1.0"?>\n<Workbook xmlns="x">'), EXCEL],
    ['XML of Excel 2003 without a namespace', bytes('<Workbook>'), EXCEL],
  ])('%s is a file', (_, head, announced) => {
    expect(isTextAnswer(head, announced)).toBe(false);
  });

  it.each([
    ['JSON', bytes('{"code":20005,"msg":"a,b"}'), EXCEL],
    ['a list in JSON', bytes(' [{"code":20005}]'), EXCEL],
    ['JSON behind a blank', bytes(' {"code":20005,"msg":"a"}'), EXCEL],
    ['words without a separator', bytes('Please log in'), EXCEL],
    ['words with a separator further on', bytes('Please log in\nname,password'), EXCEL],
    ['a page without a table', bytes('<html><h1>502 Bad Gateway</h1>'), EXCEL],
    ['a PHP notice', bytes('<br />\n<b>Fatal error</b>: a, b'), EXCEL],
    ['words', bytes('模板不存在'), EXCEL],
    ['words with a comma', bytes('Error: no such file, sorry'), EXCEL],
    ['a table that is not announced', bytes('<table><tr>'), { contentType: 'text/html' }],
    ['CSV that is not announced', bytes('a,b'), { contentType: 'text/plain', name: 'a.mp3' }],
    ['CSV by the middle of its name', bytes('a,b'), { contentType: '', name: 'a.csv.mp3' }],
  ])('%s is not', (_, head, announced) => {
    expect(isTextAnswer(head, announced)).toBe(true);
  });
});

test('a fallback name gets the extension of a type that is known', () => {
  const named = (contentType: string) =>
    nameAndType({ contentType, fallback: 'template.xlsx' }).fileName;
  expect(named('application/vnd.ms-excel')).toBe('template.xls');
  expect(named('text/csv')).toBe('template.csv');
  expect(named('application/octet-stream')).toBe('template.xlsx');
});

describe('types', () => {
  const named = (path: string, contentType: string, fallback = 'file') =>
    nameAndType({ path, contentType, fallback });

  it.each([
    ['aac', 'audio/aac'],
    ['amr', 'audio/amr'],
    ['csv', 'text/csv'],
    ['flac', 'audio/flac'],
    ['m4a', 'audio/mp4'],
    ['mp3', 'audio/mpeg'],
    ['ogg', 'audio/ogg'],
    ['opus', 'audio/opus'],
    ['wav', 'audio/wav'],
    ['wma', 'audio/x-ms-wma'],
    ['xls', 'application/vnd.ms-excel'],
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
  ])('of .%s is %s, and the other way round', (extension, type) => {
    expect(named(`a.${extension}`, '').mimeType).toBe(type);
    if (extension !== 'csv') expect(named('a', type).fileName).toBe(`a.${extension}`);
  });

  it.each([
    ['audio/mp3', 'audio/mpeg'],
    ['audio/x-mp3', 'audio/mpeg'],
    ['audio/x-mpeg', 'audio/mpeg'],
    ['audio/vnd.wave', 'audio/wav'],
    ['audio/wave', 'audio/wav'],
    ['audio/x-pn-wav', 'audio/wav'],
    ['audio/x-wav', 'audio/wav'],
    [' Audio/X-Wav ; codec=1', 'audio/wav'],
  ])('that say %s are %s', (said, type) => expect(named('a', said).mimeType).toBe(type));

  it.each([
    '',
    'text/plain',
    'application/octet-stream',
    'application/download',
    'application/x-download',
    'application/force-download',
    'application/x-force-download',
    'application/x-msdownload',
    'application/unknown',
    'binary/octet-stream',
  ])('that say %p say nothing', (said) => {
    expect(named('a.mp3', said).mimeType).toBe('audio/mpeg');
    expect(named('a', said).mimeType).toBe('application/octet-stream');
  });

  it.each(['audio/text/x', 'application/download2', 'x-application/unknown', 'binary/x'])(
    'that say %s are taken at their word',
    (said) => expect(named('a.mp3', said).mimeType).toBe(said),
  );

  it.each([
    ['a.b.MP3', 'audio/wav', 'a.b.MP3'],
    [' a.mp3 ', '', 'a.mp3'],
    ['a.mp3x', 'audio/mpeg', 'a.mp3x'],
    ['a.mp3 (1)', 'audio/mpeg', 'a.mp3 (1).mp3'],
    ['a.toolong', 'audio/mpeg', 'a.toolong.mp3'],
    ['.mp3', 'audio/mpeg', '.mp3.mp3'],
    ['...', 'audio/mpeg', 'file.mp3'],
  ])('name %j of %s %j', (path, type, name) => expect(named(path, type).fileName).toBe(name));

  it('correct the extension of a name that was guessed, and no more of it', () => {
    expect(named('', 'audio/wav', 'call.v1.mp3').fileName).toBe('call.v1.wav');
    expect(named('', 'audio/wav', 'a.mp3 of b').fileName).toBe('a.mp3 of b.wav');
    expect(named('', '', 'call.mp3')).toEqual({ fileName: 'call.mp3', mimeType: 'audio/mpeg' });
    expect(named('', '', 'call').mimeType).toBe('application/octet-stream');
  });

  it('follow the name that is wanted, where that says it', () => {
    const wanted = (contentType: string) =>
      nameAndType({ path: '/x/a.mp3', contentType, wanted: 'b.wav', fallback: 'file' });
    expect(wanted('')).toEqual({ fileName: 'b.wav', mimeType: 'audio/wav' });
    expect(wanted('audio/mpeg')).toEqual({ fileName: 'b.wav', mimeType: 'audio/mpeg' });
    const other = nameAndType({ path: 'a.mp3', contentType: '', wanted: 'b.v1', fallback: 'file' });
    expect(other).toEqual({ fileName: 'b.v1.mp3', mimeType: 'audio/mpeg' });
  });

  it('are those of the path, where the name that is wanted ends with a point', () => {
    const named = nameAndType({ path: 'a.mp3', contentType: '', wanted: 'b.', fallback: 'file' });
    expect(named).toEqual({ fileName: 'b..mp3', mimeType: 'audio/mpeg' });
  });

  it('say nothing about a name that is wanted, where neither path nor type is known', () => {
    const named = nameAndType({ path: 'a', contentType: '', wanted: 'b.v1', fallback: 'file' });
    expect(named).toEqual({ fileName: 'b.v1', mimeType: 'application/octet-stream' });
  });
});

describe('names and types', () => {
  const of = (path: string, contentType = '', wanted?: string) => {
    const { fileName, mimeType } = nameAndType({
      path,
      contentType,
      wanted,
      fallback: 'recording',
    });
    return [fileName, mimeType];
  };

  it.each([
    ['/20180419/a b 张.mp3', '', ['a b 张.mp3', 'audio/mpeg']],
    ['C:\\calls\\a.wav', 'audio/x-wav', ['a.wav', 'audio/wav']],
    ['/x/a', 'audio/wave', ['a.wav', 'audio/wav']],
    ['/x/a', 'audio/vnd.wave; codec=1', ['a.wav', 'audio/wav']],
    ['/x/a.mp3', 'audio/mp3', ['a.mp3', 'audio/mpeg']],
    ['/x/a', 'audio/x-mp3', ['a.mp3', 'audio/mpeg']],
    ['模板.xls', 'text/html', ['模板.xls', 'application/vnd.ms-excel']],
    ['模板.csv', 'text/csv', ['模板.csv', 'text/csv']],
    ['/x/a.mp3', 'text/html; charset=utf-8', ['a.mp3', 'audio/mpeg']],
    ['/x/a.mp3', 'application/octet-stream', ['a.mp3', 'audio/mpeg']],
    ['/x/a.MP3', 'AUDIO/MPEG', ['a.MP3', 'audio/mpeg']],
    ['/x/a', 'audio/mpeg', ['a.mp3', 'audio/mpeg']],
    ['/x/a', '', ['a', 'application/octet-stream']],
    ['/x/a.unknown', '', ['a.unknown', 'application/octet-stream']],
    ['/x/', 'audio/wav', ['recording.wav', 'audio/wav']],
    ['..', '', ['recording', 'application/octet-stream']],
    ['a\u0000\nb.wav', '', ['ab.wav', 'audio/wav']],
  ])('%j with type %j', (path, type, expected) => {
    expect(of(path, type)).toEqual(expected);
  });

  it.each([
    ['张先生', '张先生.mp3'],
    ['张先生.mp3', '张先生.mp3'],
    ['张先生 v1.2', '张先生 v1.2.mp3'],
    ['../../etc/passwd', 'passwd.mp3'],
    ['other.wav', 'other.wav'],
    ['', 'x.mp3'],
  ])('%j can be wanted', (wanted, expected) => {
    expect(of('/x.mp3', 'audio/mpeg', wanted)[0]).toBe(expected);
  });
});

describe('the name in a Content-Disposition', () => {
  const latin1 = (text: Buffer) => text.toString('latin1');
  it.each([
    [undefined, undefined],
    ['attachment', undefined],
    ['attachment; filename=""', undefined],
    ['attachment; filename="a b.xlsx"', 'a b.xlsx'],
    ['attachment; filename=a.xlsx; size=3', 'a.xlsx'],
    ['attachment; filename="_.xlsx"; filename*=UTF-8\'\'%E6%A8%A1%E6%9D%BF.xlsx', '模板.xlsx'],
    ['attachment; filename="%E6%A8%A1%E6%9D%BF.xlsx"', '模板.xlsx'],
    ['attachment; filename="100%.xlsx"', '100%.xlsx'],
    [5, undefined],
    [['attachment; filename=a.xlsx'], undefined],
    ['attachment; filename = a.xlsx', 'a.xlsx'],
    ['attachment; filename=" a.xlsx "', 'a.xlsx'],
    ["attachment; filename* = utf-8'zh'%E6%A8%A1.xlsx; size=3", '模.xlsx'],
    [`attachment; filename="${latin1(Buffer.from([0x80, 0x2e, 0x78]))}"`, '€.x'],
    ['attachment; filename="caf%C3%A9.xlsx"', 'café.xlsx'],
    [`attachment; filename="${latin1(bytes('模板.xlsx'))}"`, '模板.xlsx'],
    [`attachment; filename="${latin1(Buffer.from([0xc4, 0xa3, 0xb0, 0xe5]))}.xlsx"`, '模板.xlsx'],
    [`attachment; filename="${latin1(Buffer.from([0xc4, 0xa3, 0xb0, 0xe5]))}"`, '模板'],
    ['attachment; filename="模板.xlsx"', '模板.xlsx'],
  ])('%j is %j', (header, expected) => {
    expect(dispositionName(header)).toBe(expected);
  });
});
