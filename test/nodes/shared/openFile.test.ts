import { PassThrough } from 'node:stream';

import { fetchFile, openFile, type OpenFile } from '../../../nodes/shared/openFile';
import type { Connection } from '../../../nodes/shared/context';
import { readUpTo, StalledStream } from '../../../nodes/shared/byteStream';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import { Clock } from './clock';
import { failureOf, Host, httpAnswer, quickSleep, sessionOf } from './host';
import { RudeServer, SOUND } from './rudeServer';

/** A file over a real connection, or whatever comes in its place. */
let host: Host;
let server: RudeServer;

beforeEach(() => {
  quickSleep();
  host = new Host();
  host.store(sessionOf('key'));
});
afterEach(() => {
  server?.close();
  jest.restoreAllMocks();
});

function serve(...manners: ConstructorParameters<typeof RudeServer>): void {
  server?.close();
  server = new RudeServer(...manners);
  host.answers = [server.answer];
}

const request = (connection?: Connection) => ({
  endpoint: ENDPOINTS.recordingFile,
  parameters: { recordfile: 'a.wav' },
  itemIndex: 3,
  connection,
});
const open = async (connection?: Connection): Promise<OpenFile> =>
  await openFile(host.context, request(connection));
const fetch = async (limit: number, connection?: Connection) =>
  await fetchFile(host.context, request(connection), limit);

describe('a file', () => {
  it('comes whole, with what the answer says of it', async () => {
    serve((response) => {
      response.setHeader('Content-Type', 'audio/x-wav');
      response.setHeader('Content-Disposition', 'attachment; filename="a b.wav"');
      response.end(SOUND);
    });
    const { stream, contentType, name } = await open();
    expect([contentType, name]).toEqual(['audio/x-wav', 'a b.wav']);
    expect((await readUpTo(stream, Infinity)).bytes).toEqual(SOUND);
  });

  it('comes without anything being said of it, and byte by byte', async () => {
    serve((response) => {
      const send = (from: number) => {
        if (from >= 20) return void response.end();
        response.write(SOUND.subarray(from, from + 1));
        setImmediate(() => send(from + 1));
      };
      send(0);
    });
    const { stream, contentType, name } = await open();
    expect([contentType, name]).toEqual(['', undefined]);
    expect((await readUpTo(stream, Infinity)).bytes).toEqual(SOUND.subarray(0, 20));
  });

  it('is known as a spreadsheet by the name that the answer gives it', async () => {
    const csv = 'name,phone\r\nA,13800138000\r\n';
    serve((response) => {
      response.setHeader('Content-Type', 'text/html');
      response.setHeader('Content-Disposition', 'attachment; filename=a.csv');
      response.end(csv);
    });
    expect(Buffer.from((await fetch(1_000))!).toString()).toBe(csv);
  });

  it('that breaks before anybody reads on ends nothing else', async () => {
    const stream = new PassThrough();
    host.answers = [() => httpAnswer(stream)];
    stream.write(SOUND);
    await open();
    expect(() => stream.emit('error', new Error('cut'))).not.toThrow();
  });

  it('is fetched up to a limit', async () => {
    serve((response) => response.end(SOUND));
    expect(await fetch(SOUND.length)).toEqual(SOUND);
    expect(await fetch(SOUND.length - 1)).toBeUndefined();
  });
});

describe('what comes in the place of a file', () => {
  const say =
    (text: string, type = 'application/octet-stream') =>
    (response: { setHeader(name: string, value: string): void; end(text: string): void }) => {
      response.setHeader('Content-Type', type);
      response.end(text);
    };

  it('is a refusal, whatever type it says that it has', async () => {
    for (const type of ['application/json', 'audio/wav', 'text/html']) {
      serve(say(JSON.stringify({ code: 50001, msg: 'no such file', data: null }), type));
      expect(await failureOf(open())).toMatchObject({
        message: expect.stringContaining('no such file'),
        httpCode: '50001',
        context: { itemIndex: 3 },
      });
      expect(server.answers).toHaveLength(1);
    }
  });

  it('is a refusal of the key, after which the file comes', async () => {
    serve(
      say(JSON.stringify({ code: 20005, msg: '', data: null })),
      (response) => void response.end(SOUND),
    );
    expect(await fetch(1e6)).toEqual(SOUND);
    expect(server.answers).toHaveLength(2);
  });

  it.each([
    ['says that all is well', '{"code":0,"msg":"ok","data":null}', 'application/json'],
    ['is not from XiaoA', '<html>Bad day</html>', 'text/html'],
    ['is JSON of somebody else', '[1,2]', 'application/json'],
  ])('%s', async (_, text, type) => {
    serve(say(text, type));
    expect(await failureOf(open())).toMatchObject({
      message: "XiaoA didn't return a file",
      description: `The response is neither a file nor an error from XiaoA's API. It begins: ${text}`,
    });
    expect(server.answers).toHaveLength(3);
  });

  it('is nothing', async () => {
    serve(say(''));
    const error = await failureOf(open());
    expect(error.message).toBe('XiaoA sent an empty file');
    expect(server.answers).toHaveLength(3);
  });

  it('is what n8n has already read', async () => {
    host.answers = [() => httpAnswer('some text')];
    expect((await failureOf(open())).message).toBe("XiaoA didn't return a file");
  });

  it('may be a page without end', async () => {
    serve((response) => {
      const go = () => {
        while (response.write('<p>words</p>'.repeat(1_000)));
      };
      response.on('drain', go);
      go();
    });
    expect((await failureOf(open())).message).toBe("XiaoA didn't return a file");
  });

  it('may be a page that breaks off: what is in it is not known', async () => {
    serve((response, connection) => {
      response.write('<p>words</p>'.repeat(1_000));
      setTimeout(() => connection.destroy(), 20);
    });
    expect((await failureOf(open())).message).toBe("Couldn't reach XiaoA: the connection was cut");
    expect(server.answers).toHaveLength(3);
  });
});

