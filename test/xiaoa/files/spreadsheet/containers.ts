/** Written by hand after the specifications, as small as they can be. */

/** A zip archive of empty files. */
export function zipOf(names: readonly string[], flags = 0): Buffer {
  const local: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const name of names) {
    const header = Buffer.alloc(30);
    header.writeUInt32LE(0x04034b50, 0);
    header.writeUInt16LE(flags, 6);
    header.writeUInt16LE(Buffer.byteLength(name), 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE(at, 42);
    local.push(header, Buffer.from(name));
    directory.push(entry, Buffer.from(name));
    at += 30 + Buffer.byteLength(name);
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(names.length, 8);
  end.writeUInt16LE(names.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...local, ...directory, end]);
}

const SECTOR = 512;
const PIECE = 64;
const SMALL = 4_096;
const FREE = 0xffffffff;
const END = 0xfffffffe;

export interface Stream {
  readonly name: string;
  readonly content: Buffer;
  /** 2 is a stream, 1 a folder, 5 the root; default 2 */
  readonly type?: number;
}

/** A compound file. `hasRoot` false leaves out the root, `isFar` names the sector of the table behind the header. */
export function compoundOf(
  streams: readonly Stream[],
  { hasRoot = true, isFar = false } = {},
): Buffer {
  const sectors: Buffer[] = [Buffer.alloc(SECTOR)];
  const next: number[] = [0xfffffffd];
  const store = (content: Buffer) => {
    const start = sectors.length;
    const count = Math.ceil(content.length / SECTOR);
    const padded = Buffer.concat([content, Buffer.alloc(count * SECTOR - content.length)]);
    for (let at = 0; at < count; at++) {
      sectors.push(padded.subarray(at * SECTOR, (at + 1) * SECTOR));
      next.push(at === count - 1 ? END : start + at + 1);
    }
    return count === 0 ? END : start;
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
      nextPiece.push(at === count - 1 ? END : start + at + 1);
    }
    return start;
  };

  const entries = streams.map(({ name, content, type = 2 }) =>
    entryOf(
      name,
      type,
      content.length < SMALL ? storeSmall(content) : store(content),
      content.length,
    ),
  );
  const container = Buffer.concat(pieces);
  const root = entryOf('Root Entry', hasRoot ? 5 : 0, store(container), container.length);
  const table = store(numbersOf([...nextPiece, ...Array<number>(128).fill(FREE)]));
  const directory = store(Buffer.concat([root, ...entries]));
  const header = Buffer.alloc(SECTOR, 0xff);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(header);
  header.writeUInt16LE(9, 30);
  header.writeUInt32LE(directory, 48);
  header.writeUInt32LE(SMALL, 56);
  header.writeUInt32LE(table, 60);
  header.writeUInt32LE(END, 68);
  if (isFar) {
    const far = Array<number>(128).fill(FREE);
    [far[0], far[127]] = [0, END];
    header.writeUInt32LE(store(numbersOf(far)), 68);
  } else header.writeUInt32LE(0, 76);
  numbersOf([...next, ...Array<number>(128).fill(FREE)]).copy(sectors[0], 0, 0, SECTOR);
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
