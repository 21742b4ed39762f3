import ExcelJS from 'exceljs';

import { createParameters, setUp, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

async function workbook(rows: unknown[][]): Promise<Buffer> {
  const book = new ExcelJS.Workbook();
  book.addWorksheet('名单').addRows(rows);
  return Buffer.from(await book.xlsx.writeBuffer());
}

function file(bytes: Buffer, fileName = '名单 2026.xlsx') {
  return { data: bytes.toString('base64'), mimeType: 'application/octet-stream', fileName };
}

async function create(binaries: Array<Record<string, object>>, more: object = {}) {
  return await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: createParameters(bench.emulator, { contactsFrom: 'excel', ...more }),
    credentials: bench.credentials,
    items: binaries.map(() => ({})),
    binaries: binaries as never,
  });
}

const imports = () => bench.emulator.requestsTo('/api/addExcel');

const PEOPLE = [
  ['姓名', '电话', '地址'],
  ['王芳', '13800138000', '深圳'],
  ['李雷', '13900139000', '北京'],
];

it('sends the workbook as it is, with a signature over text fields', async () => {
  const { items, error } = await create([{ data: file(await workbook(PEOPLE)) }], {
    taskName: '春季回访',
    options: { startDialing: true, remark: '备注', batchNumber: 'B-7' },
  });

  expect(error).toBeUndefined();
  expect(imports()).toHaveLength(1);
  expect(imports()[0]).toMatchObject({
    code: 0,
    params: { source: '春季回访', is_zidong: 'on', mark: '备注', batch_number: 'B-7' },
    files: [{ field: 'upload', filename: '名单 2026.xlsx' }],
  });
  expect(items[0].json).toMatchObject({ total: 2, success: 2, requests: 1 });
  expect(bench.emulator.tasks[0].contacts).toHaveLength(2);
});

it('sends it again with a new key when the old one was refused', async () => {
  await create([{ data: file(await workbook(PEOPLE)) }]);
  bench.emulator.replaceKey();

  const { error } = await create([{ data: file(await workbook(PEOPLE)) }]);

  expect(error).toBeUndefined();
  expect(imports().map(({ code }) => code)).toEqual([0, 20005, 0]);
  expect(bench.emulator.tasks).toHaveLength(2);
});

it('puts the files of several items into one task', async () => {
  const { items } = await create([
    { data: file(await workbook(PEOPLE)) },
    { data: file(await workbook([PEOPLE[0], ['韩梅', '13700137000', '上海']])) },
  ]);

  expect(bench.emulator.tasks).toHaveLength(1);
  expect(items[0].json).toMatchObject({ total: 3, requests: 2 });
});

it.each([
  [
    'text that is named .xlsx',
    async () => Buffer.from('姓名,电话\n王芳,13800138000'),
    'is not an Excel workbook',
  ],
  ['nothing', async () => Buffer.alloc(0), 'is empty'],
])('refuses %s before it is sent, and names the item', async (_, bytes, message) => {
  const { error } = await create([{ data: file(await bytes()) }]);

  expect(error?.message).toContain(message);
  expect(error?.message).toContain('(item 0, counted from 0)');
  expect(bench.emulator.requests).toHaveLength(0);
});

it('says which file fields there are when the named one is missing', async () => {
  const { error } = await create([{ attachment: file(await workbook(PEOPLE)) }]);

  expect(error?.message).toBe("No file in input field 'data' (item 0, counted from 0)");
  expect(error?.description).toContain("'attachment'");
});

it('tells a workbook without people from one that was taken', async () => {
  const { error } = await create([{ data: file(await workbook([PEOPLE[0]])) }]);
  expect(error?.message).toMatch(/code 30001/);
});

it('does not send in the clear what was to be encrypted', async () => {
  const { error } = await create([{ data: file(await workbook(PEOPLE)) }], {
    options: { encryptContacts: true },
  });
  expect(error?.message).toContain("'Encrypt Contacts'");
  expect(bench.emulator.requests).toHaveLength(0);
});
