import { randomUUID } from 'node:crypto';

import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { XiaoACrm } from '../../../nodes/Crm/XiaoACrm.node';
import { getAll } from '../../../nodes/Crm/getAll';
import { getCallRecords } from '../../../nodes/Crm/getCallRecords';
import { waitForResults } from '../../../nodes/Crm/waitForResults';
import type { Operation } from '../../../nodes/shared/operation';
import { Run } from '../../../nodes/shared/run';
import { Host, platformAnswer } from '../shared/host';
import { NodeHost } from '../shared/nodeHost';

/** What the two lists of calls ask for, and which rows they keep. */
const NOW = Date.parse('2026-05-08T02:00:00Z');
const WEEK = { start_create_at: '2026-05-02', end_create_at: '2026-05-09' };
const EVER = { start_create_at: '2010-01-01', end_create_at: '2026-05-09' };

let host: Host;

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(NOW);
  host = new Host();
  host.type = 'xiaoACrm';
  host.credentialId = randomUUID();
});

afterEach(() => jest.restoreAllMocks());

async function list(operation: Operation, filters: IDataObject, rows: IDataObject[] = []) {
  host.answers = [
    ({ options: { url } }) => {
      if (!String(url).endsWith('/api/index')) {
        return platformAnswer(0, { total: rows.length, list: rows });
      }
      const task = { dial_task_main_id: 7, dial_task_main_sn: 'sn-of-7' };
      return platformAnswer(0, { total: 1, list: [task] });
    },
  ];
  host.parameters = { returnAll: true, filters, simplify: false };
  const setup = { itemIndex: 0, requestOptions: {}, alone: true, fields: operation.fields };
  const run = new Run({ context: host.context, items: [{ json: {} }], ...setup });
  return (await operation.run(run)).map(({ json }) => json);
}

function asked(): IDataObject {
  const { pageIndex, pageSize, ...parameters } = host.sent.at(-1)!.options.body as IDataObject;
  expect([pageIndex, pageSize]).toEqual([0, 1_000]);
  return JSON.parse(JSON.stringify(parameters)) as IDataObject;
}

const locator = (value: string) => ({ __rl: true, mode: 'id', value });

