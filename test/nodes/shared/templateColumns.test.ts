import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { NodeOperationError } from 'n8n-workflow';

import { readTemplateColumns } from '../../../nodes/shared/templateColumns';
import { zipWith } from '../../support/zip';
import { workbookParts } from '../../xiaoa/files/spreadsheet/containers';
import { failureOf, Host, httpAnswer, platformAnswer } from './host';
import { streamOf } from './nodeHost';

/** The columns of a template are those of its file, whatever the file is like. */
const SN = 'project|1';
const CSV = { 'content-type': 'text/csv' };
const MEGABYTE = 1024 * 1024;

let host: Host;

beforeEach(() => {
  host = new Host();
  host.credentialId = randomUUID();
});

async function columnsOf(file: Buffer | string, headers = {}) {
  host.answers = [() => httpAnswer(streamOf(file), 200, headers)];
  return await readTemplateColumns(host.context, SN, {
    itemIndex: 2,
    connection: { timeout: 700 },
  });
}

const failing = async (file: Buffer | string, headers = {}) =>
  await failureOf<NodeOperationError>(columnsOf(file, headers));

const fixture = (name: string) =>
  readFileSync(join(__dirname, '../../fixtures/spreadsheets', name));

it('asks for the file of the template', async () => {
  await columnsOf('姓名,电话\n', CSV);
  const [{ options }] = host.sent;
  expect(options).toMatchObject({
    url: '/api/exportModel',
    qs: { project_sn: SN },
    timeout: 700,
  });
});

it.each(['template.xlsx', 'template.xls'])('reads %s', async (name) => {
  const columns = await columnsOf(fixture(name));
  expect(columns.slice(0, 2)).toEqual(['姓名', '电话']);
  expect(columns.length).toBeGreaterThan(2);
});

it('finds the row that names the phone, below a title', async () => {
  const table = 'Contacts,2026,\nall are,required,\n姓名,＊电话（必填）,车型\n';
  expect(await columnsOf(table, CSV)).toEqual(['姓名', '电话', '车型']);
});

it('knows the row from instructions about single columns', async () => {
  const table = '列,说明\n姓名,必填\n电话,11 位\n车型,\n姓名,*电话,车型\n';
  expect(await columnsOf(table, CSV)).toEqual(['姓名', '电话', '车型']);
  expect(await columnsOf('说明,\n姓名,必填\n客户,电话,车型\n', CSV)).toEqual([
    '客户',
    '电话',
    '车型',
  ]);
});

it('takes the first row where none names the phone', async () => {
  expect(await columnsOf('Name,Mobile\n1,2\n', CSV)).toEqual(['Name', 'Mobile']);
});

it('leaves out what has no name, and what comes twice', async () => {
  const table = '姓名,电话,,车型, ,* 车型,城市 \u200b\n';
  expect(await columnsOf(table, CSV)).toEqual(['姓名', '电话', '* 车型', '城市']);
});

it('gives a file that names nothing an error of its own', async () => {
  const { message, description, context } = await failing(',,\n', CSV);
  expect(message).toBe('The Excel file of the template is empty');
  expect(description).toBe(
    `No sheet in it names any columns. Add columns to the template in XiaoA, or ask XiaoA for help. Template: ${SN}`,
  );
  expect(context.itemIndex).toBe(2);
});

it('says what a file is that is no spreadsheet', async () => {
  const error = await failing(fixture('template.ods'));
  expect(error.message).toBe('The file is an OpenDocument file (.ods)');
  expect(error.description).toBe(
    `Open it in Excel and save it as an Excel workbook (.xlsx). Template: ${SN}`,
  );
  expect(error.context.itemIndex).toBe(2);
});

it('leaves others their turns while it reads a large file', async () => {
  const cell = (text: string) => `<c t="str"><v>${text}</v></c>`;
  const rows = `<row>${cell('姓名')}${cell('').repeat(40_000)}${cell('电话')}</row>`;
  const file = zipWith(workbookParts(rows).map((part) => ({ ...part, stored: true })));
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns += 1;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  await columnsOf(file);
  isOver = true;
  expect(turns).toBeGreaterThan(30);
});

it('reads up to 20 MB', async () => {
  const table = Buffer.alloc(20 * MEGABYTE, '\n');
  table.write('姓名,电话\n');
  expect(await columnsOf(table, CSV)).toEqual(['姓名', '电话']);
  const { message, description, context } = await failing(
    Buffer.concat([table, Buffer.from('\n')]),
    CSV,
  );
  expect(message).toBe('The Excel file of the template is larger than 20 MB');
  expect(description).toBe(
    `Delete its rows so that only the column names are left. Template: ${SN}`,
  );
  expect(context.itemIndex).toBe(2);
});

it('passes on what the platform says in place of a file', async () => {
  const error = await failing(String(platformAnswer(50001).body));
  expect(error.message).toBe('No record was chosen (XiaoA code 50001)');
  expect(error.context.itemIndex).toBe(2);
});
