import { createHash } from 'node:crypto';

import {
  ByteReader,
  ByteWriter,
  DamagedText,
  packBytes,
  unpackBytes,
} from '../../xiaoa/packedBytes';
import { deflateRepeated } from '../support/zip';

/** As if somebody had made the check as well. */
const checked = (text: string) =>
  `${text}.${createHash('sha256').update(text).digest('base64url').slice(0, 6)}`;

describe('packed bytes', () => {
  it('come back as they were, from any place in their buffer', async () => {
    for (const bytes of [
      new Uint8Array(0),
      Uint8Array.of(1, 2, 3, 255).subarray(1),
      Buffer.alloc(9_000, 'ab'),
    ]) {
      const text = await packBytes(bytes);
      expect(text).toMatch(/^[\w-]+\.[\w-]{6}$/);
      expect(Buffer.from(await unpackBytes(text))).toEqual(Buffer.from(bytes));
    }
    expect((await packBytes(Buffer.alloc(9_000, 'ab'))).length).toBeLessThan(100);
  });

  it.each([
    ['no check', 'AAAA'],
    ['another check', 'AAAA.AAAAAA'],
    ['another check behind whole bytes', 'AwA.AAAAAA'],
    ['an empty text', ''],
    ['more than a check', `${checked('AwA')}.more`],
    ['no packed bytes', checked('!!!!')],
    ['other bytes', checked(Buffer.from('not packed').toString('base64url'))],
  ])('are damaged where there is %s', async (_, text) => {
    const failure = await unpackBytes(text).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(DamagedText);
    expect(failure).toMatchObject({
      name: 'XiaoADamagedText',
      message: 'The packed text is damaged',
    });
  });

  it('are not unpacked beyond what any state holds', async () => {
    const packed = deflateRepeated([Buffer.alloc(1024 * 1024), 64], [Buffer.alloc(1), 1]);
    await expect(unpackBytes(checked(packed.toString('base64url')))).rejects.toThrow(DamagedText);
  });
});

describe('numbers in bytes', () => {
  const written = (write: (bytes: ByteWriter) => void) => {
    const bytes = new ByteWriter();
    write(bytes);
    return bytes.bytes();
  };

  it.each([
    [0, 1],
    [127, 1],
    [128, 2],
    [16_383, 2],
    [16_384, 3],
    [2 ** 31, 5],
    [2 ** 49, 8],
    [2 ** 53 - 1, 8],
  ])('%i takes %i bytes', (number, length) => {
    const bytes = written((to) => to.number(number));
    expect(bytes).toHaveLength(length);
    const reader = new ByteReader(bytes);
    expect([reader.number(), reader.left]).toEqual([number, 0]);
  });

  it('stand among other bytes, however many there are', () => {
    const block = Uint8Array.from({ length: 3_000 }, (_, at) => at % 256);
    const bytes = written((to) => {
      for (let number = 0; number < 1_000; number++) to.number(1_000 * number);
      to.put(block);
      to.number(7);
      expect(to.length).toBe(to.bytes().length);
    });
    const reader = new ByteReader(bytes);
    for (let number = 0; number < 1_000; number++) expect(reader.number()).toBe(1_000 * number);
    expect(reader.left).toBe(3_001);
    expect(reader.take(3_000)).toEqual(block);
    expect([reader.number(), reader.left]).toEqual([7, 0]);
  });

  it.each([1_015, 1_016, 1_017, 1_024, 1_025])('go on behind %i bytes', (length) => {
    const bytes = written((to) => {
      to.put(new Uint8Array(length));
      to.number(2 ** 53 - 1);
      to.number(5);
    });
    const reader = new ByteReader(bytes);
    reader.take(length);
    expect([reader.number(), reader.number(), reader.left]).toEqual([2 ** 53 - 1, 5, 0]);
  });

  it('that do not end, or are too long, are damaged', () => {
    expect(() => new ByteReader(Uint8Array.of()).number()).toThrow(DamagedText);
    expect(() => new ByteReader(Uint8Array.of(200)).number()).toThrow(DamagedText);
    const long = new Uint8Array(20).fill(255);
    expect(() => new ByteReader(long).number()).toThrow(DamagedText);
    expect(new ByteReader(Uint8Array.of(...Array<number>(8).fill(128), 0)).number()).toBe(0);
    expect(() => new ByteReader(Uint8Array.of(...Array<number>(9).fill(128), 0)).number()).toThrow(
      DamagedText,
    );
  });

  it('of which fewer are left than are taken are damaged', () => {
    const reader = new ByteReader(Uint8Array.of(1, 2, 3));
    expect(() => reader.take(4)).toThrow(DamagedText);
    expect([...reader.take(3)]).toEqual([1, 2, 3]);
    expect(() => reader.take(1)).toThrow(DamagedText);
    expect(reader.take(0)).toHaveLength(0);
  });
});