it.each(['getAll', 'getCallRecords'])('%s lists what each item asks for', async (operation) => {
  const node = new NodeHost(new XiaoACrm());
  node.credentialId = randomUUID();
  node.answers = [() => platformAnswer(0, { total: 1, list: [{ id: 1, cdr_id: 1 }] })];
  const items = await node.run(operation, [{}, {}]);
  expect(items.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
});

describe.each([
  ['CRM records', getAll, 'phone'],
  ['call records', getCallRecords, 'callee'],
])('%s', (_, operation, phone) => {
  it('are those of the last seven days where nothing narrows them', async () => {
    await list(operation, {});
    expect(asked()).toEqual(WEEK);
    await list(operation, { score: 80, aiUserSn: locator('SYSUSER|1') });
    expect(asked()).toMatchObject(WEEK);
  });

  it.each([
    ['a phone', { [phone]: '138-0013-8000' }, { [phone]: '13800138000' }],
    ['a task', { taskSn: locator('sn') }, { dial_task_main_sn: 'sn' }],
    ['the number of a task', { taskSn: locator('7') }, { dial_task_main_sn: 'sn-of-7' }],
  ])('are of any day where %s narrows them', async (__, filters, parameters) => {
    await list(operation, filters);
    expect(asked()).toEqual({ ...EVER, ...parameters });
    await list(operation, { ...filters, connectedAfter: '2026-05-01' });
    expect(asked()).toEqual({ ...EVER, start_create_at: '2026-05-01', ...parameters });
  });

  it('are left out by their time and by what they contradict', async () => {
    const rows = [
      ['2026-04-30 23:59:59', '13800138000'],
      ['2026-05-01 00:00:00', '13800138000'],
      ['2026-05-01 00:00:00', '13900139000'],
      ['2026-05-03 00:00:00', '13800138000'],
    ].map(([connected_at, number], at) => ({
      ...{ id: at + 1, sn: `${at}`, cdr_id: at + 1, cdr_sn: `${at}` },
      ...{ connected_at, [phone]: number },
    }));
    const days = { connectedAfter: '2026-05-01', connectedBefore: '2026-05-02' };
    const kept = async (filters: IDataObject) =>
      (await list(operation, filters, rows)).map(({ sn }) => sn);
    expect(await kept({ ...days, [phone]: '13800138000' })).toEqual(['1']);
    expect(await kept(days)).toEqual(['1', '2']);
    expect(await kept({ connectedAfter: '2026-05-01' })).toEqual(['1', '2', '3']);
  });

  it('take no value that is not of its kind', async () => {
    const label = phone === 'phone' ? 'Phone' : 'Callee';
    await expect(list(operation, { [phone]: '12345' })).rejects.toThrow(`'${label}' is '12345'`);
    for (const [name, displayName] of [
      ['minTalkSeconds', 'Min Talk Seconds'],
      ['maxTalkSeconds', 'Max Talk Seconds'],
      ['questionCount', 'Question Count'],
      ['score', 'Score'],
    ]) {
      await expect(list(operation, { [name]: 'many' })).rejects.toThrow(`'${displayName}' is`);
    }
    await expect(list(operation, { connectedAfter: 'soon' })).rejects.toThrow(`'Connected After'`);
    await expect(list(operation, { connectedBefore: 'x' })).rejects.toThrow(`'Connected Before'`);
    expect(host.sent).toEqual([]);
  });
});

const SHARED = { minTalkSeconds: 1, maxTalkSeconds: 9, score: 80, questionCount: 3 };

it.each<[string, IDataObject, IDataObject]>([
  [
    'one label',
    { ...SHARED, label: '有意向', caller: ' 010-6543 2100', batchNumber: 'B-7' },
    { asr_b: '有意向', caller: '01065432100', batch_number: 'B-7' },
  ],
  ['several labels', { ...SHARED, label: '有意向,加微信', aiUserSn: locator('SYSUSER|1') }, {}],
])('call records are asked for by the names of API §7.8: %s', async (_, filters, parameters) => {
  const numbers = { talktimes_min: 1, talktimes_max: 9, asr_c: 80, asr_d: 3 };
  const aiUser = filters.aiUserSn ? { ai_user_sn: 'SYSUSER|1' } : {};
  await list(getCallRecords, filters);
  expect(asked()).toEqual({ ...WEEK, ...numbers, ...aiUser, ...parameters });
});

it('call records are checked again by the names of API §7.8', async () => {
  const right = { callee: '13800138000', asr_b: '有意向', asr_c: 80, asr_d: 3, talktimes: 5 };
  const wrong = [
    { callee: '13900139000' },
    { asr_b: '无' },
    { asr_c: 79 },
    { asr_d: 2 },
    { talktimes: 0 },
    { talktimes: 10 },
    { dial_task_main_sn: 'another' },
  ];
  const rows = [{}, ...wrong].map((more, at) => ({ cdr_sn: `${at}`, ...right, ...more }));
  const filters = { ...SHARED, label: '有意向', callee: '13800138000', taskSn: locator('sn') };
  expect((await list(getCallRecords, filters, rows)).map((row) => row.cdr_sn)).toEqual(['0']);
});

it.each([
  [['有意向'], 'A', { labelling: '有意向', status: 'A' }],
  [['有意向', '加微信'], 'A,B', { status: 'A,B' }],
])('CRM records are asked for by the names of API §7.10: %j', async (labels, status, expected) => {
  await list(getAll, {
    ...SHARED,
    label: labels.join(','),
    categories: status.split(','),
    minScore: 60,
    hasRecording: true,
    projectSn: locator('project|1'),
    aiUserSn: locator('SYSUSER|1'),
    aiUserName: 'robot01',
  });
  expect(asked()).toEqual({
    ...WEEK,
    ...{ talktimes_min: 1, talktimes_max: 9, score: 80, asks_count: 3 },
    ...{ project_sn: 'project|1', ai_user_sn: 'SYSUSER|1', ai_user_name: 'robot01' },
    ...expected,
  });
});

it('CRM records are checked again by the names of API §7.10', async () => {
  const right = {
    phone: '13800138000',
    labelling: '有意向',
    score: 80,
    asks_count: 3,
    status: 'A',
  };
  const file = { recordfile: 'a.wav', talktimes: 5 };
  const wrong = [
    { phone: '13900139000' },
    { labelling: '无' },
    { score: 79 },
    { asks_count: 2 },
    { status: 'B' },
    { talktimes: 0 },
    { talktimes: 10 },
    { recordfile: '' },
    { dial_task_main_sn: 'another' },
  ];
  const rows = [{}, ...wrong].map((more, at) => ({ sn: `${at}`, ...right, ...file, ...more }));
  const only = { label: '有意向', phone: '13800138000', categories: ['A'], hasRecording: true };
  const filters = { ...SHARED, ...only, taskSn: locator('sn') };
  expect((await list(getAll, filters, rows)).map(({ sn }) => sn)).toEqual(['0']);
  const { score, ...others } = { ...filters, minScore: 80 };
  expect(score).toBe(80);
  expect((await list(getAll, others, rows)).map(({ sn }) => sn)).toEqual(['0']);
});

describe('what a user can choose', () => {
  const filtersOf = ({ fields }: Operation) =>
    fields.find(({ name }) => name === 'filters')!.options as INodeProperties[];

  it('is what the contract of names has', () => {
    expect(filtersOf(getAll).map(({ name }) => name)).toEqual([
      ...['aiUserSn', 'aiUserName', 'categories', 'connectedAfter', 'connectedBefore'],
      ...['hasRecording', 'label', 'maxTalkSeconds', 'minScore', 'minTalkSeconds', 'phone'],
      ...['questionCount', 'score', 'taskSn', 'projectSn'],
    ]);
    expect(filtersOf(getCallRecords).map(({ name }) => name)).toEqual([
      ...['aiUserSn', 'batchNumber', 'callee', 'caller', 'connectedAfter', 'connectedBefore'],
      ...['label', 'maxTalkSeconds', 'minTalkSeconds', 'questionCount', 'score', 'taskSn'],
    ]);
  });

  it('is an operation with a name, and the turns of a call where the list has them', () => {
    for (const { name, action, description } of [getAll, getCallRecords, waitForResults]) {
      expect(`${name} / ${action}`).toMatch(
        /(CRM|Call) Records.* \/ .*(CRM|call) records|Wait for/,
      );
      expect(description).toMatch(/calls/);
    }
    const values = [getAll, getCallRecords, waitForResults].map(({ value }) => value);
    expect(values).toEqual(['getAll', 'getCallRecords', 'waitForResults']);
    const turnsIn = ({ fields }: Operation) =>
      fields.some(({ name }) => name === 'includeTranscriptTurns');
    expect([getAll, getCallRecords, waitForResults].map(turnsIn)).toEqual([true, false, true]);
  });

  it.each([
    [getAll, 'choose a task or enter a phone number'],
    [getCallRecords, 'choose a task or enter a callee'],
  ])('says which days are listed, and what else: %#', (operation, narrowing) => {
    const said = JSON.stringify(operation.fields);
    expect(said).toContain(
      `Returns calls connected in the last 7 days (Shanghai time) unless you set a date, ${narrowing}`,
    );
    expect(said).toContain('Only calls connected at this time or later (Shanghai time)');
    expect(said).toContain('Only calls connected before this time (Shanghai time)');
    for (const { description } of filtersOf(operation)) {
      expect(description).toMatch(
        /^(?:Only calls |Whether to return only calls |Passed on to XiaoA)/,
      );
    }
  });

  it('is less for a model: ten calls, and of each what it needs', () => {
    for (const [{ fields }, known] of [
      [getAll, 'transcriptText'],
      [getCallRecords, 'callee'],
    ] as const) {
      const defaults = new Map(
        fields
          .filter(({ displayOptions }) =>
            JSON.stringify(displayOptions)?.includes('"@tool":[true]'),
          )
          .map(({ name, default: value }) => [name, value]),
      );
      expect(defaults.get('limit')).toBe(10);
      const names = defaults.get('outputFields') as string[];
      expect(names).toEqual(
        expect.arrayContaining(['score', 'labels', 'endReasonEnglish', 'talkSeconds', known]),
      );
      expect(names).toContain('connectedAt');
      const field = fields.find(({ name }) => name === 'outputFields');
      const offered = (field?.options as Array<{ value: string }>).map(({ value }) => value);
      expect(names.filter((name) => !offered.includes(name))).toEqual([]);
    }
  });
});
