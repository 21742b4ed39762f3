/** Written by hand after the specifications, as small as they can be. */
import type { Part } from '../../../support/zip';

const HEADER = 512;
const PIECE = 64;
const SMALL = 4_096;
const FREE = 0xffffffff;
const END = 0xfffffffe;
const TABLE = 0xfffffffd;

export interface Stream {
  readonly name: string;
  readonly content: Buffer;
  /** 2 is a stream, 1 a folder, 5 the root; default 2 */
  readonly type?: number;
  /** As the file says; default that of the content */
  readonly size?: number;
}

export interface Shape {
  /** Without the root nothing holds the small streams. */
  readonly hasRoot?: boolean;
  /** The sector of the table is named behind the header, not in it. */
  readonly isFar?: boolean;
  /** The table is in the last sector, not in the first. */
  readonly isTableLast?: boolean;
  /** Sectors have 2 ** shift bytes; default 512 of them */
  readonly shift?: number;
  /** The mark at the end of a chain */
  readonly end?: number;
}

/** A compound file. */
export function compoundOf(
  streams: readonly Stream[],
  { hasRoot = true, isFar = false, isTableLast = false, shift = 9, end = END }: Shape = {},
): Buffer {
  const sectorSize = 1 << shift;
  const sectors: Buffer[] = isTableLast ? [] : [Buffer.alloc(sectorSize)];
  const next: number[] = isTableLast ? [] : [TABLE];
  const store = (content: Buffer) => {
    const start = sectors.length;
    const count = Math.ceil(content.length / sectorSize);
    const padded = Buffer.concat([content, Buffer.alloc(count * sectorSize - content.length)]);
    for (let at = 0; at < count; at++) {
      sectors.push(padded.subarray(at * sectorSize, (at + 1) * sectorSize));
      next.push(at === count - 1 ? end : start + at + 1);
    }
    return count === 0 ? end : start;
  };

  const pieces: Buffer[] = [];
  const nextPiece: number[] = [];
  const storeSmall = (content: Buffer) => {
    const start = pieces.length;
    const count = Math.ceil(content.length / PIECE);
    for (let at = 0; at < count; at++) {
      const piece = Buffer.alloc(PIECE);
      content.copy(piece, 0, at * PIECE);
      pieces.push(piece);
      nextPiece.push(at === count - 1 ? end : start + at + 1);
    }
    return start;
  };

  const entries = streams.map(({ name, content, type = 2, size = content.length }) =>
    entryOf(name, type, content.length < SMALL ? storeSmall(content) : store(content), size),
  );
  const container = Buffer.concat(pieces);
  const root = entryOf('Root Entry', hasRoot ? 5 : 0, store(container), container.length);
  const small = store(numbersOf([...nextPiece, ...Array<number>(128).fill(FREE)]));
  const directory = store(Buffer.concat([root, ...entries]));
  const table = isTableLast ? sectors.length + Number(isFar) : 0;
  const header = Buffer.concat([Buffer.alloc(HEADER, 0xff), Buffer.alloc(sectorSize - HEADER)]);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.writeUInt16LE(shift, 30);
  header.writeUInt32LE(directory, 48);
  header.writeUInt32LE(SMALL, 56);
  header.writeUInt32LE(small, 60);
  header.writeUInt32LE(end, 68);
  if (isFar) {
    const far = Array<number>(sectorSize / 4).fill(FREE);
    [far[0], far[far.length - 1]] = [table, end];
    header.writeUInt32LE(store(numbersOf(far)), 68);
  } else header.writeUInt32LE(table, 76);
  if (isTableLast) {
    sectors.push(Buffer.alloc(sectorSize));
    next.push(TABLE);
  }
  const free = Array<number>(sectorSize / 4).fill(FREE);
  numbersOf([...next, ...free]).copy(sectors[table], 0, 0, sectorSize);
  return Buffer.concat([header, ...sectors]);
}

function numbersOf(numbers: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * numbers.length);
  numbers.forEach((number, at) => bytes.writeUInt32LE(number, 4 * at));
  return bytes;
}

function entryOf(name: string, type: number, start: number, size: number): Buffer {
  const entry = Buffer.alloc(128);
  entry.write(name, 'utf16le');
  entry.writeUInt16LE(2 * name.length + 2, 64);
  entry[66] = type;
  entry.writeUInt32LE(start, 116);
  entry.writeUInt32LE(size, 120);
  return entry;
}

const NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"';
export const RELATIONS = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of one sheet, whose rows and shared strings are given as XML. `changes` replaces or leaves out parts. */
export function workbookParts(
  rows: string,
  strings = '',
  changes: Partial<Record<string, string>> = {},
): Part[] {
  const content: Record<string, string | undefined> = {
    '_rels/.rels': `<Relationships><Relationship Id="rId1" Type="${RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook ${NAMESPACE} xmlns:r="${RELATIONS}"><sheets><sheet name="一" sheetId="1" r:id="rId7"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships><Relationship Id="rId2" Type="${RELATIONS}/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId7" Type="${RELATIONS}/worksheet" Target="worksheets/odd name.xml"/></Relationships>`,
    'xl/worksheets/odd name.xml': `<?xml version="1.0" encoding="UTF-8"?><worksheet ${NAMESPACE}><sheetData>${rows}</sheetData></worksheet>`,
    'xl/sharedStrings.xml': `<sst ${NAMESPACE}>${strings}</sst>`,
    ...changes,
  };
  return Object.entries(content).flatMap(([name, text]) =>
    text === undefined ? [] : [{ name, content: text }],
  );
}
