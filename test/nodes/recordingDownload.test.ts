import { readdirSync } from 'node:fs';

import type { CrmRecord } from '../../emulator';
import { keepFilesIn, type BinaryDataMode, type BinaryDataStore } from '../support/binaryData';
import { setUp, type Bench } from '../support/platform';

const PATH = '/api/cdrDownload';

let bench: Bench;
let files: BinaryDataStore;

beforeEach(async () => {
  bench = await setUp();
  files = await keepFilesIn('filesystem');
});

afterEach(async () => {
  files.close();
  await bench.close();
});

async function run(type: string, parameters: object, items?: object[], node = {}) {
  return await bench.engine.runNode({
    type,
    parameters: parameters as never,
    credentials: bench.credentials,
    items: items as never,
    node,
  });
}

async function download(items: object[], more: object = {}, node = {}) {
  return await run(
    'xiaoARecording',
    { resource: 'recording', operation: 'download', ...more },
    items,
    node,
  );
}

async function crmItems(simplify: boolean) {
  const { items } = await run('xiaoACrm', {
    resource: 'crmRecord',
    operation: 'getAll',
    returnAll: true,
    simplify,
  });
  return items.map(({ json }) => json);
}

const nameOf = ({ recordfile }: CrmRecord) => recordfile.split('/').pop()!;
const soundBytes = ({ talktimes }: CrmRecord) => 44 + talktimes * 16_000;

describe.each<BinaryDataMode>(['memory', 'filesystem'])('a recording, with files in %s', (mode) => {
  beforeEach(async () => {
    files.close();
    files = await keepFilesIn(mode);
  });

  it.each([
    ['raw', false],
    ['simplified', true],
  ])('comes for each %s CRM record with nothing filled in', async (_, simplify) => {
    const records = bench.emulator.addCrmRecords([{ talktimes: 3 }, { talktimes: 90 }]);
    const crm = await crmItems(simplify);
    bench.emulator.clearRequests();

    const { items, error } = await download(crm);

    expect(error).toBeUndefined();
    expect(items).toHaveLength(2);
    for (const [index, item] of items.entries()) {
      const record = records.find(({ cdr_sn }) => JSON.stringify(crm[index]).includes(cdr_sn))!;
      expect(item.pairedItem).toEqual({ item: index });
      expect(item.json).toEqual({
        fileName: nameOf(record),
        mimeType: 'audio/wav',
        size: soundBytes(record),
        recordPath: record.recordpath,
        recordFile: record.recordfile,
      });
      const bytes = await files.read(item.binary!.data);
      expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
      expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
      expect(bytes).toHaveLength(soundBytes(record));
      expect(item.binary!.data).toMatchObject({
        fileName: nameOf(record),
        fileExtension: 'wav',
        fileType: 'audio',
        mimeType: 'audio/wav',
      });
    }
    expect(bench.emulator.requestsTo(PATH).map(({ params }) => Object.keys(params))).toEqual(
      Array(2).fill(['user_sn', 'api_key', 'recordpath', 'recordfile', 'url']),
    );
  });

  it('may take longer than the Timeout as long as it comes', async () => {
    bench.emulator.addCrmRecords([{ talktimes: 600 }]);
    bench.emulator.faults.add({ endpoint: PATH, kind: 'trickle', delayMs: 150 });
    const [record] = await crmItems(true);
    const began = performance.now();

    const { items, error } = await download([record], { requestOptions: { timeout: 600 } });

    expect(error).toBeUndefined();
    expect(items).toHaveLength(1);
    expect(performance.now() - began).toBeGreaterThan(600);
  });

  it('is not kept when the connection breaks in the middle', async () => {
    bench.emulator.addCrmRecords([{ talktimes: 600 }]);
    bench.emulator.faults.add({ endpoint: PATH, kind: 'truncated' });

    const { items, error } = await download(await crmItems(true));

    expect(items).toEqual([]);
    expect(error?.message).toBe('The download was interrupted');
    expect(error?.description).toMatch(/^Nothing was kept .*Run this again\.$/);
    expect(bench.emulator.requestsTo(PATH)).toHaveLength(1);
    if (files.folder) expect(filesIn(files.folder)).toEqual([]);
  });
});

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => name);
}

