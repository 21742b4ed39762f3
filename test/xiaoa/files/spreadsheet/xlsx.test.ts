import { UnreadableSpreadsheet } from '../../../../xiaoa/files/spreadsheet/unreadable';
import { readXlsx } from '../../../../xiaoa/files/spreadsheet/xlsx';
import { ZipArchive } from '../../../../xiaoa/files/spreadsheet/zip';
import { zipWith, type Part } from '../../../support/zip';
import { RELATIONS, workbookParts } from './containers';

const DAMAGED = 'The Excel file is damaged or incomplete';

const read = async (parts: readonly Part[]) => {
  let pauses = 0;
  const pause = async () => {
    pauses += 1;
  };
  const sheets = await readXlsx(new ZipArchive(zipWith(parts)), pause);
  return { sheets, pauses };
};
/** The rows of a workbook with one sheet. */
const rowsOf = async (...given: Parameters<typeof workbookParts>) => {
  const { sheets } = await read(workbookParts(...given));
  expect(sheets).toHaveLength(1);
  expect(sheets[0].isHidden).toBe(false);
  return sheets[0].rows;
};

const SHEET = 'xl/worksheets/odd name.xml';
const text = (value: string, reference = '') =>
  `<c${reference && ` r="${reference}"`} t="str"><v>${value}</v></c>`;
const shared = (...indexes: number[]) =>
  `<row>${indexes.map((index) => `<c t="s"><v>${index}</v></c>`).join('')}</row>`;
const ROW = `<row>${text('a')}</row>`;
const relation = (id: string, type: string, target: string) =>
  `<Relationship Id="${id}" Type="${RELATIONS}/${type}" Target="${target}"/>`;
const SHEET_RELATION = relation('rId7', 'worksheet', 'worksheets/odd name.xml');

describe('rows', () => {
  it('are read up to the 30th', async () => {
    const rows = await rowsOf(
      Array.from({ length: 35 }, (_, row) => `<row>${text(`${row}`)}</row>`).join(''),
    );
    expect(rows).toHaveLength(30);
    expect(rows.at(-1)).toEqual(['29']);
  });

  it.each([
    ['no cells', '<row r="1"/>'],
    ['cells without text', '<row r="1"><c r="A1" s="1"/><c r="B1" s="1"><v></v></c></row>'],
    ['cells out of reach', `<row r="1">${text('x', 'ALM1')}</row>`],
  ])('with %s do not count', async (_, row) => {
    expect(await rowsOf(row.repeat(40) + ROW)).toEqual([['a']]);
  });

  it('with blanks alone are left out', async () => {
    expect(await rowsOf(`<row>${text(' ')}${text('\n')}</row>${ROW}`)).toEqual([['a']]);
  });

  it('may not be closed', async () => {
    expect(await rowsOf(`<row>${text('a')}`)).toEqual([['a']]);
  });

  it.each([
    ['B1', ['', 'a']],
    ['c7', ['', '', 'a']],
    ['ALL1', [...Array<string>(999).fill(''), 'a']],
    // Columns have at most three letters; this one is counted on from the cell before.
    ['ABCD1', ['a']],
    ['1', ['a']],
    ['B', ['a']],
  ])('have a cell at %s', async (reference, row) => {
    expect(await rowsOf(`<row>${text('a', reference)}</row>`)).toEqual([row]);
  });

  it.each([
    ['behind an empty one', `${text('a')}<c/>${text('b')}`, ['a', '', 'b']],
    [
      'behind one with an empty value',
      `${text('a')}<c t="s"/><c><v/></c>${text('b')}`,
      ['a', '', '', 'b'],
    ],
    ['behind empty ones in front', `<c s="1"></c><c s="1"/>${text('a')}`, ['', '', 'a']],
    [
      'behind one with a place',
      `${text('a')}${text('b', 'D1')}${text('c')}`,
      ['a', '', '', 'b', 'c'],
    ],
    [
      'behind an empty one with a place',
      `<c r="C1" s="1"/>${text('a')}${text('b')}`,
      ['', '', '', 'a', 'b'],
    ],
    [
      'behind one that stands further left',
      `${text('a', 'C1')}${text('b', 'A1')}${text('c')}`,
      ['b', 'c', 'a'],
    ],
  ])('have a cell without a place %s', async (_, cells, row) => {
    expect(await rowsOf(`<row>${cells}</row>`)).toEqual([row]);
  });

  it('have cells without a place, each from its own first column on', async () => {
    const rows = [
      `<row>${text('a')}<c/>${text('b')}</row>`,
      `<row/><row r="7"><c s="1"/>${text('c')}</row>`,
      `<row r="8">${text('d', 'B8')}<c r="C8"/>${text('e')}</row><row>${text('f')}</row>`,
    ];
    expect(await rowsOf(rows.join(''))).toEqual([
      ['a', '', 'b'],
      ['', 'c'],
      ['', 'd', '', 'e'],
      ['f'],
    ]);
  });

  it('end at the thousandth column without a place, too', async () => {
    const cells = `${text('a', 'ALL1')}${text('b')}${text('c')}`;
    const row = [...Array<string>(999).fill(''), 'a'];
    expect(await rowsOf(`<row>${cells}</row>`)).toEqual([row]);
    expect(await rowsOf(`<row>${text('a')}${text('x', 'ALM1')}${text('b')}</row>`)).toEqual([
      ['a'],
    ]);
  });

  it('have a thousand columns', async () => {
    expect(await rowsOf(`<row>${text('a', 'A1')}${text('b', 'ALM1')}</row>`)).toEqual([['a']]);
  });
});

