import type { CrmRecord } from '../../emulator';
import { setUp, type Bench } from '../support/platform';

const SHOW = '/api/cdrshow';
/** What an expression may come to; a field that is written empty is caught by n8n itself. */
const BLANK = "={{ '' }}";
const FRAGMENT = '/api/cdrFragmentDownload';

let bench: Bench;
let record: CrmRecord;

beforeEach(async () => {
  bench = await setUp();
  [record] = bench.emulator.addCrmRecords([{ score: 95, connected_at: '2026-11-20 23:30:05' }]);
});

afterEach(async () => await bench.close());

async function run(type: string, parameters: object, items?: object[]) {
  return await bench.engine.runNode({
    type,
    parameters: parameters as never,
    credentials: bench.credentials,
    items: items as never,
  });
}

const recording = async (operation: string, items?: object[], more: object = {}) =>
  await run('xiaoARecording', { resource: 'recording', operation, ...more }, items);

async function crmItems(simplify: boolean, more: object = {}) {
  const { items } = await run('xiaoACrm', {
    resource: 'crmRecord',
    operation: 'getAll',
    simplify,
    ...more,
    filters: { connectedAfter: '2026-11-01' },
  });
  return items.map(({ json }) => json);
}

const sent = () =>
  bench.emulator.requestsTo(SHOW).map(({ params: { user_sn, api_key, url, ...own } }) => {
    expect([user_sn, api_key, url].every(Boolean)).toBe(true);
    return own;
  });

describe('segments', () => {
  it.each([
    ['raw', false],
    ['simplified', true],
  ])('come for a %s CRM record with nothing filled in', async (_, simplify) => {
    const { items, error } = await recording('getSegments', await crmItems(simplify), {
      simplify: false,
    });

    expect(error).toBeUndefined();
    expect(sent()).toEqual([
      {
        accounts_sn: record.sn,
        recordpath: record.recordpath,
        recordfile: record.recordfile,
        connected_at: '2026-11-20 23:30:05',
      },
    ]);
    const told = record.talk_info.split('##').slice(1);
    expect(items).toHaveLength(told.length);
    expect(items.map(({ json }) => json.answer)).toEqual(
      told.map((turn) => turn.split('@@')[1].split('#@')[0]),
    );
    expect(items[0]).toMatchObject({
      pairedItem: { item: 0 },
      json: {
        cdr_sn: record.cdr_sn,
        recordpath: record.recordpath,
        recordfile: record.recordfile,
        title: '1 打招呼+开场白',
        fenduanluyin: expect.stringContaining('fenduan') as string,
      },
    });
  });

  it('are simplified, and lead to their recordings all the same', async () => {
    const { items } = await recording('getSegments', await crmItems(true));
    const said = record.talk_info.split('##')[1].split('@@')[1].split('#@');

    expect(items[0].json).toEqual({
      title: '1 打招呼+开场白',
      played: expect.stringContaining('您好') as string,
      said: said[0],
      recording: said[1],
      cdrSn: record.cdr_sn,
      recordingServer: new URL(bench.emulator.url).host,
    });
    const segment = await recording('downloadSegment', [items[0].json]);
    expect(segment.items[0].json).toMatchObject({ segmentFile: said[1] });
  });

  it('can be looked up by the call', async () => {
    const { items } = await recording('getSegments', await crmItems(true), { lookUpBy: 'cdrSn' });
    expect(items.length).toBeGreaterThan(0);
    expect(Object.entries(sent()[0])[0]).toEqual(['cdr_sn', record.cdr_sn]);
  });

  it('come out of a list that holds the object, too', async () => {
    const asObject = await recording('getSegments', [record]);
    bench.emulator.configure({ segmentsAnswer: 'list' });
    const asList = await recording('getSegments', [record]);
    expect(asList.items).toEqual(asObject.items);
  });

  it.each([
    ['2026-11-20T15:30:05Z', '2026-11-20 23:30:05'],
    ['2026-11-20T23:30:05.000+08:00', '2026-11-20 23:30:05'],
    ['2026-11-20T23:30:05', '2026-11-20 23:30:05'],
    [' 2026-11-20 23:30:05 ', '2026-11-20 23:30:05'],
  ])('take the moment of connection as %s', async (connectedAt, expected) => {
    await recording('getSegments', [record], { connectedAt });
    expect(sent()[0].connected_at).toBe(expected);
  });

  it('come for a call of a newer server, which says nothing of the recording', async () => {
    await recording('getSegments', [
      { sn: record.sn, connectedAt: record.connected_at, recordPath: null, recordFile: null },
    ]);
    expect(sent()).toEqual([{ accounts_sn: record.sn, connected_at: record.connected_at }]);
  });

  it.each([
    [{ connectedAt: 'yesterday' }, "'Connected At': 'yesterday' is not a date or time"],
    [{ connectedAt: BLANK }, "'Connected At' is empty (item 0, counted from 0)"],
    [{ accountsSn: BLANK }, "'CRM Record SN' is empty (item 0, counted from 0)"],
    [{ lookUpBy: 'cdrSn', cdrSn: BLANK }, "'Call SN' is empty (item 0, counted from 0)"],
  ])('need their fields: %j', async (fields, message) => {
    const { error } = await recording('getSegments', [record], fields);
    expect(error?.message).toBe(message);
    expect(sent()).toEqual([]);
  });
});

