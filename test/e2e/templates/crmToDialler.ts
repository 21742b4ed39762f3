import ExcelJS from 'exceljs';

import { differs } from '../../../demo/base/report';
import { createCredential } from '../../../demo/n8n/credentials';
import { publishWorkflow } from '../../../demo/n8n/workflows';
import { byId } from '../runNode';
import { openForm, submitForm } from './form';
import { importTemplate, type TemplateCheck } from './world';

const FILE = 'crm-to-dialler';
const VISITOR = { user: 'marketing', password: 'form-password' };

/** Phones as sheets have them, and three that cannot be sent. */
const SHEET = [
  { Name: '王小明', Phone: 13900139001, City: '深圳' },
  { Name: '李婷', Phone: '139 0013 9002', City: '广州' },
  { Name: '张伟', Phone: '1.38E+10', City: '杭州' },
  { Name: '陈静', Phone: '+86 139-0013-9003', City: '成都' },
  { Name: '刘洋', Phone: '', City: '武汉' },
  { Name: '王小明 again', Phone: '13900139001', City: '深圳' },
];

export const callThePeople: TemplateCheck = {
  file: FILE,
  async check(world, report) {
    const { emulator, n8n, rest } = world;
    world.credentialOf.httpBasicAuth = await createCredential(rest, {
      name: 'Form',
      type: 'httpBasicAuth',
      data: VISITOR,
    });
    const columns = {
      mappingMode: 'defineBelow',
      value: { 姓名: '={{ $json.Name }}', 电话: '={{ $json.Phone }}', 备注: '={{ $json.City }}' },
      matchingColumns: [],
      schema: [],
    };
    const workflow = await importTemplate(world, FILE, {
      'Create the task': {
        projectSn: byId(emulator.templates[0].sn),
        aiUserSn: byId(emulator.aiUsers[0].user_sn),
        columns,
      },
    });
    await publishWorkflow(rest, workflow);
    const trigger = workflow.nodes.find(({ name }) => name === 'Upload a sheet')!;
    const form = `${n8n.url}/form/${String(trigger.webhookId)}`;
    const tasks = () => emulator.tasks.filter(({ username }) => username === world.username);
    const submit = async (campaign: string, rows: object[]) =>
      await submitForm(form, VISITOR, [campaign, await workbook(rows)]);

    await report.check('CRM to dialler: nobody gets at the form without a password', async () =>
      differs('status', (await openForm(form, { ...VISITOR, password: 'guess' })).status, 401),
    );
    await report.check('an uploaded sheet becomes one task, its columns mapped', async () => {
      const page = await submit('春季续保', SHEET);
      const [task, ...more] = tasks();
      const contacts = [
        { 姓名: '王小明', 电话: '13900139001', 备注: '深圳' },
        { 姓名: '李婷', 电话: '13900139002', 备注: '广州' },
        { 姓名: '陈静', 电话: '13900139003', 备注: '成都' },
      ];
      return (
        differs('further tasks', more.length, 0) ??
        differs('name', task?.source, '春季续保') ??
        differs('contacts', task?.contacts, contacts) ??
        differs('state', task?.state, 'paused') ??
        differs('title', page.title, '3 rows were skipped') ??
        differs('says how many', page.text.includes('3 people are in the task “春季续保”'), true) ??
        differs(
          'file',
          page.files.map(({ fileName }) => fileName),
          ['skipped rows.xlsx'],
        ) ??
        differs('skipped rows', await rowsOf(page.files[0].bytes), [
          { Name: '张伟', Phone: '1.38E+10', City: '杭州' },
          { Name: '刘洋', City: '武汉' },
          { Name: '王小明 again', Phone: '13900139001', City: '深圳' },
        ])
      );
    });
    await report.check('a sheet without flaws is told as done, with no file', async () => {
      const page = await submit('Second', [SHEET[0], SHEET[1]]);
      return (
        differs('title', page.title, 'Done') ??
        differs('says how many', page.text.includes('2 people are in the task “Second”'), true) ??
        differs('files', page.files.length, 0) ??
        differs('tasks', tasks().length, 2)
      );
    });
    await report.check(
      'a sheet of nothing but flaws makes no task, and all of it comes back',
      async () => {
        const page = await submit('Third', [SHEET[2], SHEET[4]]);
        return (
          differs('title', page.title, '2 rows were skipped') ??
          differs('says how many', page.text.includes('0 people'), true) ??
          differs('tasks', tasks().length, 2)
        );
      },
    );
    await report.check(
      'people whom XiaoA itself does not take are counted on the page',
      async () => {
        emulator.configure({ doNotCall: '9002' });
        const page = await submit('Fourth', [SHEET[0], SHEET[1]]);
        emulator.configure({ doNotCall: '' });
        return (
          differs('title', page.title, 'Done, but XiaoA did not take all rows') ??
          differs('in the task', page.text.includes('1 people are in the task “Fourth”'), true) ??
          differs('says so', page.text.includes('XiaoA did not take 1 of the rows'), true)
        );
      },
    );
  },
};

async function workbook(rows: object[]): Promise<File> {
  const book = new ExcelJS.Workbook();
  const sheet = book.addWorksheet('Leads');
  sheet.addRow(['Name', 'Phone', 'City']);
  for (const row of rows) sheet.addRow(Object.values(row));
  return new File([new Uint8Array(await book.xlsx.writeBuffer())], 'leads.xlsx');
}

/** The rows of a sheet as objects, without the reasons: those have to be there, however they are worded. */
async function rowsOf(bytes: Buffer): Promise<object[]> {
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(bytes as never);
  const [header, ...rows] = book.worksheets[0]
    .getSheetValues()
    .slice(1)
    .map((row) => (row as unknown[]).slice(1));
  return rows.map((row) => {
    const cells = Object.fromEntries(header.map((name, at) => [String(name), row[at]]));
    const { 'Why skipped': reason, ...rest } = cells;
    if (!reason) throw new Error(`No reason stands at ${JSON.stringify(rest)}`);
    return Object.fromEntries(
      Object.entries(rest).filter(([, value]) => value !== undefined && value !== ''),
    );
  });
}