describe('a sheet that breaks off in a tag', () => {
  const sheet = (rows: string) => ({ [SHEET]: `<worksheet><sheetData>${rows}` });
  const LONG = `<row spans="${'1'.repeat(1024 * 1024)}"/></sheetData></worksheet>`;

  it('is damaged', async () => {
    await expect(rowsOf('', '', sheet(`${ROW}<row spans="`))).rejects.toThrow(DAMAGED);
  });

  it('because it is too long is read up to there', async () => {
    expect(await rowsOf('', '', sheet(`${ROW}${LONG}`))).toEqual([['a']]);
    await expect(rowsOf('', '', sheet(LONG))).rejects.toThrow(DAMAGED);
  });
});

describe('long loops pause', () => {
  it('once a sheet', async () => {
    expect((await read(workbookParts(ROW))).pauses).toBe(1);
  });

  it('every 5000 tags', async () => {
    const { pauses } = await read(workbookParts('<row/>'.repeat(6_000)));
    expect(pauses).toBe(3);
  });

  it('every 20000 shared strings, up to the last that a cell has', async () => {
    const strings = '<si/>'.repeat(50_000);
    expect((await read(workbookParts(shared(0), strings))).pauses).toBe(1);
    expect((await read(workbookParts(shared(45_000), strings))).pauses).toBe(3);
  });
});

describe('shared strings', () => {
  it('have prefixes and attributes', async () => {
    const strings =
      '<main:si><main:t>a</main:t></main:si>' +
      '<main:si xml:space="preserve"><main:t>b</main:t></main:si>' +
      '<m.a-1:si  count="1"\n/><si ><t>c</t></si ><sia><t>x</t></sia><si><t>d</t></si>';
    expect(await rowsOf(shared(0, 1, 2, 3, 4), strings)).toEqual([['a', 'b', '', 'c', 'd']]);
  });

  it('may be empty', async () => {
    const strings = '<si><t>a</t></si><si/><si></si><si><t>b</t></si>';
    expect(await rowsOf(shared(0, 1, 2, 3), strings)).toEqual([['a', '', '', 'b']]);
  });

  it('are found by their number alone', async () => {
    const strings = '<si><t>a</t></si><si><t>b</t></si><si><t>c</t></si>';
    expect(await rowsOf(shared(2), strings)).toEqual([['c']]);
    await expect(rowsOf(shared(3), strings)).rejects.toThrow(DAMAGED);
  });

  it('are not read where no cell has one', async () => {
    const parts = workbookParts(ROW).map((part) =>
      part.name === 'xl/sharedStrings.xml' ? { ...part, method: 99 } : part,
    );
    expect((await read(parts)).sheets[0].rows).toEqual([['a']]);
  });

  it('that are not read, because there are too many, are empty cells', async () => {
    const strings = `<si><t>a</t></si>${' '.repeat(4 * 1024 * 1024)}<si><t>b</t></si>`;
    expect(await rowsOf(shared(1, 0, 1), strings)).toEqual([['', 'a', '']]);
  });

  it.each<[string, Partial<Record<string, string>>]>([
    ['named nowhere', { 'xl/_rels/workbook.xml.rels': `<a>${SHEET_RELATION}</a>` }],
    ['not in the archive', { 'xl/sharedStrings.xml': undefined }],
  ])('that are %s make a file damaged', async (_, changes) => {
    const attempt = rowsOf(shared(0), '', changes);
    await expect(attempt).rejects.toThrow(UnreadableSpreadsheet);
    await expect(attempt).rejects.toThrow(DAMAGED);
  });
});

