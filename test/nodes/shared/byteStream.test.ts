import { once } from 'node:events';
import { Agent } from 'node:http';
import { PassThrough, Readable, Writable } from 'node:stream';
import { finished } from 'node:stream/promises';

import {
  discard,
  isByteStream,
  peek,
  readUpTo,
  StalledStream,
  stallOf,
  type ByteStream,
} from '../../../nodes/shared/byteStream';
import { Clock, turn } from './clock';
import { RudeServer } from './rudeServer';

const text = (bytes: Uint8Array) => Buffer.from(bytes).toString();

async function all(stream: Readable): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces).toString();
}

function* zeros(pieceLength: number, pieces = Infinity) {
  for (let piece = 0; piece < pieces; piece++) yield Buffer.alloc(pieceLength);
}

it.each<[string, unknown, boolean]>([
  ['a stream', Readable.from([]), true],
  ['a stream that can be written, too', new PassThrough(), true],
  ['one that can only be written', new Writable(), false],
  ['a list', [1], false],
  ['bytes', Buffer.from('a'), false],
  ['a text', 'text', false],
  ['nothing', undefined, false],
  ['null', null, false],
  ['an object with such words', { unshift: true, destroy: true }, false],
])('of what n8n gives, %s is something to read from, or not', (_, body, expected) => {
  expect(isByteStream(body)).toBe(expected);
});

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
        await turn();
      }
      stream.end();
      expect(text(await head)).toBe('abcdefgh'.slice(0, wanted));
      expect(await all(stream)).toBe('abcdefgh');
    }
  });

  it('works when all of it has come and the end is known', async () => {
    const stream = new PassThrough();
    stream.end('abc');
    await turn();
    expect(text(await peek(stream, 500))).toBe('abc');
    await turn();
    expect(await all(stream)).toBe('abc');
  });

  it('works for whoever listens for data, too', async () => {
    const stream = Readable.from([Buffer.from('ab'), Buffer.from('cd')], { objectMode: false });
    await peek(stream, 3);
    let heard = '';
    stream.on('data', (piece: Buffer) => (heard += text(piece)));
    await once(stream, 'end');
    expect(heard).toBe('abcd');
  });

  it('gives nothing for an empty one', async () => {
    expect(await peek(Readable.from([]), 500)).toHaveLength(0);
  });

  it.each([1, 500])('leaves nothing else behind (%d bytes)', async (wanted) => {
    const stream = new PassThrough();
    const before = stream.eventNames().map((name) => [name, stream.listenerCount(name)]);
    stream.end('abc');
    await peek(stream, wanted);
    expect(stream.eventNames().map((name) => [name, stream.listenerCount(name)])).toEqual(before);
  });

  const CUT = new Error('cut');
  const ENDS: Array<[string, (stream: PassThrough) => unknown, string]> = [
    ['fails', (stream) => stream.destroy(CUT), 'cut'],
    ['is closed', (stream) => stream.destroy(), 'The stream was closed'],
  ];

  it.each(ENDS)('does not wait for one that %s', async (_, end, message) => {
    const stream = new PassThrough();
    stream.on('error', () => {});
    const head = peek(stream, 1);
    end(stream);
    await expect(head).rejects.toThrow(message);
  });

  it.each(ENDS)('does not wait for one that %s before', async (_, end, message) => {
    const stream = new PassThrough();
    stream.on('error', () => {});
    end(stream);
    await turn();
    await expect(peek(stream, 1)).rejects.toThrow(message);
  });

  it('does not wait for one that fails without being closed', async () => {
    const stream = new PassThrough({ autoDestroy: false });
    const head = peek(stream, 1);
    stream.emit('error', CUT);
    await expect(head).rejects.toBe(CUT);
  });
});

describe('reading a stream up to a limit', () => {
  it.each([
    [3_001, 3_000, true],
    [3_000, 3_000, true],
    [2_999, 2_999, false],
    [2_500, 2_500, false],
    [0, 0, false],
  ])('of %d bytes gives %d of 3,000', async (limit, length, isWhole) => {
    const { bytes, whole } = await readUpTo(Readable.from(zeros(1_000, 3)), limit);
    expect([bytes.length, whole]).toEqual([length, isWhole]);
  });

  it('keeps the order of what came', async () => {
    const { bytes } = await readUpTo(Readable.from([Buffer.from('ab'), Buffer.from('cd')]), 3);
    expect(text(bytes)).toBe('abc');
  });

  it('ends with the limit, and ends the stream', async () => {
    let given = 0;
    const endless = Readable.from(
      (function* () {
        for (; ; given++) yield Buffer.alloc(1_000);
      })(),
      { highWaterMark: 1 },
    );
    await readUpTo(endless, 2_500);
    expect(given).toBeLessThan(10);
    expect(endless.destroyed).toBe(true);
  });

  it('fails with the stream', async () => {
    const stream = new PassThrough();
    stream.write('abc');
    const read = readUpTo(stream, 500);
    await turn();
    stream.destroy(new Error('cut'));
    await expect(read).rejects.toThrow('cut');
  });
});

