import { randomUUID } from 'node:crypto';

import type { IDataObject, NodeOperationError } from 'n8n-workflow';

import { XiaoARecording } from '../../../nodes/Recording/XiaoARecording.node';
import { failureOf, httpAnswer, platformAnswer } from '../shared/host';
import { NodeHost, streamOf } from '../shared/nodeHost';

/** The recordings of calls and of single answers: what is asked for, and what comes out. */
const WAV = Buffer.from('RIFF\0\0\0\0WAVEfmt ');
const SKIP = { options: { onMissingRecording: 'skip' } };

let host: NodeHost;

beforeEach(() => {
  host = new NodeHost(new XiaoARecording());
  host.credentialId = randomUUID();
  host.answers = [() => httpAnswer(streamOf(WAV), 200, { 'content-type': 'audio/x-wav' })];
});

/** What was asked for, at which address. */
const asked = () =>
  host.sent.map(({ options, ticket }) => [options.url, options.qs, ticket.server]);

describe.each([
  [
    'the recording of a call',
    'download',
    '/api/cdrDownload',
    { recordPath: '/home/record', recordFile: '/20260508/a.wav' },
    { recordpath: '/home/record', recordfile: '/20260508/a.wav' },
  ],
  [
    'the recording of an answer',
    'downloadSegment',
    '/api/cdrFragmentDownload',
    { segmentFile: '/home/record/20260508/a.wav' },
    { recordfile: '/home/record/20260508/a.wav' },
  ],
])('%s', (_, operation, url, origin, parameters) => {
  it('becomes a file, and the item says where it comes from', async () => {
    const items = await host.run(operation, [{}, {}], origin);
    const json = { fileName: 'a.wav', mimeType: 'audio/wav', size: WAV.length, ...origin };
    expect(items).toEqual(
      [0, 1].map((item) => ({
        json,
        binary: { data: expect.objectContaining({ fileName: 'a.wav' }) as object },
        pairedItem: { item },
      })),
    );
    expect(host.files.get('a.wav')).toEqual(WAV);
    expect(asked()).toEqual([
      [url, parameters, undefined],
      [url, parameters, undefined],
    ]);
  });

  it('is called and put where the user says', async () => {
    const [{ json, binary }] = await host.run(operation, [{}], {
      ...origin,
      binaryPropertyName: 'sound',
      options: { fileName: 'Alice' },
    });
    expect(json.fileName).toBe('Alice.wav');
    expect(Object.keys(binary!)).toEqual(['sound']);
  });

  it('comes from the server that keeps it', async () => {
    await host.run(operation, [{}], { ...origin, options: { recordingServer: '10.0.0.1:8089' } });
    expect(asked()).toEqual([[url, parameters, 'http://10.0.0.1:8089']]);
  });

  it('that the platform no longer has is an error, or no item', async () => {
    host.answers = [() => httpAnswer(streamOf(String(platformAnswer(50001).body)))];
    const error = await failureOf(host.run(operation, [{}], origin));
    expect(error.message).toBe('No record was chosen (XiaoA code 50001)');
    expect(await host.run(operation, [{}], { ...origin, ...SKIP })).toEqual([]);
  });

  it('needs its field filled in', () => {
    const names = Object.keys(origin);
    const empty = Object.fromEntries(names.map((name) => [name, '']));
    expect(Object.keys(host.issues(operation, empty)).sort()).toEqual([...names].sort());
    expect(host.issues(operation)).toEqual({});
    const fields = Object.keys(host.defaults(operation));
    expect(fields).toEqual(
      expect.arrayContaining([...names, 'binaryPropertyName', 'options']) as string[],
    );
  });
});

it.each([
  ['download', { recordPath: '/r', recordFile: '/..' }, 'recording.wav'],
  ['downloadSegment', { segmentFile: '/r/..' }, 'segment.wav'],
])('a file without a name is called by what it is (%s)', async (operation, origin, name) => {
  const [{ json }] = await host.run(operation, [{}], origin);
  expect(json.fileName).toBe(name);
});

