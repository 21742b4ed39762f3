import { CompoundFile, isCompoundFile } from '../../../../xiaoa/files/spreadsheet/compoundFile';
import { UnreadableSpreadsheet } from '../../../../xiaoa/files/spreadsheet/unreadable';
import { compoundOf, type Shape } from './containers';

describe('a compound file', () => {
  const large = Buffer.from(Array.from({ length: 5_000 }, (_, at) => at % 251));
  const small = Buffer.from(Array.from({ length: 200 }, (_, at) => at % 247));
  const named = [
    { name: 'Folder', content: Buffer.alloc(0), type: 1 },
    { name: 'Small', content: small },
    { name: 'Large', content: large },
    { name: 'Other', content: Buffer.alloc(4_096, 7) },
  ];
  /** A file of so many sectors; its header is one. */
  const fileOf = (sectors: number, shape: Shape = {}) => {
    const withFiller = (count: number) =>
      compoundOf([...named, { name: 'Filler', content: Buffer.alloc(512 * count) }], shape);
    return withFiller(8 + sectors - withFiller(8).length / 512);
  };
  /** Where the directory says what it knows of the stream with this place in it. */
  const entryOf = (bytes: Buffer, place: number) =>
    512 * (bytes.readUInt32LE(48) + 1) + 128 * place;

  it.each([false, true])('is read, with its table behind the header: %s', (isFar) => {
    // Only long files have their table there.
    const filler = { name: 'Filler', content: Buffer.alloc(90 * 512) };
    const bytes = compoundOf([...named, ...(isFar ? [filler] : [])], { isFar });
    expect(isCompoundFile(bytes)).toBe(true);
    const file = new CompoundFile(bytes);
    expect(file.names.slice(0, 5)).toEqual(['root entry', 'folder', 'small', 'large', 'other']);
    expect(file.read('large', 10_000)).toEqual(large);
    expect(file.read('large', 1_000)).toEqual(large.subarray(0, 1_000));
    expect(file.read('large', 1_024)).toEqual(large.subarray(0, 1_024));
    expect(file.read('small', 10_000)).toEqual(small);
    expect(file.read('small', 64)).toEqual(small.subarray(0, 64));
    expect(file.read('small', 100)).toEqual(small.subarray(0, 100));
    expect(file.read('other', 10_000)).toEqual(Buffer.alloc(4_096, 7));
    expect(file.read('folder', 10)).toBeUndefined();
    expect(file.read('missing', 10)).toBeUndefined();
  });

  it.each<[string, (bytes: Buffer) => unknown]>([
    ['sectors of another size', (bytes) => bytes.writeUInt16LE(10, 30)],
    ['a directory outside of it', (bytes) => bytes.writeUInt32LE(9_999, 48)],
    ['a directory just outside of it', (bytes) => bytes.writeUInt32LE(bytes.length / 512 - 1, 48)],
    ['a table outside of it', (bytes) => bytes.writeUInt32LE(9_999, 76)],
  ])('is damaged where it has %s', (_, damage) => {
    const bytes = compoundOf(named);
    damage(bytes);
    expect(() => new CompoundFile(bytes)).toThrow('The Excel file is damaged or incomplete');
  });

  it('is damaged where a chain never ends, or nothing holds its small streams', () => {
    const circle = compoundOf(named);
    const entry = (circle.readUInt32LE(48) + 1) * 512 + 3 * 128;
    const start = circle.readUInt32LE(entry + 116);
    circle.writeUInt32LE(10_000_000, entry + 120);
    circle.writeUInt32LE(start, 512 + 4 * start);
    expect(() => new CompoundFile(circle).read('large', 10_000_000)).toThrow(UnreadableSpreadsheet);
    const file = new CompoundFile(compoundOf(named, { hasRoot: false }));
    expect(() => file.read('small', 10)).toThrow(UnreadableSpreadsheet);
    expect(file.read('large', 10)).toEqual(large.subarray(0, 10));
  });

  it('is one by its first eight bytes', () => {
    const bytes = compoundOf([]);
    for (let at = 0; at < 8; at++) {
      const other = Buffer.from(bytes);
      other[at] ^= 1;
      expect(isCompoundFile(other)).toBe(false);
    }
  });

  it.each<[string, Shape]>([
    ['4096 bytes', { shift: 12 }],
    ['512 bytes, the last of which has the table', { isTableLast: true }],
  ])('is read with sectors of %s', (_, shape) => {
    // The first sector has a stream then.
    const file = new CompoundFile(compoundOf(named.slice(2), shape));
    expect(file.read('large', 10_000)).toEqual(large);
    expect(file.read('other', 10_000)).toEqual(Buffer.alloc(4_096, 7));
  });

  it('is damaged with sectors of 1024 bytes, even where everything fits them', () => {
    const bytes = compoundOf(named, { shift: 10 });
    expect(() => new CompoundFile(bytes)).toThrow('The Excel file is damaged or incomplete');
  });

  it('may fill the last sector of its directory', () => {
    const file = new CompoundFile(compoundOf(named.slice(1)));
    expect(file.names).toEqual(['root entry', 'small', 'large', 'other']);
  });

  it('has its table behind the header only where it has more than 109 sectors', () => {
    expect(fileOf(110)).toHaveLength(110 * 512);
    expect(new CompoundFile(fileOf(110, { isFar: true })).read('large', 10_000)).toEqual(large);
    for (const sectors of [50, 109]) {
      const bytes = fileOf(sectors);
      bytes.writeUInt32LE(9_999, 68);
      expect(new CompoundFile(bytes).read('large', 10_000)).toEqual(large);
    }
  });

  it.each([0xfffffffa, 0xfffffffc, 0xfffffffe, 0xffffffff])('ends chains with %d', (end) => {
    const bytes = fileOf(120, { end });
    bytes.writeUInt32LE(end, 80);
    bytes.writeUInt32LE(1_000, entryOf(bytes, 2) + 120);
    bytes.writeUInt32LE(10_000, entryOf(bytes, 4) + 120);
    const file = new CompoundFile(bytes);
    expect(file.read('large', 10_000)).toEqual(large);
    // Streams that are shorter than the directory says.
    expect(file.read('small', 10_000)).toEqual(Buffer.concat([small, Buffer.alloc(56)]));
    expect(file.read('other', 10_000)).toEqual(Buffer.alloc(4_096, 7));
  });

  it('is not read beyond the limit, where its chains may lead nowhere', () => {
    const bytes = compoundOf(named);
    const start = bytes.readUInt32LE(entryOf(bytes, 3) + 116);
    bytes.writeUInt32LE(9_999, 512 + 4 * (start + 1));
    const piece = bytes.readUInt32LE(entryOf(bytes, 2) + 116);
    bytes.writeUInt32LE(9_999, 512 * (bytes.readUInt32LE(60) + 1) + 4 * (piece + 1));
    const file = new CompoundFile(bytes);
    expect(file.read('large', 1_024)).toEqual(large.subarray(0, 1_024));
    expect(() => file.read('large', 1_025)).toThrow(UnreadableSpreadsheet);
    expect(file.read('small', 128)).toEqual(small.subarray(0, 128));
    expect(() => file.read('small', 129)).toThrow(UnreadableSpreadsheet);
  });

  it('is damaged where a chain has more sectors than the file and one', () => {
    const bytes = compoundOf(named);
    const entry = entryOf(bytes, 3);
    const start = bytes.readUInt32LE(entry + 116);
    bytes.writeUInt32LE(start, 512 + 4 * start);
    const most = bytes.length + 512;
    bytes.writeUInt32LE(most, entry + 120);
    expect(new CompoundFile(bytes).read('large', most)).toHaveLength(most);
    bytes.writeUInt32LE(most + 1, entry + 120);
    expect(() => new CompoundFile(bytes).read('large', most + 1)).toThrow(UnreadableSpreadsheet);
  });
});