describe('a connection that breaks', () => {
  it('before the first byte, or soon after it, is tried again', async () => {
    for (const begun of ['', 'RIFF\0']) {
      serve(
        (response, connection) => {
          response.setHeader('Content-Length', SOUND.length);
          response.flushHeaders();
          if (begun) response.write(begun);
          setTimeout(() => connection.destroy(), 20);
        },
        (response) => void response.end(SOUND),
      );
      expect(await fetch(1e6)).toEqual(SOUND);
      expect(server.answers).toHaveLength(2);
    }
  });

  it('and breaks again says so', async () => {
    serve((response, connection) => {
      response.write('RIFF\0');
      setTimeout(() => connection.destroy(), 20);
    });
    expect(await failureOf(open())).toMatchObject({
      message: "Couldn't reach XiaoA: the connection was cut",
      context: { itemIndex: 3 },
    });
    expect(server.answers).toHaveLength(3);
  });

  it('in the middle gives no part of the file', async () => {
    host.credential.password = 'aborted';
    serve((response, connection) => {
      response.write(SOUND);
      setTimeout(() => connection.destroy(), 20);
    });
    const error = await failureOf(fetch(1e6));
    expect(error).toMatchObject({
      message: 'The download was interrupted',
      description: expect.stringMatching(/^Nothing was kept \(.+\)\. Run this again\.$/),
      context: { itemIndex: 3 },
    });
    expect(error.description).not.toContain('aborted');
    expect(server.answers).toHaveLength(1);
  });

  it('because of nonsense in the middle gives no part of the file', async () => {
    serve((_, connection) => {
      connection.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2710\r\n');
      connection.write(SOUND.subarray(0, 10_000));
      connection.end('\r\nnonsense\r\n');
    });
    expect((await failureOf(fetch(1e6))).message).toBe('The download was interrupted');
  });
});

describe('a file that stops coming', () => {
  let clock: Clock;
  let streams: PassThrough[];
  let begun: Buffer | string;
  beforeEach(() => {
    clock = new Clock();
    streams = [];
    host.answers = [
      () => {
        const stream = new PassThrough();
        streams.push(stream);
        stream.write(begun);
        return httpAnswer(stream);
      },
    ];
  });
  /** Passes a second at a time, since each further try begins when the one before has ended. */
  const settled = async (outcome: Promise<unknown>, seconds: number) => {
    let isOver = false;
    void outcome.catch(() => {}).then(() => (isOver = true));
    for (let second = 0; second < seconds; second++) {
      await clock.pass(1_000);
      await new Promise((resolve) => setTimeout(() => resolve(undefined), 5));
    }
    return isOver;
  };

  it('at its beginning is tried again, and says so in the end', async () => {
    begun = 'RIFF\0';
    const error = failureOf(open({ timeout: 2_000 }));
    expect(await settled(error, 5)).toBe(false);
    expect(await settled(error, 3)).toBe(true);
    expect(await error).toMatchObject({
      message: "Couldn't reach XiaoA: it stopped in the middle of its response",
      description: 'Run this again. If it happens again, ask XiaoA whether the file exists.',
      context: { itemIndex: 3 },
    });
    expect(streams.map(({ destroyed }) => destroyed)).toEqual([true, true, true]);
  });

  it('in the middle of words is tried again', async () => {
    begun = '<p>words</p>'.repeat(1_000);
    const error = failureOf(open({ timeout: 2_000 }));
    expect(await settled(error, 8)).toBe(true);
    expect((await error).message).toMatch(/stopped in the middle/);
    expect(streams).toHaveLength(3);
  });

  it('in the middle is not kept', async () => {
    begun = SOUND;
    const error = failureOf(fetch(1e6, { timeout: 2_000 }));
    expect(await settled(error, 2)).toBe(true);
    expect(await error).toMatchObject({
      message: 'The download stalled',
      description:
        "Nothing was kept. Run this again. If XiaoA is just slow, raise 'Timeout' in the node's Request Options.",
      context: { itemIndex: 3 },
    });
    expect(streams.map(({ destroyed }) => destroyed)).toEqual([true]);
  });

  it('is noticed by whoever reads it', async () => {
    begun = SOUND;
    const { stall } = await open({ timeout: 2_000 });
    const error = failureOf(stall);
    await clock.pass(2_000);
    expect(await error).toBeInstanceOf(StalledStream);
  });

  it.each([1_500.5, 1e10, 1e12])('may take %d ms, which no timer takes', async (timeout) => {
    begun = SOUND;
    const read = fetch(1e6, { timeout });
    await clock.pass(1_000);
    streams[0].end();
    expect(await read).toEqual(SOUND);
  });

  it('may take five minutes where nobody says anything else', async () => {
    begun = SOUND;
    const error = failureOf(fetch(1e6));
    await clock.pass(299_999);
    expect(streams[0].destroyed).toBe(false);
    await clock.pass(1);
    expect((await error).message).toBe('The download stalled');
  });
});
