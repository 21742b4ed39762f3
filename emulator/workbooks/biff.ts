import { compoundFile } from './compoundFile';
import type { Sheet } from './sheet';

const BOF = 0x0809;
const EOF = 0x000a;
const CODEPAGE = 0x0042;
const BOUNDSHEET = 0x0085;
const FONT = 0x0031;
const XF = 0x00e0;
const LABEL = 0x0204;
const DIMENSIONS = 0x0200;

const WORKBOOK = 0x0005;
const WORKSHEET = 0x0010;

/** Ten points, usual weight and colour; then the name as one-byte characters. */
const ARIAL = Buffer.concat([
  Buffer.from('c8000000ff7f9001000000000000', 'hex'),
  Buffer.from([5, 0]),
  Buffer.from('Arial', 'latin1'),
]);

/** A workbook of Excel 97 (MS-XLS, BIFF8) with nothing but texts. */
export function biffWorkbook(sheets: Sheet[]): Buffer {
  const bodies = sheets.map(sheetStream);
  // The places of the sheets are known once the globals' length is.
  const length = globals(sheets, bodies, 0).length;
  const stream = Buffer.concat([globals(sheets, bodies, length), ...bodies]);
  return compoundFile([{ name: 'Workbook', bytes: stream }]);
}

function globals(sheets: Sheet[], bodies: Buffer[], start: number): Buffer {
  let place = start;
  const bound = sheets.map(({ name, hidden }, index) => {
    const data = Buffer.alloc(6);
    data.writeUInt32LE(place, 0);
    data.writeUInt8(hidden ? 1 : 0, 4);
    place += bodies[index].length;
    return record(BOUNDSHEET, data, Buffer.from([name.length, 1]), Buffer.from(name, 'utf16le'));
  });
  // Excel wants the formats 0 to 14 of styles, then 15, the one of cells.
  const styles = Array.from({ length: 16 }, (_, index) =>
    record(
      XF,
      Buffer.from(`00000000${index === 15 ? '0100' : 'f5ff'}2000${'00'.repeat(12)}`, 'hex'),
    ),
  );
  return Buffer.concat([
    record(BOF, beginning(WORKBOOK)),
    record(CODEPAGE, Buffer.from([0xb0, 0x04])),
    record(FONT, ARIAL),
    ...styles,
    ...bound,
    record(EOF),
  ]);
}

function sheetStream({ rows }: Sheet): Buffer {
  const size = Buffer.alloc(14);
  size.writeUInt32LE(rows.length, 4);
  size.writeUInt16LE(Math.max(0, ...rows.map((row) => row.length)), 10);
  const cells = rows.flatMap((row, y) =>
    row.map((text, x) => {
      const data = Buffer.alloc(9);
      data.writeUInt16LE(y, 0);
      data.writeUInt16LE(x, 2);
      data.writeUInt16LE(15, 4);
      data.writeUInt16LE(text.length, 6);
      data.writeUInt8(1, 8);
      return record(LABEL, data, Buffer.from(text, 'utf16le'));
    }),
  );
  return Buffer.concat([
    record(BOF, beginning(WORKSHEET)),
    record(DIMENSIONS, size),
    ...cells,
    record(EOF),
  ]);
}

function beginning(type: number): Buffer {
  const data = Buffer.alloc(16);
  data.writeUInt16LE(0x0600, 0);
  data.writeUInt16LE(type, 2);
  data.writeUInt16LE(0x0dbb, 4);
  data.writeUInt16LE(0x07cc, 6);
  return data;
}

function record(id: number, ...parts: Buffer[]): Buffer {
  const data = Buffer.concat(parts);
  const head = Buffer.alloc(4);
  head.writeUInt16LE(id, 0);
  head.writeUInt16LE(data.length, 2);
  return Buffer.concat([head, data]);
}
