import ExcelJS from 'exceljs';
import { buffer } from 'node:stream/consumers';

import { differs } from '../../../demo/base/report';
import { createCredential } from '../../../demo/n8n/credentials';
import { S3StandIn } from '../../../demo/storage/s3';
import { soundFor } from '../../../emulator/platform/sound';
import { importTemplate, runTemplate, shanghaiDate, type TemplateCheck } from './world';

const FILE = 'recordings-to-archive';
const TRIGGER = 'Every night at 1:00';

export const recordingArchive: TemplateCheck = {
  file: FILE,
  async check(world, report) {
    const { emulator, rest, username } = world;
    const storage = await S3StandIn.start();
    world.credentialOf.s3 = await createCredential(rest, {
      name: 'Archive',
      type: 's3',
      data: {
        endpoint: storage.url,
        region: 'us-east-1',
        ...storage.account,
        forcePathStyle: true,
      },
    });
    const workflow = await importTemplate(world, FILE);
    const day = shanghaiDate(world, 1);
    const [first, second] = emulator.addCrmRecords([
      { username, phone: '13300133001', name: '王小明', connected_at: `${day} 00:00:00` },
      { username, phone: '13300133002', connected_at: `${day} 23:59:59` },
      { username, phone: '13300133003', connected_at: `${day} 12:00:00`, recordfile: '' },
      { username, phone: '13300133004', connected_at: `${shanghaiDate(world, 0)} 00:00:00` },
    ]);
    const compact = day.replaceAll('-', '');
    const nameOf = ({ phone, id }: { phone: string; id: number }, time: string) =>
      `${compact}-${time}-${phone}-${id}.wav`;
    const names = [nameOf(first, '000000'), nameOf(second, '235959')];
    const keys = () => [...storage.files.keys()].sort();
    const expected = [...names.map((name) => `xiaoa/${day}/${name}`), `xiaoa/${day}/list.xlsx`];

    await report.check(
      'Recordings to an archive: those of the day, by date and phone, byte for byte',
      async () => {
        const { error } = await runTemplate(world, workflow, TRIGGER);
        const sound = await buffer(soundFor(first.recordfile, first.talktimes).content());
        const stored = storage.files.get(expected[0]);
        return (
          error ??
          differs('files', keys(), [...expected].sort()) ??
          differs('the same bytes', stored?.bytes.equals(sound), true) ??
          differs('type', stored?.type.startsWith('audio/'), true)
        );
      },
    );
    await report.check('a list of the calls lies beside them', async () => {
      const rows = await rowsOf(storage.files.get(expected[2])!.bytes);
      const known = rows.map(({ Name, Phone, File }) => ({ Name, Phone: String(Phone), File }));
      return differs(
        'rows',
        known
          .sort((a, b) => a.Phone.localeCompare(b.Phone))
          .map(({ Phone, File }) => [Phone, File]),
        [
          ['13300133001', names[0]],
          ['13300133002', names[1]],
        ],
      );
    });
    await report.check(
      'what cannot be had holds up nothing, is in the list, and fails the run',
      async () => {
        emulator.faults.add({ endpoint: '/api/cdrDownload', kind: 'code', code: 50001 });
        const { error } = await runTemplate(world, workflow, TRIGGER);
        const rows = await rowsOf(storage.files.get(expected[2])!.bytes);
        const missing = rows.filter(({ Missing }) => Missing);
        return (
          differs('error', error?.startsWith(`1 of 2 recordings of ${day} are missing`), true) ??
          differs('in the list', missing.length, 1) ??
          differs('stored again', storage.files.get(expected[2])!.times, 2)
        );
      },
    );
    await report.check('a storage that refuses a file is told like that', async () => {
      storage.refused.add(/13300133001/);
      const { error } = await runTemplate(world, workflow, TRIGGER);
      storage.refused.clear();
      const again = await runTemplate(world, workflow, TRIGGER);
      return (
        differs('error', error?.startsWith('1 of 2 recordings'), true) ??
        again.error ??
        differs('files', keys(), [...expected].sort())
      );
    });
    storage.stop();
  },
};

async function rowsOf(bytes: Buffer): Promise<Array<Record<string, unknown>>> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as never);
  const [header, ...rows] = book.worksheets[0]
    .getSheetValues()
    .slice(1)
    .map((row) => (row as unknown[]).slice(1));
  return rows.map((row) => Object.fromEntries(header.map((name, at) => [String(name), row[at]])));
}
