import { startEmulator, type CrmRecord, type Emulator } from '../../emulator';
import { Client } from './client';

let emulator: Emulator;
let client: Client;
beforeEach(async () => {
  emulator = await startEmulator();
  client = await Client.loggedIn(emulator);
});
afterEach(() => emulator.close());

const whole = ({ recordpath, recordfile }: CrmRecord) =>
  client.get('cdrDownload', { recordpath, recordfile });
const segments = ({ sn, recordpath, recordfile, connected_at }: CrmRecord) =>
  client.post<{ fragment: Array<Record<string, string>>; cdr_sn: string }>('cdrshow', {
    accounts_sn: sn,
    recordpath,
    recordfile,
    connected_at,
  });

function expectWav(bytes: Buffer, seconds: number): void {
  expect(bytes.toString('latin1', 0, 4)).toBe('RIFF');
  expect(bytes.readUInt32LE(4)).toBe(bytes.length - 8);
  expect(bytes.toString('latin1', 8, 16)).toBe('WAVEfmt ');
  expect(bytes.toString('latin1', 36, 40)).toBe('data');
  expect(bytes.readUInt32LE(40)).toBe(bytes.length - 44);
  expect((bytes.length - 44) / bytes.readUInt32LE(28)).toBe(seconds);
  // There is something to hear.
  const loudest = Math.max(
    ...Array.from({ length: 4000 }, (_, i) => bytes.readInt16LE(44 + 2 * i)),
  );
  expect(loudest).toBeGreaterThan(1000);
}

it('plays as long as the call was', async () => {
  const [record] = emulator.addCrmRecords([{ talktimes: 9 }]);
  const response = await whole(record);
  expect(response.headers.get('content-type')).toBe('audio/x-wav');
  expect(response.headers.get('content-disposition')).toContain(record.recordfile.split('/')[2]);
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(response.headers.get('content-length')).toBe(String(bytes.length));
  expectWav(bytes, 9);
});

it('plays mp3 where the file says so', async () => {
  const [record] = emulator.addCrmRecords([{ recordfile: '/20180419/x.mp3', talktimes: 3 }]);
  const response = await whole(record);
  expect(response.headers.get('content-type')).toBe('audio/mpeg');
  const bytes = Buffer.from(await response.arrayBuffer());
  // Frames of 144 bytes, 36 ms each, every one with its sync word.
  expect(bytes.length).toBe(Math.ceil(3 / 0.036) * 144);
  for (let at = 0; at < bytes.length; at += 144) expect(bytes.readUInt16BE(at)).toBe(0xfffb);
});

it('plays recordings of hours without holding them', async () => {
  const hours = 5;
  const [record] = emulator.addCrmRecords([{ talktimes: hours * 3600 }]);
  const before = process.memoryUsage();
  const response = await whole(record);
  let length = 0;
  for await (const chunk of response.body!) length += (chunk as Uint8Array).length;
  expect(length).toBe(44 + hours * 3600 * 16_000);
  const after = process.memoryUsage();
  expect(after.arrayBuffers - before.arrayBuffers).toBeLessThan(100_000_000);
});

it('has all of a call’s segments, with what was played and said', async () => {
  const [record] = emulator.addCrmRecords([{ score: 95 }]);
  const { code, data } = await segments(record);
  expect(code).toBe(0);
  expect(data.cdr_sn).toBe(record.cdr_sn);
  expect(data.fragment[0]).toMatchObject({
    title: '1 打招呼+开场白',
    caption: expect.stringContaining('您好') as string,
    vocfile: expect.stringMatching(/^\/usr\/local\/.*\.wav$/) as string,
  });
  const told = record.talk_info.split('##').slice(1);
  expect(data.fragment.map(({ answer }) => answer)).toEqual(
    told.map((turn) => turn.split('@@')[1].split('#@')[0]),
  );
  for (const { fenduanluyin } of data.fragment) {
    const response = await client.get('cdrFragmentDownload', { recordfile: fenduanluyin });
    expect(response.headers.get('content-type')).toBe('audio/x-wav');
    expectWav(Buffer.from(await response.arrayBuffer()), 4);
  }
  const { cdr_sn, recordpath, recordfile, connected_at } = record;
  const own = { cdr_sn, recordpath, recordfile, connected_at };
  expect((await client.post('cdrshow', own)).data).toEqual(data);
  emulator.configure({ segmentsAnswer: 'list' });
  expect((await segments(record)).data).toEqual([data]);
});

it('plays the segments of a talk_info that somebody wrote by hand', async () => {
  emulator.addCrmRecords([{ talk_info: '##a@@好#@/home/record/x.wav##b@@不#@/home/record/y.wav' }]);
  const response = await client.get('cdrFragmentDownload', { recordfile: '/home/record/y.wav' });
  expect(response.headers.get('content-type')).toBe('audio/x-wav');
});

it('plays nobody else’s recordings', async () => {
  emulator.addAccount({ username: 'other', password: 'p' });
  const [record] = emulator.addCrmRecords([{ username: 'other' }]);
  const [{ recording }] = [{ recording: record.talk_info.split('#@')[1].split('##')[0] }];
  expect(await (await whole(record)).json()).toMatchObject({ code: 50001 });
  const segment = await client.get('cdrFragmentDownload', { recordfile: recording });
  expect(await segment.json()).toMatchObject({ code: 50001 });
  expect(await segments(record)).toMatchObject({ code: 50001 });
});
