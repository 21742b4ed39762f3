import { randomUUID } from 'node:crypto';

import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import { returnAllFields } from '../../../nodes/shared/fields';
import {
  AI_USERS,
  CRM_RECORDS,
  TASKS,
  type Listing,
  type Query,
} from '../../../nodes/shared/lists';
import { Run } from '../../../nodes/shared/run';
import { getMany, outputFields, runList } from '../../../nodes/shared/runList';
import { Host, platformAnswer } from './host';

/** What a "Get Many" asks for, and what comes out of it. */
let host: Host;
const ROWS = [1, 2, 3].map((id) => ({
  dial_task_main_id: id,
  dial_task_main_sn: `sn-${id}`,
  source: `Task ${id}`,
  status: 0,
}));

beforeEach(() => {
  host = new Host();
  host.credentialId = randomUUID();
  host.answers = [() => platformAnswer(0, { total: ROWS.length, list: ROWS })];
});

async function list(
  parameters: IDataObject,
  query?: (run: Run) => Query,
  of: Listing = TASKS,
): Promise<IDataObject[]> {
  host.parameters = parameters;
  const fields = [
    ...returnAllFields(),
    ...outputFields(of, ['sn', 'name'], { turns: of === CRM_RECORDS }),
  ];
  const setup = { itemIndex: 0, requestOptions: { timeout: 7 }, alone: true, fields };
  const run = new Run({ context: host.context, items: [{ json: {} }], ...setup });
  return (await runList(of, query)(run)).map(({ json }) => json);
}

it('is called by what it gives', () => {
  expect(getMany('AI Users', 'AI users')).toEqual({
    name: 'Get Many AI Users',
    value: 'getAll',
    action: 'Get many AI users',
  });
});

it('gives as many as are wanted, or all', async () => {
  expect(await list({ returnAll: false, limit: 2 })).toHaveLength(2);
  expect(await list({ returnAll: true, limit: 2 })).toHaveLength(3);
  expect(await list({})).toHaveLength(3);
  expect(host.sent.map(({ options }) => options.body)).toEqual([
    { pageIndex: 0, pageSize: 2 },
    { pageIndex: 0, pageSize: 1_000 },
    { pageIndex: 0, pageSize: 50 },
  ]);
  expect(host.sent[0].options.timeout).toBe(7);
});

it('asks for nothing by itself', async () => {
  host.answers = [() => platformAnswer(0, [{ user_sn: 'a' }])];
  expect(await list({}, undefined, AI_USERS)).toMatchObject([{ sn: 'a' }]);
  expect(host.sent.map(({ options }) => options.body)).toEqual([{}]);
});

it('asks for what its fields say, and reads rows by that', async () => {
  const query = (run: Run): Query => ({
    parameters: { status: run.read('limit') },
    accept: ({ source }) => source !== 'Task 1',
  });
  const read = await list({ limit: 4 }, query);
  expect(host.sent[0].options.body).toEqual({ pageIndex: 0, pageSize: 100, status: 4 });
  expect(read.map(({ name, status }) => [name, status])).toEqual([
    ['Task 2', 'paused'],
    ['Task 3', 'paused'],
  ]);
});

it('simplifies the rows in a workflow unless the user wants them as they came', async () => {
  const [simplified] = await list({ output: 'raw', outputFields: ['sn'] });
  expect(simplified).toMatchObject({ id: 1, sn: 'sn-1', name: 'Task 1', remark: null });
  const [raw] = await list({ simplify: false, output: 'simplified' });
  expect(raw).toEqual(ROWS[0]);
});

it('gives a model the fields that the user chose', async () => {
  host.type = 'xiaoATaskTool';
  expect((await list({ simplify: false }))[0]).toEqual({ sn: 'sn-1', name: 'Task 1' });
  expect((await list({ outputFields: ['id', 'name'] }))[0]).toEqual({ id: 1, name: 'Task 1' });
  const [simplified] = await list({ output: 'simplified', outputFields: ['id'] });
  expect(simplified).toMatchObject({ id: 1, sn: 'sn-1', remark: null });
  expect((await list({ output: 'raw', outputFields: ['id'] }))[0]).toEqual(ROWS[0]);
});

it('reads fields strictly that are not shown, too', async () => {
  await expect(list({ output: 'nothing of the kind' })).rejects.toThrow("'Output'");
  await expect(list({ simplify: 'perhaps' })).rejects.toThrow("'Simplify'");
  expect(host.sent).toEqual([]);
});

it('gives the turns of a call where they are wanted', async () => {
  const record = { id: 1, sn: 'a', talk_info: '##Hello@@Yes#@a.wav' };
  host.answers = [() => platformAnswer(0, { total: 1, list: [record] })];
  const turns = async (includeTranscriptTurns: boolean) =>
    (await list({ includeTranscriptTurns }, undefined, CRM_RECORDS))[0].transcript;
  expect(await turns(true)).toEqual([{ played: 'Hello', said: 'Yes', recording: 'a.wav' }]);
  expect(await turns(false)).toBeUndefined();
});

describe('the fields of its output', () => {
  const [simplify, output, fields, ...others] = outputFields(CRM_RECORDS, ['name', 'phone']);

  it('are for tools, but for Simplify', () => {
    const shown = [simplify, output, fields].map(({ name, displayOptions }) => [
      name,
      displayOptions,
    ]);
    expect(shown).toEqual([
      ['simplify', { hide: { '@tool': [true] } }],
      ['output', { show: { '@tool': [true] } }],
      ['outputFields', { show: { '@tool': [true], output: ['selectedFields'] } }],
    ]);
    expect(others).toEqual([]);
    expect(output.default).toBe('selectedFields');
    expect(output.options!.map((option) => (option as INodePropertyOptions).value)).toEqual([
      'raw',
      'selectedFields',
      'simplified',
    ]);
  });

  it('have titles of plain words, in their order', () => {
    const options = fields.options as INodePropertyOptions[];
    const names = options.map(({ name }) => name);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
    const titles = new Map(options.map(({ name, value }) => [value, name]));
    expect(titles.get('id')).toBe('ID');
    expect(titles.get('sn')).toBe('SN');
    expect(titles.get('cdrSn')).toBe('Cdr SN');
    expect(titles.get('aiUser')).toBe('AI User');
    expect(titles.get('connectedAt')).toBe('Connected At');
    expect(titles.get('endReasonEnglish')).toBe('End Reason English');
    expect(fields.default).toEqual(['name', 'phone']);
    expect(options.map(({ value }) => value).sort()).toEqual(
      Object.keys(CRM_RECORDS.simplify({})).sort(),
    );
  });

  it('may include the turns of the transcript', () => {
    const withTurns = outputFields(CRM_RECORDS, [], { turns: true });
    expect(withTurns.map(({ name }) => name)).toEqual([
      'simplify',
      'output',
      'outputFields',
      'includeTranscriptTurns',
    ]);
  });
});