describe('the name and type', () => {
  async function fileOf(recordfile: string, options: object = {}) {
    const [record] = bench.emulator.addCrmRecords([{ recordfile, talktimes: 1 }]);
    const { items, error } = await download([record], { options });
    expect(error).toBeUndefined();
    const { fileName, mimeType } = items[0].binary!.data;
    return { fileName, mimeType };
  }

  it('keep Chinese characters and spaces', async () => {
    expect(await fileOf('/2026 年/张 先生（回访）.mp3')).toEqual({
      fileName: '张 先生（回访）.mp3',
      mimeType: 'audio/mpeg',
    });
    expect(bench.emulator.requestsTo(PATH)[0].params.recordfile).toBe(
      '/2026 年/张 先生（回访）.mp3',
    );
  });

  it.each([
    ['张先生 9.5', '张先生 9.5.mp3'],
    ['reports/王女士.mp3', '王女士.mp3'],
    ['call.WAV', 'call.WAV'],
    ['   ', 'x.mp3'],
  ])('can be chosen: %s', async (fileName, expected) => {
    expect((await fileOf('/20180419/x.mp3', { fileName })).fileName).toBe(expected);
  });

  it('go by the answer where the path has no extension', async () => {
    expect(await fileOf('/20180419/x')).toEqual({ fileName: 'x.wav', mimeType: 'audio/wav' });
  });

  it('the field can be chosen', async () => {
    const [record] = bench.emulator.addCrmRecords([{ talktimes: 1 }]);
    const { items } = await download([record], { binaryPropertyName: 'recording' });
    expect(Object.keys(items[0].binary!)).toEqual(['recording']);
  });
});

