import { randomUUID } from 'node:crypto';

import { XiaoARecording } from '../../../nodes/Recording/XiaoARecording.node';
import { failureOf, platformAnswer, sessionOf } from '../shared/host';
import { NodeHost } from '../shared/nodeHost';

/** The link that plays a recording: where it leads to, and how long it lives. */
const EXPIRY = '2026-05-08T12:00:00+08:00';
const CALL = { recordpath: '/home/record', recordfile: '/20260508/a b.wav' };
const SEGMENT = { recording: '/home/record/20260508/c.wav' };

let host: NodeHost;

beforeEach(() => {
  host = new NodeHost(new XiaoARecording());
  host.credentialId = randomUUID();
  host.store(sessionOf('key-1', { expiresAt: Date.parse(EXPIRY) }));
});

const urlOf = ({ json }: { json: { url?: unknown } }) => new URL(String(json.url));

it.each([
  ['call', '/api/cdrDownload', CALL, CALL],
  ['segment', '/api/cdrFragmentDownload', SEGMENT, { recordfile: SEGMENT.recording }],
])('plays a %s, as long as the key is good', async (urlFor, path, item, parameters) => {
  const items = await host.run('getPlaybackUrl', [item, item], { urlFor });
  expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
  expect(Object.keys(items[0].json)).toEqual(['url', 'expiresAt']);
  expect(items[0].json.expiresAt).toBe(EXPIRY);
  const url = urlOf(items[0]);
  expect(url.origin + url.pathname).toBe(`https://platform.example${path}`);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    user_sn: 'SYSUSER|1',
    api_key: 'key-1',
    ...parameters,
    url: expect.stringMatching(/^[0-9a-f]{8}$/) as string,
  });
});

it('is for the call by default', async () => {
  const [item] = await host.run('getPlaybackUrl', [{ ...CALL, ...SEGMENT }]);
  expect(urlOf(item).searchParams.get('recordfile')).toBe(CALL.recordfile);
});

it('leads to the server that keeps the recordings', async () => {
  const options = { recordingServer: '10.0.0.1:8089' };
  const [item] = await host.run('getPlaybackUrl', [CALL], { options });
  expect(urlOf(item).origin).toBe('http://10.0.0.1:8089');
});

it.each([
  ['call', { recordFile: null }, /^This call has no recording/],
  ['segment', { recording: null }, /^This segment has no recording/],
])('is not made where a %s has no recording', async (urlFor, item, message) => {
  const { message: why } = await failureOf(host.run('getPlaybackUrl', [item], { urlFor }));
  expect(why).toMatch(message);
  const skips = { urlFor, options: { onMissingRecording: 'skip' } };
  expect(await host.run('getPlaybackUrl', [item], skips)).toEqual([]);
  expect(host.sent).toEqual([]);
});

it('is not made of a key that the platform does not take', async () => {
  host.answers = [() => platformAnswer(20004)];
  const error = await failureOf(host.run('getPlaybackUrl', [CALL]));
  expect([error.httpCode, error.context.itemIndex]).toEqual(['20004', 0]);
});

it('asks within the time that the user allows', async () => {
  await host.run('getPlaybackUrl', [CALL], { requestOptions: { timeout: 7 } });
  expect(host.sent.map(({ options }) => options.timeout)).toEqual([7]);
});

it('asks for what names a call, or for what names a segment', () => {
  const shown = (urlFor: string) => {
    const fields = Object.keys(host.defaults('getPlaybackUrl', { urlFor }));
    return ['recordPath', 'recordFile', 'segmentFile'].filter((name) => fields.includes(name));
  };
  expect(shown('call')).toEqual(['recordPath', 'recordFile']);
  expect(shown('segment')).toEqual(['segmentFile']);
  expect(host.defaults('getPlaybackUrl').urlFor).toBe('call');
});
