import { Workbook } from 'exceljs';
import { startEmulator, type Emulator } from '../../emulator';
import { Client } from './client';

let emulator: Emulator;
let client: Client;
beforeEach(async () => {
  emulator = await startEmulator();
  client = await Client.loggedIn(emulator);
});
afterEach(() => emulator.close());

async function read(response: Response): Promise<Workbook> {
  const workbook = new Workbook();
  await workbook.xlsx.load(await response.arrayBuffer());
  return workbook;
}

const headers = (workbook: Workbook) =>
  (workbook.worksheets[0].getRow(1).values as string[]).slice(1);
const bytesOf = async (workbook: Workbook) => new Uint8Array(await workbook.xlsx.writeBuffer());
const form = (own: Record<string, string> = {}) => ({
  project_sn: emulator.templates[0].sn,
  source: '表格 任务',
  ai_user_sn: emulator.aiUsers[0].user_sn,
  ...own,
});

it('exports each template with its own columns', async () => {
  for (const { sn, project_caption } of emulator.templates) {
    const response = await client.get('exportModel', { project_sn: sn });
    expect(response.headers.get('content-type')).toContain('spreadsheetml.sheet');
    const name = encodeURIComponent(`${project_caption}.xlsx`);
    expect(response.headers.get('content-disposition')).toContain(name);
    expect(headers(await read(response))).toEqual([
      '姓名',
      '电话',
      ...emulator.templateColumns[sn],
    ]);
  }
});

it('serves the file that getProjects points to', async () => {
  const { data } = await client.post<Array<{ project_excel?: string }>>('getProjects');
  expect(data).toEqual(emulator.templates);
  expect(data.map(({ project_excel }) => project_excel === undefined)).toContain(true);
  const workbook = await read(await fetch(data[0].project_excel!));
  expect(headers(workbook).slice(0, 2)).toEqual(['姓名', '电话']);
  expect((await fetch(`${emulator.url}/excel/nothing.xlsx`)).status).toBe(404);
});

it('takes a filled-in template', async () => {
  const { sn } = emulator.templates[0];
  const workbook = await read(await client.get('exportModel', { project_sn: sn }));
  const [sheet] = workbook.worksheets;
  sheet.addRow(['王先生', '13800138000', '比亚迪', { richText: [{ text: '粤B' }, { text: '1' }] }]);
  sheet.addRow([]);
  sheet.addRow(['李女士', 13_800_138_001, '', '', new Date('2025-09-30')]);
  sheet.addRow(['重复', '13800138000']);
  sheet.addRow(['没有电话', '']);
  const file = { name: '客户.xlsx', bytes: await bytesOf(workbook) };
  const answer = await client.upload(form({ is_zidong: 'on', mark: '备 注' }), file);
  const [task] = emulator.tasks;
  expect(answer).toMatchObject({
    code: 0,
    data: {
      total: 4,
      success: 2,
      fail: 1,
      out_repeat: 1,
      dial_task_main_sn: task.dial_task_main_sn,
    },
  });
  expect(task).toMatchObject({ state: 'sending', source: '表格 任务', mark: '备 注' });
  expect(task.contacts).toEqual([
    { 姓名: '王先生', 电话: '13800138000', 车型: '比亚迪', 车牌号: '粤B1', 到期日: '', 备注: '' },
    { 姓名: '李女士', 电话: '13800138001', 车型: '', 车牌号: '', 到期日: '2025-09-30', 备注: '' },
  ]);
  expect(task.addedBy[0]).toMatchObject({
    rawBody: undefined,
    files: [{ field: 'upload', filename: '客户.xlsx', size: file.bytes.length }],
  });
});

it('tells apart an empty template and a foreign workbook', async () => {
  const { sn } = emulator.templates[0];
  const empty = await read(await client.get('exportModel', { project_sn: sn }));
  const upload = async (workbook: Workbook) =>
    await client.upload(form(), { name: 'a.xlsx', bytes: await bytesOf(workbook) });
  expect(await upload(empty)).toMatchObject({ code: 30001 });
  const foreign = new Workbook();
  foreign.addWorksheet('x').addRow(['电话', '姓名']);
  expect(await upload(foreign)).toMatchObject({ code: 30002 });
});
