import { deflateRawSync } from 'node:zlib';

import ExcelJS from 'exceljs';
import fc from 'fast-check';

import { readHeaderRow } from '../../xiaoa/files/spreadsheet/headerRow';
import { UnreadableSpreadsheet } from '../../xiaoa/files/spreadsheet/unreadable';
import { randomRuns } from '../support/randomRuns';

const pause = async () => await new Promise<void>((resolve) => setImmediate(resolve));

/** A row of texts, or the reason why there is none; anything else is thrown on. */
async function read(bytes: Uint8Array): Promise<readonly string[] | string> {
  try {
    return await readHeaderRow(bytes, () => false, pause);
  } catch (error) {
    if (error instanceof UnreadableSpreadsheet) return error.message;
    throw error;
  }
}

describe('a workbook that exceljs has made', () => {
  let whole: Buffer;
  beforeAll(async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('模板').addRows([
      ['姓名', '电话', '车型', '到期日'],
      ['张三', '13800138000', 'A6', new Date(0)],
    ]);
    book.addWorksheet('说明').addRow(['x']);
    whole = Buffer.from(await book.xlsx.writeBuffer());
  });

  it('is read, or refused in plain words, whatever happened to its bytes', async () => {
    const change = fc.record({
      at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      removed: fc.nat({ max: 40 }),
      added: fc.uint8Array({ maxLength: 40 }),
    });
    const changes = fc.array(change, { minLength: 1, maxLength: 6 });
    const outcomes = new Set<string>();
    await fc.assert(
      fc.asyncProperty(changes, fc.boolean(), async (all, swap) => {
        let bytes = whole;
        for (const { at, removed, added } of all) {
          const place = Math.floor(at * bytes.length);
          // In place of what was there, so that the directory still leads to the parts.
          const length = swap ? added.length : removed;
          bytes = Buffer.concat([bytes.subarray(0, place), added, bytes.subarray(place + length)]);
        }
        const outcome = await read(bytes);
        outcomes.add(typeof outcome === 'string' ? outcome : 'a row');
      }),
      randomRuns(600, 600),
    );
    expect([...outcomes].sort()).toEqual(
      expect.arrayContaining(['The file is damaged or incomplete', 'a row']),
    );
  });
});

describe('a small file that unpacks to a large one', () => {
  const MEGABYTE = 1024 * 1024;
  const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const PARTS: Record<string, string> = {
    '_rels/.rels': `<Relationships><Relationship Id="a" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns:r="${RELATIONS}"><sheets><sheet name="一" r:id="s"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="t" Type="${RELATIONS}/sharedStrings" Target="strings.xml"/><Relationship Id="s" Type="${RELATIONS}/worksheet" Target="sheet.xml"/></Relationships>`,
    'xl/sheet.xml': '<sheetData><row><c t="s"><v>999999999</v></c></row></sheetData>',
    'xl/strings.xml': '<sst><si><t>a</t></si></sst>',
  };

  function zip(parts: Record<string, string | Buffer>): Buffer {
    const files: Buffer[] = [];
    const directory: Buffer[] = [];
    let at = 0;
    for (const [name, content] of Object.entries(parts)) {
      const data = deflateRawSync(content);
      const local = Buffer.alloc(30);
      local.writeUInt32LE(0x04034b50, 0);
      local.writeUInt16LE(8, 8);
      local.writeUInt32LE(data.length, 18);
      local.writeUInt16LE(name.length, 26);
      const entry = Buffer.alloc(46);
      entry.writeUInt32LE(0x02014b50, 0);
      entry.writeUInt16LE(8, 10);
      entry.writeUInt32LE(data.length, 20);
      entry.writeUInt16LE(name.length, 28);
      entry.writeUInt32LE(at, 42);
      files.push(local, Buffer.from(name), data);
      directory.push(entry, Buffer.from(name));
      at += local.length + name.length + data.length;
    }
    const end = Buffer.alloc(22);
    end.writeUInt32LE(0x06054b50, 0);
    end.writeUInt16LE(Object.keys(parts).length, 10);
    end.writeUInt32LE(at, 16);
    return Buffer.concat([...files, ...directory, end]);
  }

  const endless = (piece: string) => Buffer.alloc(100 * MEGABYTE, piece);

  it.each([
    ['in its cells', 'xl/sheet.xml', '', '<c/>'],
    ['in one tag', 'xl/sheet.xml', '<c ', 'a '],
    ['in its shared strings', 'xl/strings.xml', '<sst>', '<si><t>x</t></si>'],
  ])('%s is given up before it fills the memory', async (_, name, start, piece) => {
    const content = Buffer.concat([Buffer.from(start), endless(piece)]);
    const bomb = zip({ ...PARTS, [name]: content });
    expect(bomb.length).toBeLessThan(MEGABYTE);
    const before = process.memoryUsage.rss();
    let most = before;
    let last = performance.now();
    let longestStall = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss());
      longestStall = Math.max(longestStall, performance.now() - last);
      last = performance.now();
    }, 5);
    const begun = performance.now();
    const outcome = await read(bomb);
    await pause();
    clearInterval(watch);
    expect(typeof outcome === 'string' || outcome.length === 0).toBe(true);
    expect(Math.max(most, process.memoryUsage.rss()) - before).toBeLessThan(200 * MEGABYTE);
    expect(longestStall).toBeLessThan(1_000);
    expect(performance.now() - begun).toBeLessThan(10_000);
  });
});