describe.each([
  [
    'a call',
    'download',
    ['recordfile', 'recordFile'],
    "This call has no recording: 'Recording File' is empty",
    "Nobody answered it, so nothing was recorded. Set the filter 'Has Recording' in XiaoA CRM, or set the option 'On Missing Recording' to Skip.",
    "'Recording File' is empty",
    'The incoming item is not a CRM record. Connect this node to XiaoA CRM or XiaoA CRM Trigger, or fill in the field.',
  ],
  [
    'a segment',
    'downloadSegment',
    ['fenduanluyin', 'recording'],
    "This segment has no recording: 'Segment File' is empty",
    "The person said nothing there. Set the option 'On Missing Recording' to Skip, or leave such segments out with a Filter node.",
    "'Segment File' is empty",
    "The incoming item is neither a segment nor a transcript turn. Connect this node to Get Segments, split the CRM record's 'transcript' first, or fill in the field.",
  ],
])('%s without a recording', (_, operation, names, missing, why, empty, whatToDo) => {
  const failing = async (json: IDataObject, parameters: IDataObject = {}) =>
    await failureOf<NodeOperationError>(host.run(operation, [json], parameters));

  it.each(names)('is an error that says why, or no item (%s)', async (name) => {
    const error = await failing({ [name]: '' });
    expect(error.message).toBe(`${missing} (item 0, counted from 0)`);
    expect(error.description).toBe(why);
    expect(error.context.itemIndex).toBe(0);
    const fails = { options: { onMissingRecording: 'fail' } };
    expect((await failing({ [name]: null }, fails)).message).toBe(error.message);
    expect(await host.run(operation, [{ [name]: null }], SKIP)).toEqual([]);
    expect(host.sent).toEqual([]);
  });

  it.each([{}, SKIP])('is something else where the item is something else (%j)', async (more) => {
    const { message, description, context } = await failing({ sn: 'a' }, more);
    expect(message).toBe(`${empty} (item 0, counted from 0)`);
    expect(description).toBe(whatToDo);
    expect(context.itemIndex).toBe(0);
    expect(host.sent).toEqual([]);
  });
});

it('the directory of a recording is asked for as well', async () => {
  const { message, description } = await failureOf(
    host.run('download', [{ recordfile: '/a.wav' }], SKIP),
  );
  expect(message).toBe("'Recording Path' is empty (item 0, counted from 0)");
  expect(description).toBe('Enter the directory of the recording, e.g. /home/record.');
  expect(host.sent).toEqual([]);
});

describe('the server of the recordings', () => {
  const ORIGIN = { recordPath: '/r', recordFile: '/a.wav' };
  const serverOf = async (recordingServer: string) => {
    await host.run('download', [{}], { ...ORIGIN, options: { recordingServer } });
    return host.sent[0].ticket.server;
  };

  it.each([
    ['192.168.1.20:8089', 'http://192.168.1.20:8089'],
    ['https://files.example.com', 'https://files.example.com'],
    ['HTTPS://files.example.com/', 'https://files.example.com'],
    ['http://files.example.com:80/', 'http://files.example.com'],
    [' files.example.com\u200b', 'http://files.example.com'],
    [`http://${'a'.repeat(293)}`, `http://${'a'.repeat(293)}`],
    ['', undefined],
    [' \u200b ', undefined],
  ])('may be %j', async (written, server) => {
    expect(await serverOf(written)).toBe(server);
  });

  it.each([
    'ftp://files.example.com',
    'http://user@files.example.com',
    'http://:word@files.example.com',
    'http://files.example.com/?a=1',
    'http://files.example.com/#a',
    'http://files.example.com/recordings',
    'two words',
    'http://',
    '/home/record',
  ])('is not %j', async (written) => {
    const error = await failureOf(serverOf(written));
    expect(error.message).toBe(`'Recording Server': '${written}' is not the address of a server`);
    expect(error.description).toBe('Correct the value or remove the field.');
    expect(host.sent).toEqual([]);
  });

  it('is not endless', async () => {
    const { message } = await failureOf(serverOf(`http://${'a'.repeat(294)}`));
    expect(message).toMatch(/^'Recording Server': 'http:\/\/a+…' is not the address of a server$/);
  });

  it('is read strictly where there is no recording, too', async () => {
    const options = { onMissingRecording: 'skip', recordingServer: 'ftp://a' };
    for (const operation of ['download', 'downloadSegment', 'getPlaybackUrl']) {
      const item = { recordfile: '', recording: '' };
      const { message } = await failureOf(host.run(operation, [item], { options }));
      expect(message).toMatch(/^'Recording Server'/);
    }
  });
});