describe('what is no file', () => {
  let record: CrmRecord;
  beforeEach(() => {
    [record] = bench.emulator.addCrmRecords([{ talktimes: 5 }]);
  });

  it.each([
    ['an HTML page', { kind: 'html' }, "XiaoA didn't return a file", /It begins: <html>.*维护/],
    [
      'an empty body',
      { kind: 'emptyBody' },
      'XiaoA sent an empty file',
      /whether the file is there/,
    ],
    [
      'HTTP status 500',
      { kind: 'status', status: 500 },
      'XiaoA answered with HTTP status 500',
      /not working/,
    ],
    [
      'code 500',
      { kind: 'code', code: 500 },
      "XiaoA couldn't process the request (XiaoA code 500)",
      /contact XiaoA/,
    ],
  ] as const)(
    'is asked for again when it is %s, and then named',
    async (_, fault, message, how) => {
      bench.emulator.faults.add({ endpoint: PATH, times: 3, ...fault });

      const { items, error } = await download([record]);

      expect(error?.message).toBe(message);
      expect(error?.description).toMatch(how);
      expect(items).toEqual([]);
      expect(bench.emulator.requestsTo(PATH)).toHaveLength(3);
      expect(filesIn(files.folder!)).toEqual([]);
    },
  );

  it.each([
    ['html' as const],
    ['emptyBody' as const],
    ['status' as const],
    ['dropBefore' as const],
  ])('does no harm when it comes once (%s)', async (kind) => {
    bench.emulator.faults.add({ endpoint: PATH, kind });
    const { items, error } = await download([record]);
    expect(error).toBeUndefined();
    expect(await files.read(items[0].binary!.data)).toHaveLength(soundBytes(record));
  });

  it('is an unknown recording: the platform says so once', async () => {
    const { error } = await download([{ ...record, recordfile: '/20180419/unknown.wav' }]);
    expect(error?.message).toBe('No record was chosen (XiaoA code 50001)');
    expect(error?.description).toMatch(/^XiaoA doesn't have this file any more/);
    expect(bench.emulator.requestsTo(PATH)).toHaveLength(1);
  });

  it('is what the account may not have', async () => {
    bench.emulator.forbid(PATH);
    const { error } = await download([record]);
    expect(error?.message).toMatch(
      /isn't allowed to use this part of the API \(XiaoA code 20007\)/,
    );
  });

  it('goes on as an item where the user says so', async () => {
    const { items, error } = await download(
      [{ ...record, recordfile: 'no' }, record],
      {},
      {
        onError: 'continueRegularOutput',
      },
    );
    expect(error).toBeUndefined();
    expect(items.map(({ binary }) => binary?.data.fileName)).toEqual([undefined, nameOf(record)]);
  });
});

describe('the key', () => {
  it.each([
    [20005, () => void bench.emulator.replaceKey()],
    [20006, () => bench.emulator.expireKeys()],
    [
      40001,
      () => {
        bench.emulator.configure({ expiredKeyCode: 40001 });
        bench.emulator.expireKeys();
      },
    ],
  ])('is renewed when a download is refused with code %i', async (code, spoil) => {
    const records = bench.emulator.addCrmRecords(Array(8).fill({ talktimes: 2 }));
    await crmItems(true);
    spoil();
    bench.emulator.clearRequests();

    const { items, error } = await download(records);

    expect(error).toBeUndefined();
    expect(items).toHaveLength(8);
    expect(bench.emulator.logins).toBe(1);
    const codes = bench.emulator.requestsTo(PATH).map((request) => request.code);
    expect(new Set(codes)).toEqual(new Set([code, 0]));
    expect(JSON.stringify(items)).not.toContain('api_key');
  });
});

it('opens few connections however many items there are', async () => {
  const records = bench.emulator.addCrmRecords(Array(40).fill({ talktimes: 1 }));
  let most = 0;
  const requests = bench.emulator.requests;
  bench.emulator.faults.add({ endpoint: PATH, kind: 'delay', delayMs: 100, times: 40 });
  const watch = setInterval(() => {
    const open = requests.filter((r) => r.endpoint === PATH && r.code === undefined).length;
    most = Math.max(most, open);
  }, 5);

  const { items } = await download(records);
  clearInterval(watch);

  expect(items).toHaveLength(40);
  expect(most).toBeGreaterThan(1);
  expect(most).toBeLessThanOrEqual(5);
});

describe('fields', () => {
  it('that are empty because nobody answered say so, and nothing is sent', async () => {
    bench.emulator.addCrmRecords([{ talktimes: 0 }]);
    const crm = await crmItems(true);
    for (const items of [crm, await crmItems(false)]) {
      const { error } = await download(items);
      expect(error?.message).toBe(
        "This call has no recording: 'Recording File' is empty (item 0, counted from 0)",
      );
      expect(error?.description).toContain("'Has Recording'");
    }
    expect(bench.emulator.requestsTo(PATH)).toEqual([]);
  });

  it.each([
    [{}, "'Recording File' is empty (item 0, counted from 0)", /not a CRM record/],
    [
      { recordfile: '/x.wav' },
      "'Recording Path' is empty (item 0, counted from 0)",
      /\/home\/record/,
    ],
  ])('that %j leaves empty are named', async (json, message, how) => {
    const { error } = await download([json]);
    expect(error?.message).toBe(message);
    expect(error?.description).toMatch(how);
  });
});

describe('a recording that is not there', () => {
  const missing = [
    { recordPath: null, recordFile: null },
    { recordPath: '/home/record', recordFile: '/deleted.wav' },
  ];

  it('is left out where the user chose so', async () => {
    const [record] = bench.emulator.addCrmRecords([{}]);
    const options = { onMissingRecording: 'skip' };
    const { items, error } = await download([...missing, record], { options });
    expect(error).toBeUndefined();
    expect(items.map(({ json, pairedItem }) => [json.recordFile, pairedItem])).toEqual([
      [record.recordfile, { item: 2 }],
    ]);
  });

  it.each([
    [0, /^This call has no recording: 'Recording File' is empty \(item 0, counted from 0\)$/],
    [1, /code 50001/],
  ])('fails else (%d)', async (which, message) => {
    const { error } = await download([missing[which]]);
    expect(error?.message).toMatch(message);
  });

  it('is still asked for where the item is not a call', async () => {
    const { error } = await download([{}], { options: { onMissingRecording: 'skip' } });
    expect(error?.message).toBe("'Recording File' is empty (item 0, counted from 0)");
  });
});

it.each([
  ['recordings.example.com:8089', 'http://recordings.example.com:8089'],
  ['https://recordings.example.com/', 'https://recordings.example.com'],
])('a playback URL leads to the Recording Server %s', async (recordingServer, origin) => {
  const [record] = bench.emulator.addCrmRecords([{}]);
  const { items } = await run(
    'xiaoARecording',
    { resource: 'recording', operation: 'getPlaybackUrl', options: { recordingServer } },
    [record],
  );
  expect(new URL(String(items[0].json.url)).origin).toBe(origin);
});

it.each(['ftp://x', 'http://user@host', 'two words', 'http://'])(
  'the Recording Server %s is refused',
  async (recordingServer) => {
    const [record] = bench.emulator.addCrmRecords([{}]);
    const { error } = await download([record], { options: { recordingServer } });
    expect(error?.message).toContain("'Recording Server': '");
    expect(bench.emulator.requests).toEqual([]);
  },
);

it('comes from the Recording Server, where the platform does not have it', async () => {
  bench.emulator.configure({ manners: ['recording-server'] });
  const [record] = bench.emulator.addCrmRecords([{}]);
  const recordingServer = await bench.emulator.recordingUrl();
  const { items, error } = await download([record], { options: { recordingServer } });
  expect(error).toBeUndefined();
  expect(items[0].json).toMatchObject({ size: soundBytes(record) });
});
