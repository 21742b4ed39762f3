import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Readable } from 'node:stream';

import type { IBinaryData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import { readUpTo } from '../../../nodes/shared/byteStream';
import { inSlot, runDownload, type WantedFile } from '../../../nodes/shared/download';
import { fileNameOption, outputFileField } from '../../../nodes/shared/fields';
import { Run } from '../../../nodes/shared/run';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import { turn } from './clock';
import { failureOf, Host, platformAnswer, quickSleep, sessionOf } from './host';
import { RudeServer, SOUND } from './rudeServer';

let host: Host;
let server: RudeServer;
/** What n8n does with a file: gives its bytes, or fails. */
let keep: (stream: Readable) => Promise<Uint8Array>;
let kept: Array<{ bytes: Uint8Array; fileName: string; mimeType: string }>;
let wanted: WantedFile | undefined;
let timeout: number;

/** As n8n reads what it keeps in files. */
const reads = async (stream: Readable) => (await readUpTo(stream, Infinity)).bytes;
/** As n8n reads what it keeps in memory or in its database. */
const listens = async (stream: Readable) =>
  await new Promise<Uint8Array>((resolve, reject) => {
    const pieces: Uint8Array[] = [];
    stream.on('data', (piece: Uint8Array) => pieces.push(piece));
    stream.on('end', () => resolve(Buffer.concat(pieces)));
    stream.on('error', reject);
    stream.on('close', () => reject(new Error('Stream closed before completing')));
  });

/** A wait that is none of n8n's own. */
const pause = async (ms: number) =>
  await new Promise<void>((resolve) => setTimeout(() => resolve(), ms));

beforeEach(() => {
  quickSleep();
  host = new Host();
  host.credentialId = randomUUID();
  host.store(sessionOf('key'));
  keep = reads;
  kept = [];
  timeout = 20_000;
  wanted = {
    parameters: { recordpath: '/a', recordfile: 'b/c.wav' },
    naming: { path: 'b/c.wav', fallback: 'recording' },
    origin: { recordFile: 'b/c.wav' },
  };
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

const ON_MISSING = { displayName: 'If Missing', name: 'onMissingRecording', type: 'string' };
const OPTIONS = { displayName: 'Options', name: 'options', type: 'collection', default: {} };
const WITH_OPTIONS = [
  outputFileField(),
  { ...OPTIONS, options: [fileNameOption(), { ...ON_MISSING, default: 'fail' }] },
];

async function download(
  parameters: IDataObject = {},
  fields: object[] = WITH_OPTIONS,
): Promise<INodeExecutionData[]> {
  host.parameters = parameters;
  const { context } = host;
  const prepareBinaryData = async (stream: Readable, fileName: string, mimeType: string) => {
    const bytes = await keep(stream);
    kept.push({ bytes, fileName, mimeType });
    const file: IBinaryData = { data: '', id: 'file', fileName, mimeType, bytes: bytes.length };
    return file;
  };
  Object.assign(context.helpers, { prepareBinaryData });
  const run = new Run({
    context,
    items: [{ json: {} }],
    itemIndex: 3,
    requestOptions: { timeout },
    alone: true,
    fields: fields as never,
  });
  return (await runDownload(ENDPOINTS.recordingFile, () => wanted)(run)) as INodeExecutionData[];
}

const sound = (type?: string) => (response: Parameters<RudeServer['manners'][0]>[0]) => {
  if (type) response.setHeader('Content-Type', type);
  response.end(SOUND);
};

describe('a download', () => {
  it.each([
    ['reads', reads],
    ['listens', listens],
  ])('gives the file, and where it comes from (n8n %s)', async (_, how) => {
    keep = how;
    serve(sound('audio/x-wav'));
    expect(await download({ binaryPropertyName: 'sound' })).toEqual([
      {
        json: {
          fileName: 'c.wav',
          mimeType: 'audio/wav',
          size: SOUND.length,
          recordFile: 'b/c.wav',
        },
        binary: {
          sound: {
            data: '',
            id: 'file',
            fileName: 'c.wav',
            mimeType: 'audio/wav',
            bytes: SOUND.length,
          },
        },
      },
    ]);
    expect(kept[0].bytes).toEqual(SOUND);
    expect(host.sent[0].options).toMatchObject({
      url: '/api/cdrDownload',
      qs: { recordpath: '/a', recordfile: 'b/c.wav' },
      timeout: 20_000,
    });
    expect(host.sent[0].ticket.server).toBeUndefined();
  });

  it('asks the server that has the file', async () => {
    serve(sound());
    wanted = { ...wanted!, server: 'https://files.example' };
    await download();
    expect(host.sent[0].ticket.server).toBe('https://files.example');
  });

  it('is called as the user wants it', async () => {
    serve(sound());
    const [item] = await download({ options: { fileName: 'Call of 王' } });
    expect(item.json.fileName).toBe('Call of 王.wav');
  });

  it('is called as the platform calls it where the user has named nothing', async () => {
    serve((response) => {
      response.setHeader('Content-Disposition', 'attachment; filename=own.mp3');
      response.end(SOUND);
    });
    wanted = { ...wanted!, naming: { fallback: 'recording' } };
    expect((await download())[0].json).toMatchObject({
      fileName: 'own.mp3',
      mimeType: 'audio/mpeg',
    });
  });

  it('may have no options, and a field that n8n has not set', async () => {
    serve(sound());
    const [item] = await download({ binaryPropertyName: '' }, [outputFileField()]);
    expect(Object.keys(item.binary!)).toEqual(['data']);
  });

  it('of nothing gives nothing and sends nothing', async () => {
    wanted = undefined;
    expect(await download()).toEqual([]);
    expect(host.sent).toEqual([]);
  });
});

describe('a file that is not there', () => {
  it('is an error, or no item where the user wants that', async () => {
    serve((response) => response.end('{"code":50001,"msg":"","data":null}'));
    for (const options of [{}, { onMissingRecording: 'fail' }]) {
      expect(await failureOf(download({ options }))).toMatchObject({
        httpCode: '50001',
        context: { itemIndex: 3 },
      });
    }
    expect(await download({ options: { onMissingRecording: 'skip' } })).toEqual([]);
  });

  it('is not one that cannot be had for another reason', async () => {
    const options = { onMissingRecording: 'skip' };
    serve((response) => response.end('{"code":20007,"msg":"","data":null}'));
    expect((await failureOf(download({ options }))).httpCode).toBe('20007');
    host.answers = [() => platformAnswer(0)];
    expect((await failureOf(download({ options }))).message).toBe("XiaoA didn't return a file");
    serve(sound());
    keep = async () =>
      await Promise.reject(Object.assign(new Error('full'), { httpCode: '50001' }));
    expect((await failureOf(download({ options }))).message).toMatch(/could not store/);
  });
});

describe('a file that does not come whole', () => {
  const MANNERS: Array<[string, 'cut' | 'stalled', RudeServer['manners'][0]]> = [
    [
      'is cut off',
      'cut',
      (response, connection) => {
        response.write(SOUND);
        setTimeout(() => connection.destroy(), 20);
      },
    ],
    [
      'is shorter than announced',
      'cut',
      (response, connection) => {
        response.setHeader('Content-Length', SOUND.length + 1);
        response.write(SOUND);
        setTimeout(() => connection.end(), 20);
      },
    ],
    [
      'goes on with nonsense',
      'cut',
      (_, connection) => {
        connection.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2710\r\n');
        connection.write(SOUND.subarray(0, 10_000));
        connection.end('\r\nnonsense\r\n');
      },
    ],
    ['stops', 'stalled', (response) => void response.write(SOUND)],
  ];
  const WORDS = {
    cut: {
      message: 'The download was interrupted',
      description: expect.stringMatching(/^Nothing was kept \(.+\)\. Run this again\.$/),
    },
    stalled: {
      message: 'The download stalled',
      description: expect.stringMatching(/^Nothing was kept\. Run this again\./),
    },
  };

  it.each(
    MANNERS.flatMap(([name, end, manner]) => [
      { name, end, manner, how: reads },
      { name, end, manner, how: listens },
    ]),
  )('because it $name is not kept ($how.name)', async ({ end, manner, how }) => {
    keep = how;
    serve(manner);
    if (end === 'stalled') timeout = 400;
    expect(await failureOf(download())).toMatchObject({
      ...WORDS[end],
      context: { itemIndex: 3 },
    });
    expect(kept).toEqual([]);
    expect(server.answers).toHaveLength(1);
  });

  it('is said to have stalled, whatever n8n says of that', async () => {
    keep = async (stream) => {
      stream.resume();
      await once(stream, 'close');
      throw new Error('closed');
    };
    serve((response) => void response.write(SOUND));
    timeout = 400;
    expect((await failureOf(download())).message).toBe('The download stalled');
  });
});

it('that n8n cannot keep is given up', async () => {
  keep = async () => await Promise.reject(new Error('ENOSPC: no space left on device'));
  serve((response) => {
    const go = () => {
      while (response.write(SOUND));
    };
    response.on('drain', go);
    go();
  });
  expect(await failureOf(download())).toMatchObject({
    message: 'n8n could not store the file: ENOSPC: no space left on device',
    description: 'Check where n8n stores binary data, and how much space is left there.',
    context: { itemIndex: 3 },
  });
  if (!server.answers[0].closed) await once(server.answers[0], 'close');
});

describe('of many downloads', () => {
  /** Begins downloads that end when they are told to. */
  let running: Array<() => void>;
  let started: number[];
  const begin = (index: number, account = 'account') =>
    inSlot(account, async () => {
      started.push(index);
      await new Promise<void>((resolve) => running.push(resolve));
      return index;
    });
  beforeEach(() => {
    running = [];
    started = [];
  });
  const endAll = async () => {
    while (running.length > 0) {
      running.shift()!();
      await turn();
    }
  };

  it('five of an account run at a time, and hand free slots on in their order', async () => {
    let now = 0;
    let most = 0;
    const order: number[] = [];
    const results = await Promise.allSettled(
      Array.from({ length: 23 }, async (_, index) =>
        inSlot('account', async () => {
          order.push(index);
          most = Math.max(most, ++now);
          await turn();
          now -= 1;
          if (index % 4 === 0) throw new Error('cut');
          return index;
        }),
      ),
    );
    expect(most).toBe(5);
    expect(order).toEqual(Array.from({ length: 23 }, (_, index) => index));
    expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(6);
  });

  it('five run at a time also when some have ended and others come', async () => {
    const first = [0, 1, 2, 3, 4].map((index) => begin(index));
    await turn();
    running.shift()!();
    expect(await first[0]).toBe(0);
    const later = [5, 6, 7].map((index) => begin(index));
    await turn();
    expect(started).toEqual([0, 1, 2, 3, 4, 5]);
    await endAll();
    expect(await Promise.all([...first, ...later])).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
    const again = Array.from({ length: 7 }, (_, index) => begin(10 + index));
    await turn();
    expect(started.slice(8)).toEqual([10, 11, 12, 13, 14]);
    await endAll();
    await Promise.all(again);
  });

  it('those of one account do not hold up those of another', async () => {
    const all = [0, 1, 2, 3, 4, 5].map((index) => begin(index, 'slow'));
    const other = begin(6, 'other');
    await turn();
    expect(started).toEqual([0, 1, 2, 3, 4, 6]);
    await endAll();
    await Promise.all([...all, other]);
  });

  it.each<[string, (at: number) => void, number]>([
    ['of one credential', () => {}, 5],
    ['of several credentials', (at) => (host.credentialId = `own ${at}`), 8],
    ['without a saved credential', () => (host.credentialId = undefined), 5],
    ['without a credential of ours', () => (host.node = { credentials: {} }), 5],
  ])('%s as many run at a time', async (_, prepare, expected) => {
    serve(sound());
    keep = async () => {
      await new Promise<void>((resolve) => running.push(resolve));
      return new Uint8Array(0);
    };
    const all = Array.from({ length: 8 }, async (_item, at) => {
      prepare(at);
      return await download();
    });
    while (running.length < expected) await pause(1);
    await pause(30);
    expect(server.answers).toHaveLength(expected);
    while (kept.length < 8) {
      running.shift()?.();
      await pause(1);
    }
    expect(await Promise.all(all)).toHaveLength(8);
  });
});
