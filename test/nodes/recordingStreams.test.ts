import { PassThrough, Readable } from 'node:stream';

import { discard, peek, readUpTo, StalledStream, stallOf } from '../../nodes/shared/byteStream';
import { inSlot } from '../../nodes/shared/download';

const tick = async () => await new Promise((resolve) => setTimeout(resolve, 5));

async function all(stream: Readable): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces).toString();
}

describe('looking at the beginning of a stream', () => {
  it.each([
    ['in one piece', ['abcdefgh']],
    ['byte by byte', [...'abcdefgh']],
    ['in pieces and pauses', ['a', '', 'bcdef', 'gh']],
  ])('leaves everything in it (%s)', async (_, pieces) => {
    for (const wanted of [1, 3, 8, 500]) {
      const stream = new PassThrough();
      const head = peek(stream, wanted);
      for (const piece of pieces) {
        stream.write(piece);
        await tick();
      }
      stream.end();
      expect(Buffer.from(await head).toString()).toBe('abcdefgh'.slice(0, wanted));
      expect(await all(stream)).toBe('abcdefgh');
    }
  });

  it('works when all of it has come and the end is known', async () => {
    const stream = new PassThrough();
    stream.end('abc');
    await tick();
    expect(Buffer.from(await peek(stream, 500)).toString()).toBe('abc');
    await tick();
    expect(await all(stream)).toBe('abc');
  });

  it('works for whoever listens for data, too', async () => {
    const stream = Readable.from(
      ['ab', 'cd'].map((text) => Buffer.from(text)),
      {
        objectMode: false,
      },
    );
    await peek(stream, 3);
    let text = '';
    stream.on('data', (piece: Buffer) => (text += piece.toString()));
    await new Promise((resolve) => stream.on('end', resolve));
    expect(text).toBe('abcd');
  });

  it('gives nothing for an empty one', async () => {
    expect(await peek(Readable.from([]), 500)).toHaveLength(0);
  });

  it.each([
    ['fails', (stream: PassThrough) => void stream.destroy(new Error('cut'))],
    ['is closed', (stream: PassThrough) => void stream.destroy()],
  ])('does not wait for one that %s', async (_, end) => {
    const before = new PassThrough();
    before.on('error', () => {});
    end(before);
    await tick();
    await expect(peek(before, 1)).rejects.toThrow();
    const during = new PassThrough();
    during.on('error', () => {});
    const head = peek(during, 1);
    end(during);
    await expect(head).rejects.toThrow();
  });
});

it('reads no more of a stream than it may', async () => {
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(1000, 'x');
    })(),
  );
  const { bytes, whole } = await readUpTo(endless, 2500);
  expect(bytes).toHaveLength(2500);
  expect(whole).toBe(false);
  expect(endless.destroyed).toBe(true);
});

it('gives a stream up without minding what becomes of it', async () => {
  const page = Readable.from([Buffer.from('<html>')], { objectMode: false });
  discard(page);
  const endless = Readable.from(
    (function* () {
      for (;;) yield Buffer.alloc(10_000);
    })(),
  );
  discard(endless);
  const broken = new PassThrough();
  discard(broken);
  broken.destroy(new Error('cut'));
  discard('no stream');
  discard(undefined);
  await tick();
  expect([page, endless, broken].map(({ destroyed }) => destroyed)).toEqual([true, true, true]);
});

describe('a stream that stalls', () => {
  it('is noticed', async () => {
    const stream = new PassThrough();
    const stall = stallOf(stream, 60);
    stream.write('abc');
    const reading = all(stream).catch((error: Error) => error);
    await expect(stall).rejects.toBeInstanceOf(StalledStream);
    expect(stream.destroyed).toBe(true);
    await reading;
  });

  it('is noticed as well if it only drips', async () => {
    const stream = new PassThrough();
    const stall = stallOf(stream, 100);
    const drip = setInterval(() => stream.write('x'), 40);
    const reading = all(stream).catch((error: Error) => error);
    await expect(stall).rejects.toBeInstanceOf(StalledStream);
    clearInterval(drip);
    expect(stream.destroyed).toBe(true);
    await reading;
  }, 15_000);

  it('is not one that is slow, or that has ended', async () => {
    const stream = new PassThrough();
    let stalled = false;
    stallOf(stream, 400).catch(() => (stalled = true));
    const reading = all(stream);
    for (let piece = 0; piece < 6; piece++) {
      stream.write('x');
      await new Promise((resolve) => setTimeout(resolve, 80));
    }
    stream.end();
    expect(await reading).toBe('xxxxxx');
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(stalled).toBe(false);
  });
});

it('lets five downloads of an account run at a time, and hands free slots on', async () => {
  let running = 0;
  let most = 0;
  const started: number[] = [];
  const results = await Promise.allSettled(
    Array.from({ length: 23 }, async (_, index) =>
      inSlot('account', async () => {
        started.push(index);
        most = Math.max(most, ++running);
        await tick();
        running -= 1;
        if (index % 4 === 0) throw new Error('cut');
        return index;
      }),
    ),
  );
  expect(most).toBe(5);
  expect(started).toEqual(Array.from({ length: 23 }, (_, index) => index));
  expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(6);
});