describe('an answer that nobody wants', () => {
  let server: RudeServer;
  afterEach(() => server.close());

  it('is read when it is short, so that its connection can be used again', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    server = new RudeServer((response) => {
      for (const piece of zeros(8_000, 4)) response.write(piece);
      response.end();
    });
    for (let request = 0; request < 3; request++) {
      const answer = await server.ask(agent);
      discard(answer);
      await once(answer, 'close');
    }
    agent.destroy();
    expect(server.connections).toBe(1);
  });

  it('is cut off when it is long, or comes without end', async () => {
    server = new RudeServer((response) => {
      const go = () => {
        while (response.write(Buffer.alloc(16_000)));
      };
      response.on('drain', go);
      go();
    });
    const answer = await server.ask();
    let taken = 0;
    const { emit } = answer;
    answer.emit = (event: string, ...given: unknown[]) => {
      if (event === 'data') taken += (given[0] as Uint8Array).length;
      return emit.call(answer, event, ...given);
    };
    discard(answer);
    await finished(server.answers[0]).catch(() => {});
    expect(taken).toBeLessThan(200_000);
    expect(answer.destroyed).toBe(true);
  });

  it('may break off', async () => {
    server = new RudeServer((response, connection) => {
      response.write('abc');
      setImmediate(() => connection.destroy());
    });
    const answer = await server.ask();
    discard(answer);
    await finished(answer).catch(() => {});
    expect(answer.errored).toMatchObject({ code: 'ECONNRESET' });
  });

  it('may stop before its end', async () => {
    server = new RudeServer((response) => void response.write('abc'));
    const answer = await server.ask();
    const clock = new Clock();
    discard(answer);
    await clock.pass(4_999);
    expect(answer.destroyed).toBe(false);
    await clock.pass(1);
    jest.restoreAllMocks();
    if (!server.answers[0].closed) await once(server.answers[0], 'close');
    expect(answer.destroyed).toBe(true);
  });

  it('may be there already', () => {
    server = new RudeServer();
    const bytes = Buffer.from('abc');
    let isRead = false;
    Object.defineProperty(bytes, Symbol.iterator, {
      get() {
        isRead = true;
      },
    });
    for (const body of [bytes, 'a text', undefined, null, {}]) {
      expect(discard(body)).toBeUndefined();
    }
    expect(isRead).toBe(false);
  });
});

