import ExcelJS from 'exceljs';
import fc from 'fast-check';

import { readHeaderRow } from '../../xiaoa/files/spreadsheet/headerRow';
import { UnreadableSpreadsheet } from '../../xiaoa/files/spreadsheet/unreadable';
import { randomRuns } from '../support/randomRuns';
import { deflateRepeated, zipWith } from '../support/zip';
import { workbookParts } from '../xiaoa/files/spreadsheet/containers';

const pause = async () => await new Promise<void>((resolve) => setImmediate(resolve));

/** A row of texts, or the reason why there is none; anything else is thrown on. */
async function read(bytes: Uint8Array): Promise<readonly string[] | string> {
  try {
    return await readHeaderRow(bytes, [() => false], pause);
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
  const PARTS = workbookParts('<row><c t="s"><v>999999999</v></c></row>', '<si><t>a</t></si>');

  it.each([
    ['in its cells', 'xl/worksheets/odd name.xml', '', '<c/>'],
    ['in one tag', 'xl/worksheets/odd name.xml', '<c ', 'a '],
    ['in its shared strings', 'xl/sharedStrings.xml', '<sst>', '<si><t>x</t></si>'],
  ])('%s is given up before it fills the memory', async (_, name, start, piece) => {
    const pieces = piece.repeat(MEGABYTE / piece.length);
    const content = deflateRepeated([start, 1], [pieces, 101]);
    const bomb = zipWith(
      PARTS.map((part) => (part.name === name ? { name, content, deflated: true } : part)),
    );
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
