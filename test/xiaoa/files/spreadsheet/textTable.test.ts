import { decodeText, readCsv, readHtmlTable } from '../../../../xiaoa/files/spreadsheet/textTable';

const csv = (text: string) => readCsv(text)[0].rows;
const html = (text: string) => readHtmlTable(text)[0].rows;

describe('the text of a file', () => {
  it.each<[string, Buffer, string]>([
    ['UTF-8', Buffer.from('姓名,电话'), '姓名,电话'],
    ['UTF-16, the low byte first', Buffer.from('\ufeff姓名', 'utf16le'), '姓名'],
    ['UTF-16, the high byte first', Buffer.from('\ufeff姓名', 'utf16le').swap16(), '姓名'],
    ['GBK', Buffer.from([0xd0, 0xd5, 0xc3, 0xfb]), '姓名'],
    ['GBK whose second byte is in that mark', Buffer.from([0xc4, 0xfe, 0xb2, 0xa8]), '宁波'],
    ['GBK that begins like UTF-16', Buffer.from([0xfe, 0x41, 0x41, 0x41]), '\ufffd'],
    ['GBK that begins like the other', Buffer.from([0xff, 0x41, 0x41, 0x41]), '\ufffd'],
    ['GBK that goes on like UTF-16', Buffer.from([0x41, 0xff, 0x41, 0x41]), '\ufffd'],
    ['UTF-8 that is cut in a character', Buffer.from('姓名').subarray(0, 5), '姓'],
  ])('is read in %s', (_, bytes, text) => {
    const read = decodeText(bytes);
    if (text === '\ufffd') expect(read).toMatch(/AA$/);
    else expect(read).toBe(text);
  });

  it('is not read beyond its first 256 KB', () => {
    expect(decodeText(Buffer.alloc(300 * 1024, 'a'))).toHaveLength(256 * 1024);
  });
});

describe('comma-separated values', () => {
  it.each<[string, string, string[][]]>([
    [
      'commas',
      'a,b\nc,d',
      [
        ['a', 'b'],
        ['c', 'd'],
      ],
    ],
    [
      'semicolons',
      'a;b;c\n1,5;2',
      [
        ['a', 'b', 'c'],
        ['1,5', '2'],
      ],
    ],
    ['tabs', 'a\tb', [['a', 'b']]],
    ['Chinese commas', '姓名，电话', [['姓名', '电话']]],
    ['nothing at all', 'a', [['a']]],
    ['lines of all kinds', 'a\r\nb\rc\n\nd', [['a'], ['b'], ['c'], ['d']]],
    ['a byte order mark', '\ufeffa,b', [['a', 'b']]],
    ['a line that names the separator', 'sep=;\r\na;b', [['a', 'b']]],
    ['such a line with LF', 'SEP=,\na,b', [['a', 'b']]],
    ['such a mark further on', 'x\ufeffy,b', [['x\ufeffy', 'b']]],
    ['such words further on', 'x\nsep=;\na;b', [['x'], ['sep=', ''], ['a', 'b']]],
    ['quotes', '"a,b","c""d"," e "', [['a,b', 'c"d', ' e ']]],
    ['blanks around quotes', ' "a" ,  b ', [['a', 'b']]],
    ['blanks in quotes alone', '" "," "\na', [['a']]],
    ['line breaks in quotes', '"a\nb\rc",d', [['a\nb\rc', 'd']]],
    ['one quote', '"', [['"']]],
    ['quotes in the middle', 'a "b" c,"d" e,f "g"', [['a "b" c', '"d" e', 'f "g"']]],
    ['empty cells', ',a,\n , \n', [['', 'a', '']]],
    ['nothing', '', []],
  ])('with %s', (_, text, rows) => expect(csv(text)).toEqual(rows));

  it('are one visible sheet of 30 rows and a thousand columns', () => {
    expect(readCsv('a')[0].isHidden).toBe(false);
    expect(csv('a\n'.repeat(10_000))).toHaveLength(30);
    expect(csv('a,'.repeat(5_000))[0]).toHaveLength(1_000);
  });
});

describe('the tables of a page', () => {
  const table = (rows: string) => `<html><table>${rows}</table></html>`;

  it.each<[string, string, string[][]]>([
    [
      'cells and heads',
      '<tr><th>姓名</th><td>电话</td></tr><tr><td>a</td></tr>',
      [['姓名', '电话'], ['a']],
    ],
    ['capitals', '<TR><TD>a</TD></TR>', [['a']]],
    ['nothing that closes', '<tr><td>a<td>b<tr><td>c</table><tr>', [['a', 'b'], ['c']]],
    ['markup within', '<tr><td> <b>a</b>\n  b </td></tr>', [['a b']]],
    ['other tags of like names', '<thead><tr><tdx>a</tdx><td>b</td><xtr></tr></thead>', [['b']]],
    [
      'such tags within a cell',
      '<tr><td>a<xtd>b<thx>c<xtr>d<track>e</td><td>f</td></tr>',
      [['abcde', 'f']],
    ],
    ['text outside of cells', '<tr>x<td>a</td>y</tr>', [['a']]],
    ['rows without cells', `${'<tr></tr>'.repeat(40)}<tr><td>a</td></tr>`, [['a']]],
    ['empty rows', '<tr></tr><tr><td> </td></tr><tr><td>a</td><td></td></tr>', [['a', '']]],
  ])('with %s', (_, rows, read) => expect(html(table(rows))).toEqual(read));

  it('are one visible sheet of 30 rows and a thousand columns', () => {
    expect(readHtmlTable('')[0]).toEqual({ isHidden: false, rows: [] });
    expect(html(table('<tr><td>a</td></tr>'.repeat(5_000)))).toHaveLength(30);
    expect(html(table(`<tr>${'<td>a</td>'.repeat(2_000)}</tr>`))[0]).toHaveLength(1_000);
  });
});