/** What has become of a stream is asked at one moment after the other. */
describe('a stream that stalls', () => {
  let clock: Clock;
  let stream: PassThrough;
  let outcome: unknown;
  const MINUTE = 60_000;
  const KILOBYTE = 1_024;

  beforeEach(() => {
    clock = new Clock();
    stream = new PassThrough({ highWaterMark: 1e9 });
    outcome = 'none yet';
  });
  afterEach(() => jest.restoreAllMocks());

  const watch = (limitMs: number, watched: ByteStream = stream) => {
    stallOf(watched, limitMs).then(
      () => (outcome = 'ended'),
      (error: unknown) => (outcome = error),
    );
  };
  const READERS: Array<[string, (from: Readable) => void]> = [
    ['piece by piece', (from) => void all(from).catch(() => {})],
    ['as it flows', (from) => from.on('data', () => {})],
    ['through a pipe', (from) => from.pipe(new PassThrough()).resume()],
    [
      'when it is readable',
      (from) => {
        from.on('readable', () => {
          while (from.read() !== null);
        });
      },
    ],
  ];
  const goesOn = () => expect([outcome, stream.destroyed]).toEqual(['none yet', false]);
  const hasStalled = () => {
    expect(outcome).toBeInstanceOf(StalledStream);
    expect(outcome).toMatchObject({
      name: 'StalledStream',
      message: 'Nothing came any more, or next to nothing',
    });
    expect(stream.destroyed).toBe(true);
  };

  describe.each(READERS)('and is read %s', (_, read) => {
    it('is noticed when nothing has come for as long as it may take', async () => {
      watch(3_000);
      read(stream);
      await clock.pass(1_000);
      stream.write(Buffer.alloc(10_000));
      await clock.pass(2_999);
      goesOn();
      await clock.pass(1);
      hasStalled();
    });

    it('is noticed when it only drips', async () => {
      watch(3_000);
      read(stream);
      stream.write(Buffer.alloc(5 * KILOBYTE - 5));
      for (let second = 0; second < 10; second++) {
        goesOn();
        stream.write('x');
        await clock.pass(1_000);
      }
      hasStalled();
    });

    it('is not one that comes slowly', async () => {
      watch(3_000);
      read(stream);
      for (let round = 0; round < 20; round++) {
        stream.write(Buffer.alloc(3 * KILOBYTE));
        await clock.pass(2_500);
        goesOn();
      }
      stream.end();
      await clock.pass(MINUTE);
      expect(outcome).toBe('none yet');
      expect(clock.waiting).toBe(0);
    });
  });

  it('is noticed by what could be read, not by what has arrived', async () => {
    watch(3_000);
    stream.write(Buffer.alloc(10_000));
    await clock.pass(3_000);
    hasStalled();
  });

  it('may be as slow as one kilobyte a second over all that time', async () => {
    watch(MINUTE);
    stream.resume();
    stream.write(Buffer.alloc(60 * KILOBYTE - 1));
    await clock.pass(MINUTE - 1);
    stream.write('x');
    await clock.pass(1);
    goesOn();
    stream.write(Buffer.alloc(60 * KILOBYTE - 1));
    await clock.pass(MINUTE - 1);
    goesOn();
    await clock.pass(1);
    hasStalled();
  });

  it('is looked at now and then only', async () => {
    watch(MINUTE);
    stream.resume();
    for (let second = 0; second < 300; second++) {
      stream.write(Buffer.alloc(2 * KILOBYTE));
      await clock.pass(1_000);
    }
    goesOn();
    expect(clock.set).toBeLessThan(15);
  });

  it.each<[string, () => PassThrough]>([
    ['has ended', () => new PassThrough().end('abc')],
    ['has ended but is open', () => new PassThrough({ autoDestroy: false }).end('abc')],
    ['was destroyed', () => new PassThrough().destroy()],
  ])('is not one that %s', async (_, ended) => {
    const over = ended();
    over.resume();
    await turn();
    watch(3_000, over);
    await clock.pass(MINUTE);
    expect(outcome).toBe('none yet');
    expect(clock.set).toBe(0);
  });

  it.each<[string, (open: PassThrough) => unknown]>([
    ['ends', (open) => open.end('abc').resume()],
    ['is destroyed', (open) => open.destroy()],
  ])('is forgotten as soon as it %s', async (_, end) => {
    const open = new PassThrough({ autoDestroy: false });
    watch(3_000, open);
    expect(clock.waiting).toBe(1);
    end(open);
    await turn();
    expect(clock.waiting).toBe(0);
    await clock.pass(MINUTE);
    expect(outcome).toBe('none yet');
  });

  it('gives whoever reads it what it would have given', async () => {
    const plain = new PassThrough();
    watch(3_000, plain);
    plain.write('abc');
    await turn();
    expect(text(plain.read(2) as Buffer)).toBe('ab');
    plain.end('d');
    expect(await all(plain)).toBe('cd');
    expect(plain.emit('nobody listens')).toBe(false);
  });
});

it('a file that comes slowly over a real connection does not stall, however n8n reads it', async () => {
  const server = new RudeServer((response) => {
    let pieces = 0;
    const send = setInterval(() => {
      response.write(Buffer.alloc(5_000));
      if (++pieces < 15) return;
      clearInterval(send);
      response.end();
    }, 60);
    response.on('close', () => clearInterval(send));
  });
  const flows = async (from: Readable) => {
    let length = 0;
    from.on('data', (piece: Uint8Array) => (length += piece.length));
    await once(from, 'close');
    return length;
  };
  const reads = async (from: Readable) => (await readUpTo(from, Infinity)).bytes.length;
  const read = async (how: (from: Readable) => Promise<number>) => {
    const answer = await server.ask();
    const stall = stallOf(answer, 600);
    return await Promise.race([how(answer), stall]);
  };
  try {
    expect(await Promise.all([flows, reads].map(read))).toEqual([75_000, 75_000]);
  } finally {
    server.close();
  }
});
