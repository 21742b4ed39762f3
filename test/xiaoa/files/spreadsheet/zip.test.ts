import { UnreadableSpreadsheet } from '../../../../xiaoa/files/spreadsheet/unreadable';
import { ZipArchive } from '../../../../xiaoa/files/spreadsheet/zip';
import { zipOf, zipWith, type Part } from '../../../support/zip';

const DAMAGED = 'The Excel file is damaged or incomplete';
const PARTS: Part[] = [
  { name: 'A/b.xml', content: '姓名' },
  { name: 'c', content: '电话', stored: true },
];
const END_LENGTH = 22;
/** Where the directory of an archive without a comment begins. */
const directoryOf = (bytes: Buffer) => bytes.readUInt32LE(bytes.length - END_LENGTH + 16);
const read = async (bytes: Buffer, name: string, limit = 1_000) =>
  await new ZipArchive(bytes).read(name, limit);
/** Digits that cannot be compressed to much less than half of them. */
const digits = (count: number) => {
  let state = 1;
  return Array.from({ length: count }, () => {
    state = (state * 48_271) % 2_147_483_647;
    return state % 10;
  }).join('');
};

describe('an archive', () => {
  it('gives its entries, which have extra fields and comments', async () => {
    const bytes = zipWith(PARTS);
    expect(new ZipArchive(bytes).names).toEqual(['a/b.xml', 'c']);
    expect(await read(bytes, 'a/B.xml')).toEqual({ text: '姓名', whole: true });
    expect(await read(bytes, 'c')).toEqual({ text: '电话', whole: true });
    expect(await read(bytes, 'd')).toBeUndefined();
  });

  it('may be empty', () => expect(new ZipArchive(zipOf([])).names).toEqual([]));

  it('may end with a comment of 65535 bytes', async () => {
    const bytes = zipWith(PARTS, 'x'.repeat(0xffff));
    expect(await read(bytes, 'c')).toEqual({ text: '电话', whole: true });
    const longer = Buffer.concat([bytes, Buffer.from('x')]);
    expect(() => new ZipArchive(longer)).toThrow(DAMAGED);
  });

  it('is encrypted where one of its entries is', async () => {
    const bytes = zipWith([PARTS[0], { ...PARTS[1], flags: 1 }]);
    expect(new ZipArchive(bytes).isEncrypted).toBe(true);
    expect(new ZipArchive(zipWith(PARTS)).isEncrypted).toBe(false);
    expect(await read(bytes, 'a/b.xml')).toEqual({ text: '姓名', whole: true });
    const error = await read(bytes, 'c').catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(UnreadableSpreadsheet);
    expect(error).toMatchObject({
      message: 'The Excel file is protected with a password',
      description: 'Save it without a password.',
    });
  });

  it.each<[string, (bytes: Buffer) => unknown]>([
    ['a directory elsewhere', (bytes) => bytes.writeUInt32LE(0x02014b51, directoryOf(bytes))],
    ['a size for zip64', (bytes) => bytes.writeUInt32LE(0xffffffff, directoryOf(bytes) + 20)],
    ['a place for zip64', (bytes) => bytes.writeUInt32LE(0xffffffff, directoryOf(bytes) + 42)],
    ['no end', (bytes) => bytes.writeUInt32LE(0, bytes.length - END_LENGTH)],
  ])('is damaged where it has %s', (_, damage) => {
    const bytes = zipWith(PARTS);
    damage(bytes);
    expect(() => new ZipArchive(bytes)).toThrow(DAMAGED);
  });
});

describe('an entry', () => {
  it('is damaged where nothing begins at its place', async () => {
    const bytes = zipWith(PARTS);
    bytes.writeUInt32LE(0x04034b51, 0);
    await expect(read(bytes, 'a/b.xml')).rejects.toThrow(DAMAGED);
    expect(await read(bytes, 'c')).toBeDefined();
  });

  it('is damaged where it is packed in a way that Excel does not know', async () => {
    const bytes = zipWith([{ ...PARTS[0], method: 9 }]);
    await expect(read(bytes, 'a/b.xml')).rejects.toThrow(DAMAGED);
  });

  it('is damaged where it is longer than the file', async () => {
    const part = PARTS[1];
    const begin = 30 + part.name.length + 4;
    const rest = zipWith([part]).length - begin;
    const whole = await read(zipWith([{ ...part, size: rest }]), 'c');
    expect(whole?.text).toMatch(/^电话/);
    await expect(read(zipWith([{ ...part, size: rest + 1 }]), 'c')).rejects.toThrow(DAMAGED);
    await expect(read(zipWith([{ ...part, size: 99_999 }]), 'c')).rejects.toThrow(DAMAGED);
  });

  it.each([true, false])('is read up to the limit, stored: %s', async (stored) => {
    const content = digits(1_000);
    const bytes = zipWith([{ name: 'a', content, stored }]);
    expect(await read(bytes, 'a', 1_000)).toEqual({ text: content, whole: true });
    expect(await read(bytes, 'a', 999)).toEqual({ text: content.slice(0, 999), whole: false });
  });

  it.each([16_384, 32_768, 65_536])('that goes on behind %d bytes is not whole', async (limit) => {
    const bytes = zipWith([{ name: 'a', content: 'a'.repeat(100_000) }]);
    expect(await read(bytes, 'a', limit)).toEqual({ text: 'a'.repeat(limit), whole: false });
  });

  it('is unpacked no further than the limit, and damaged where it breaks off before it', async () => {
    const content = digits(200_000);
    const bytes = zipWith([{ name: 'a', content, size: 60_000 }]);
    expect(await read(bytes, 'a', 100)).toEqual({ text: content.slice(0, 100), whole: false });
    await expect(read(bytes, 'a', 300_000)).rejects.toThrow(DAMAGED);
  });
});
