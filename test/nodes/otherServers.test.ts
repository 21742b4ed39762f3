import type { EmulatorOptions } from '../../emulator';
import { setUp, type Bench } from '../support/platform';

let bench: Bench;

afterEach(async () => await bench.close());

async function start(...manners: string[]): Promise<void> {
  bench = await setUp({ manners } as EmulatorOptions);
}

async function run(type: string, resource: string, operation: string, more: object = {}) {
  const { items, error } = await bench.engine.runNode({
    type,
    parameters: { resource, operation, returnAll: true, ...more } as never,
    credentials: bench.credentials,
  });
  expect(error).toBeUndefined();
  return items.map(({ json }) => json);
}

const calls = async (filters: object = {}) =>
  await run('xiaoACrm', 'crmRecord', 'getAll', { filters });
const tasks = async (filters: object = {}) => await run('xiaoATask', 'task', 'getAll', { filters });

const at = '2026-11-20 09:30:00';
const since = { connectedAfter: '2026-11-01' };

describe('every record comes once where the server', () => {
  it.each([
    ['gap-lists'],
    ['empty-false'],
    ['total-beside'],
    ['total-missing'],
    ['paginator'],
    ['last-page-again'],
    ['page-limit=100'],
    ['page-limit=7'],
    ['page-cut=20'],
    ['huge-ids'],
    ['zero-ids'],
    ['text-rows'],
  ])('has the manner %s', async (manner) => {
    await start(manner);
    const records = bench.emulator.addCrmRecords(
      Array.from({ length: 134 }, () => ({ connected_at: at })),
    );
    const found = await calls(since);
    expect(found.map(({ sn }) => sn).sort()).toEqual(records.map(({ sn }) => sn).sort());
  });

  it('refuses large pages, and is asked only once for one', async () => {
    await start('page-limit=50');
    bench.emulator.addCrmRecords(Array.from({ length: 60 }, () => ({ connected_at: at })));
    await calls(since);
    bench.emulator.clearRequests();
    expect(await calls(since)).toHaveLength(60);
    expect(bench.emulator.requests.map(({ params }) => Number(params.pageSize))).toEqual([50, 50]);
  });
});

it.each([['empty-text'], ['empty-object'], ['empty-false'], ['empty-null'], ['empty-data']])(
  'a list that is empty in the manner %s is empty',
  async (manner) => {
    await start(manner);
    expect(await calls()).toEqual([]);
    expect(await tasks()).toEqual([]);
  },
);

it.each([['gap-lists'], ['total-beside'], ['page-limit=10']])(
  'dropdowns are filled in the manner %s',
  async (manner) => {
    await start(manner);
    for (let count = 0; count < 12; count++) bench.emulator.addTask({ contacts: [] } as never);
    for (const [method, length] of [
      ['searchTasks', 12],
      ['searchAiUsers', bench.emulator.aiUsers.length],
      ['searchTemplates', bench.emulator.templates.length],
    ] as const) {
      const { results } = await bench.engine.search({
        type: 'xiaoATask',
        method,
        credentials: bench.credentials,
      });
      expect(results).toHaveLength(length);
    }
  },
);

it.each([['epoch-times'], ['zero-times'], ['no-times']])(
  'calls that nobody answered stay in a list with dates in the manner %s',
  async (manner) => {
    await start(manner);
    bench.emulator.addCrmRecords([{ connected_at: at, talktimes: 0 }]);
    const [call] = await calls(since);
    expect(call).toMatchObject({ connectedAt: null, endedAt: null });
  },
);

it('a score is the same for the output and for Min Score', async () => {
  await start('score-percent');
  bench.emulator.addCrmRecords([{ score: 85 }, { score: 70 }]);
  expect((await calls({ minScore: 80 })).map(({ score }) => score)).toEqual([85]);
});

it('a label is the same for the output and for Label', async () => {
  await start('label-commas');
  bench.emulator.addCrmRecords([{ labelling: '有意向 加微信' }, { labelling: '拒绝' }]);
  expect((await calls({ label: '加微信,再联系' })).map(({ labels }) => labels)).toEqual([
    ['有意向', '加微信'],
  ]);
});

describe('where 0 stands for no filter', () => {
  beforeEach(async () => await start('zero-is-empty'));

  it('Status Calling leaves out what is paused', async () => {
    const contacts = [{ 姓名: '甲', 电话: '13800138000' }];
    bench.emulator.addTask({ state: 'sending', contacts } as never);
    bench.emulator.addTask({ state: 'paused', contacts } as never);
    bench.emulator.addTask({ state: 'sent', contacts: [] } as never);
    expect((await tasks({ status: 0 })).map(({ status }) => status)).toEqual(['calling']);
  });

  it('Max Talk Seconds and Question Count of 0 leave out the others', async () => {
    bench.emulator.addCrmRecords([
      { talktimes: 0, asks_count: 0 },
      { talktimes: 30, asks_count: 2 },
    ]);
    expect(await calls({ maxTalkSeconds: 0 })).toHaveLength(1);
    expect(await calls({ questionCount: 0 })).toHaveLength(1);
  });
});

it.each([
  ['status-filter-numbers', null, 'calling'],
  ['status-table-numbers', null, 'calling'],
  ['status-stored-numbers', null, 'calling'],
  ['status-import-numbers', 'calling', 'calling'],
])('the numbers of %s are not guessed', async (manner, without, filtered) => {
  await start(manner);
  const contacts = [{ 姓名: '甲', 电话: '13800138000' }];
  bench.emulator.addTask({ state: 'sending', contacts } as never);
  const [task] = await tasks();
  expect(task.status).toBe(without);
  expect(task.statusText).toMatch(/^\d+$/);
  expect((await tasks({ status: 0 }))[0].status).toBe(filtered);
});

it('segments come out of a list in a list', async () => {
  await start('nested-fragments');
  const [{ sn, recordpath, recordfile }] = bench.emulator.addCrmRecords([{ score: 95 }]);
  const segments = await run('xiaoARecording', 'recording', 'getSegments', {
    accountsSn: sn,
    recordPath: recordpath,
    recordFile: recordfile,
    connectedAt: at,
  });
  expect(segments.length).toBeGreaterThan(1);
});
