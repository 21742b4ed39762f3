/** Bytes of a sector. */
const SECTOR = 512;
/** Streams that are shorter live elsewhere in the file, so they are filled up to this. */
const SHORTEST = 4_096;
const END = 0xfffffffe;
const FREE = 0xffffffff;
const FAT = 0xfffffffd;

/**
 * Microsoft's compound file (MS-CFB, version 3), in which old workbooks and encrypted new ones lie.
 * Up to three streams and 64 KB, which is one sector of each table.
 */
export function compoundFile(streams: Array<{ name: string; bytes: Buffer }>): Buffer {
  const table: number[] = [FAT, END];
  const bodies: Buffer[] = [];
  const entries = [entry('Root Entry', 5, END, 0, streams.length > 0 ? 1 : FREE)];
  streams.forEach(({ name, bytes }, index) => {
    const length = Math.max(bytes.length, SHORTEST);
    const sectors = Math.ceil(length / SECTOR);
    const start = table.length;
    for (let sector = 1; sector < sectors; sector += 1) table.push(start + sector);
    table.push(END);
    bodies.push(Buffer.concat([bytes, Buffer.alloc(sectors * SECTOR - bytes.length)]));
    // The names are a tree; a chain to the right is one, if they come sorted.
    entries.push(
      entry(name, 2, start, length, index + 1 < streams.length ? index + 2 : FREE, true),
    );
  });
  while (entries.length < 4) entries.push(entry('', 0, 0, 0, FREE));
  const fat = Buffer.alloc(SECTOR, 0xff);
  table.forEach((next, sector) => fat.writeUInt32LE(next, sector * 4));
  return Buffer.concat([header(), fat, Buffer.concat(entries), ...bodies]);
}

function header(): Buffer {
  const bytes = Buffer.alloc(SECTOR, 0xff);
  Buffer.from('d0cf11e0a1b11ae1', 'hex').copy(bytes);
  bytes.fill(0, 8, 24);
  bytes.writeUInt16LE(0x3e, 24);
  bytes.writeUInt16LE(3, 26);
  bytes.writeUInt16LE(0xfffe, 28);
  // Sectors of 2^9 bytes, small ones of 2^6.
  bytes.writeUInt16LE(9, 30);
  bytes.writeUInt16LE(6, 32);
  bytes.fill(0, 34, 44);
  bytes.writeUInt32LE(1, 44);
  // The directory is sector 1.
  bytes.writeUInt32LE(1, 48);
  bytes.writeUInt32LE(0, 52);
  bytes.writeUInt32LE(SHORTEST, 56);
  bytes.writeUInt32LE(END, 60);
  bytes.writeUInt32LE(0, 64);
  bytes.writeUInt32LE(END, 68);
  bytes.writeUInt32LE(0, 72);
  // The table of sectors is sector 0.
  bytes.writeUInt32LE(0, 76);
  return bytes;
}

function entry(
  name: string,
  type: number,
  start: number,
  length: number,
  next: number,
  isStream = false,
): Buffer {
  const bytes = Buffer.alloc(128);
  bytes.write(name, 0, 'utf16le');
  bytes.writeUInt16LE(name === '' ? 0 : (name.length + 1) * 2, 64);
  bytes.writeUInt8(type, 66);
  bytes.writeUInt8(1, 67);
  bytes.writeUInt32LE(FREE, 68);
  bytes.writeUInt32LE(isStream ? next : FREE, 72);
  bytes.writeUInt32LE(isStream ? FREE : next, 76);
  bytes.writeUInt32LE(start, 116);
  bytes.writeUInt32LE(length, 120);
  return bytes;
}
