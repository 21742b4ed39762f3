import { randomUUID } from 'node:crypto';

import type { IDataObject, NodeOperationError } from 'n8n-workflow';

import { XiaoARecording } from '../../../nodes/Recording/XiaoARecording.node';
import { failureOf, platformAnswer } from '../shared/host';
import { NodeHost } from '../shared/nodeHost';

/** How the segments of a call are asked for, and what comes out. */
const CALL = { sn: 'account|1', cdrSn: 'call-1', connectedAt: '2026-05-08T10:00:00+08:00' };
const SEGMENT = {
  title: '1 Greeting',
  caption: 'Hello',
  answer: 'Yes',
  fenduanluyin: '/r/a.wav',
  vocfile: 'hello.wav',
};
const TIME = '2026-05-08 10:00:00';

let host: NodeHost;

beforeEach(() => {
  host = new NodeHost(new XiaoARecording());
  host.credentialId = randomUUID();
  const data = { cdr_sn: 'call-1', fragment: [SEGMENT, { ...SEGMENT, answer: 'No' }] };
  host.answers = [() => platformAnswer(0, data)];
});

const asked = () =>
  host.sent.map(({ options: { url, body } }) => [url, JSON.parse(JSON.stringify(body))]);

it('are one item each, of each call', async () => {
  const items = await host.run('getSegments', [CALL, { ...CALL, sn: 'account|2' }]);
  expect(items.map(({ json, pairedItem }) => [json.said, pairedItem])).toEqual([
    ['Yes', { item: 0 }],
    ['No', { item: 0 }],
    ['Yes', { item: 1 }],
    ['No', { item: 1 }],
  ]);
  expect(items[0].json).toEqual({
    title: '1 Greeting',
    played: 'Hello',
    said: 'Yes',
    recording: '/r/a.wav',
    cdrSn: 'call-1',
    recordingServer: null,
  });
  expect(asked()).toEqual([
    ['/api/cdrshow', { accounts_sn: 'account|1', connected_at: TIME }],
    ['/api/cdrshow', { accounts_sn: 'account|2', connected_at: TIME }],
  ]);
});

it('come as the platform sends them, too', async () => {
  const [{ json }] = await host.run('getSegments', [CALL], { simplify: false });
  expect(json).toEqual({ cdr_sn: 'call-1', ...SEGMENT });
});

it('tell a model what was played and said', async () => {
  host.type = 'xiaoARecordingTool';
  const [{ json }] = await host.run('getSegments', [CALL]);
  expect(json).toEqual({ played: 'Hello', said: 'Yes' });
});

it('are asked for by the call and its recording, where they are known', async () => {
  const recording = { recordPath: '/home/record', recordFile: '/a.wav' };
  await host.run('getSegments', [{ ...CALL, ...recording }], { lookUpBy: 'cdrSn' });
  const [[, parameters]] = asked();
  expect(Object.entries(parameters as IDataObject)).toEqual([
    ['cdr_sn', 'call-1'],
    ['recordpath', '/home/record'],
    ['recordfile', '/a.wav'],
    ['connected_at', TIME],
  ]);
});

it('are asked for within the time that the user allows', async () => {
  await host.run('getSegments', [CALL], { requestOptions: { timeout: 7 } });
  expect(host.sent[0].options.timeout).toBe(7);
});

it('need no recording to be asked for', () => {
  expect(host.issues('getSegments', { recordPath: '', recordFile: '' })).toEqual({});
  const empty = { accountsSn: '', connectedAt: '' };
  expect(Object.keys(host.issues('getSegments', empty))).toEqual(['accountsSn', 'connectedAt']);
  expect(Object.keys(host.defaults('getSegments'))).toEqual(
    expect.arrayContaining(['lookUpBy', 'accountsSn', 'recordPath', 'recordFile', 'connectedAt']),
  );
});

it.each<[IDataObject, IDataObject, string, string]>([
  [
    { sn: '' },
    {},
    "'CRM Record SN' is empty",
    "The incoming item is not a CRM record. Set 'Look Up By' to Call SN if it is a call record, or fill in the field.",
  ],
  [
    { cdrSn: null },
    { lookUpBy: 'cdrSn' },
    "'Call SN' is empty",
    "Set 'Look Up By' to CRM Record SN, or fill in the field.",
  ],
  [
    { connectedAt: ' ' },
    {},
    "'Connected At' is empty",
    'Enter the time at which the call was connected.',
  ],
])('need their fields: %j %j', async (json, parameters, message, whatToDo) => {
  const items = [{ ...CALL, ...json }];
  const error = await failureOf<NodeOperationError>(host.run('getSegments', items, parameters));
  expect(error.message).toBe(`${message} (item 0, counted from 0)`);
  expect(error.description).toBe(whatToDo);
  expect(error.context.itemIndex).toBe(0);
  expect(host.sent).toEqual([]);
});

it('need a time that is one', async () => {
  const connectedAt = 'yesterday';
  const { message } = await failureOf(host.run('getSegments', [{ ...CALL, connectedAt }]));
  expect(message).toBe("'Connected At': 'yesterday' is not a date or time");
  expect(host.sent).toEqual([]);
});

it('that cannot be had are an error of the item', async () => {
  host.answers = [() => platformAnswer(20007)];
  const error = await failureOf(host.run('getSegments', [CALL]));
  expect([error.httpCode, error.context.itemIndex]).toEqual(['20007', 0]);
});