describe('a workbook', () => {
  const sheets = (list: string) => ({
    'xl/workbook.xml': `<workbook xmlns:r="${RELATIONS}"><sheets>${list}</sheets><other r:id="rId7"/></workbook>`,
  });

  it('gives its first 20 sheets, hidden or not', async () => {
    const states = ['', ' state="visible"', ' state="hidden"', ' state="veryHidden"'];
    const list = states.map((state) => `<sheet r:id="rId7"${state}/>`).join('');
    const given = await read(workbookParts(ROW, '', sheets(list.repeat(6))));
    expect(given.sheets).toHaveLength(20);
    expect(given.sheets.slice(0, 4).map(({ isHidden }) => isHidden)).toEqual([
      false,
      false,
      true,
      true,
    ]);
  });

  it('names its parts in tags of either kind', async () => {
    const open = (list: string) => list.replace(/<(\w+)([^>]*)\/>/g, '<$1$2></$1>');
    const changes = {
      ...sheets('<sheet r:id="rId7"></sheet>'),
      'xl/_rels/workbook.xml.rels': `<Relationships>${open(SHEET_RELATION)}</Relationships>`,
    };
    expect(await rowsOf(ROW, '', changes)).toEqual([['a']]);
  });

  it('has sheets with charts, which are left out, as are those that nothing describes', async () => {
    const list = '<sheet r:id="rId8"/><sheet r:id="rId9"/><sheet/><sheet r:id="rId7"/>';
    const changes = {
      ...sheets(list),
      'xl/_rels/workbook.xml.rels': `<a>${relation('rId8', 'chartsheet', 'chart.xml')}${SHEET_RELATION}</a>`,
      'xl/chart.xml': '<chartsheet/>',
    };
    expect(await rowsOf(ROW, '', changes)).toEqual([['a']]);
  });

  it('may be anywhere in the archive', async () => {
    const changes = {
      '_rels/.rels': `<a>${relation('rId1', 'core-properties', 'core.xml')}${relation('rId2', 'officeDocument', 'book.xml')}</a>`,
      'book.xml': `<workbook xmlns:r="${RELATIONS}"><sheets><sheet r:id="rId7"/></sheets></workbook>`,
      '_rels/book.xml.rels': `<a>${relation('rId7', 'worksheet', `/${SHEET}`)}</a>`,
      'xl/workbook.xml': undefined,
    };
    expect(await rowsOf(ROW, '', changes)).toEqual([['a']]);
  });

  it('does not mind relations without a type', async () => {
    const changes = {
      'xl/_rels/workbook.xml.rels': `<a><Relationship Id="rId7" Target="x"/>${SHEET_RELATION}</a>`,
    };
    expect(await rowsOf(ROW, '', changes)).toEqual([['a']]);
  });

  it.each([
    ['is no address', relation('rId7', 'worksheet', 'http://')],
    ['is missing', `<Relationship Id="rId7" Type="${RELATIONS}/worksheet"/>`],
  ])('is damaged where the target of its sheet %s', async (_, described) => {
    const changes = { 'xl/_rels/workbook.xml.rels': `<a>${described}</a>` };
    const attempt = rowsOf(ROW, '', changes);
    await expect(attempt).rejects.toThrow(UnreadableSpreadsheet);
    await expect(attempt).rejects.toThrow(DAMAGED);
  });

  it.each<[string, Partial<Record<string, string>>]>([
    ['no list of sheets', { 'xl/workbook.xml': undefined }],
    ['no sheet in its list', sheets('')],
  ])('needs a sheet: %s', async (_, changes) => {
    const error = await rowsOf(ROW, '', changes).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnreadableSpreadsheet);
    expect(error).toMatchObject({
      message: 'The file is not an Excel workbook with a sheet in it',
      description: 'Save it as an Excel workbook (.xlsx).',
    });
  });
});