describe('a segment', () => {
  it('comes for each item of Get Segments with nothing filled in', async () => {
    const segments = (await recording('getSegments', await crmItems(true))).items;

    const { items, error } = await recording(
      'downloadSegment',
      segments.map(({ json }) => json),
    );

    expect(error).toBeUndefined();
    expect(items).toHaveLength(segments.length);
    for (const [index, { json, binary, pairedItem }] of items.entries()) {
      const path = segments[index].json.recording as string;
      expect(pairedItem).toEqual({ item: index });
      expect(json).toEqual({
        fileName: path.split('/').pop(),
        mimeType: 'audio/wav',
        size: 44 + 4 * 16_000,
        segmentFile: path,
      });
      const bytes = Buffer.from(binary!.data.data, 'base64');
      expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
      expect(bytes).toHaveLength(44 + 4 * 16_000);
    }
    expect(bench.emulator.requestsTo(FRAGMENT).map(({ params }) => Object.keys(params))).toEqual(
      Array(items.length).fill(['user_sn', 'api_key', 'recordfile', 'url']),
    );
  });

  it('comes for each turn of a transcript with nothing filled in', async () => {
    const [{ transcript }] = await crmItems(true, { includeTranscriptTurns: true });
    const { items, error } = await recording('downloadSegment', transcript as object[]);
    expect(error).toBeUndefined();
    expect(items).toHaveLength((transcript as object[]).length);
  });

  it.each([
    [
      { fenduanluyin: null },
      "This segment has no recording: 'Segment File' is empty (item 0, counted from 0)",
    ],
    [{ name: '张' }, "'Segment File' is empty (item 0, counted from 0)"],
  ])('of %j has no recording', async (json, message) => {
    const { error } = await recording('downloadSegment', [json]);
    expect(error?.message).toBe(message);
  });

  it('that the platform does not know is named by its code', async () => {
    const { error } = await recording('downloadSegment', [{ recording: '/no.wav' }]);
    expect(error?.message).toBe('No record was chosen (XiaoA code 50001)');
  });
});

describe('a playback URL', () => {
  const play = async (item: { json: { url?: unknown } }) => {
    const response = await fetch(String(item.json.url));
    return Buffer.from(await response.arrayBuffer()).toString('latin1', 0, 4);
  };

  it.each([
    ['without a key', async () => {}],
    ['with a key', async () => void (await crmItems(true))],
    [
      'with a key that someone has taken away',
      async () => {
        await crmItems(true);
        bench.emulator.replaceKey();
      },
    ],
    [
      'with a key that has expired',
      async () => {
        await crmItems(true);
        bench.emulator.expireKeys();
      },
    ],
  ])('plays the call, %s', async (_, prepare) => {
    await prepare();
    bench.emulator.clearRequests();

    const { items, error } = await recording('getPlaybackUrl', [record]);

    expect(error).toBeUndefined();
    expect(await play(items[0])).toBe('RIFF');
    expect(items[0].pairedItem).toEqual({ item: 0 });
    expect(Object.keys(items[0].json)).toEqual(['url', 'expiresAt']);
    const left = Date.parse(String(items[0].json.expiresAt)) - Date.now();
    expect(left).toBeGreaterThan(7_100_000);
    expect(left).toBeLessThanOrEqual(7_200_000);
    expect(bench.emulator.logins).toBeLessThanOrEqual(1);
  });

  it('plays a segment', async () => {
    const [{ json: segment }] = (await recording('getSegments', [record])).items;
    const { items } = await recording('getPlaybackUrl', [segment], { urlFor: 'segment' });
    expect(await play(items[0])).toBe('RIFF');
    expect(bench.emulator.requestsTo(FRAGMENT)[0].params.recordfile).toBe(segment.recording);
  });

  it('plays files with Chinese names, spaces and signs', async () => {
    const recordfile = '/2026 年/张 先生&b+c%20#1.wav';
    const [odd] = bench.emulator.addCrmRecords([{ recordfile }]);
    const { items } = await recording('getPlaybackUrl', [odd]);
    expect(await play(items[0])).toBe('RIFF');
  });

  it('asks once for many, and logs in once', async () => {
    const records = bench.emulator.addCrmRecords(Array(30).fill({}));
    const { items } = await recording('getPlaybackUrl', records);
    expect(new Set(items.map(({ json }) => json.url)).size).toBe(30);
    expect(bench.emulator.requests.map(({ endpoint }) => endpoint).sort()).toEqual([
      '/api/index',
      '/api/login',
    ]);
  });

  it('is made for an account that may not list AI users, too', async () => {
    bench.emulator.forbid('/api/index');
    const { items } = await recording('getPlaybackUrl', [record]);
    expect(await play(items[0])).toBe('RIFF');
  });

  it('is not made when the platform cannot be asked', async () => {
    bench.emulator.setPassword(bench.emulator.account.username, 'changed');
    const { items, error } = await recording('getPlaybackUrl', [record]);
    expect(error?.message).toMatch(/^Wrong user name or password \(XiaoA code 20004\)$/);
    expect(items).toEqual([]);
  });
});
