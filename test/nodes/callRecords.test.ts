import { setUp, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

async function run(more: object = {}) {
  return await bench.engine.runNode({
    type: 'xiaoACrm',
    parameters: {
      resource: 'crmRecord',
      operation: 'getCallRecords',
      returnAll: true,
      ...more,
    } as never,
    credentials: bench.credentials,
  });
}

it('reads the older table over all pages', async () => {
  bench.emulator.configure({ paging: { maxPageSize: 10 } });
  const records = bench.emulator.addCrmRecords(Array.from({ length: 34 }, () => ({})));

  const { items, error } = await run({ simplify: false });

  expect(error).toBeUndefined();
  expect(new Set(items.map(({ json }) => json.cdr_sn)).size).toBe(34);
  expect(items.map(({ json }) => json.callee).sort()).toEqual(
    records.map(({ phone }) => phone).sort(),
  );
});

it('is simplified, in the words of the CRM records', async () => {
  const [record] = bench.emulator.addCrmRecords([{ score: 90, labelling: '有意向 加微信' }]);

  const [{ json }] = (await run()).items;

  expect(json).toMatchObject({
    cdrSn: record.cdr_sn,
    callee: record.phone,
    direction: 'outbound',
    score: 90,
    labels: ['有意向', '加微信'],
    recordPath: record.recordpath,
    recordFile: record.recordfile,
  });
});

it('filters under the names of its own table', async () => {
  const { error } = await run({
    filters: {
      callee: '13800138000',
      caller: '900002',
      minTalkSeconds: 1,
      maxTalkSeconds: 9,
      label: '有意向',
      score: 80,
      questionCount: 3,
      batchNumber: 'B-7',
      taskSn: { __rl: true, mode: 'id', value: 'task-sn' },
      aiUserSn: { __rl: true, mode: 'id', value: 'SYSUSER|1' },
    },
  });

  expect(error).toBeUndefined();
  expect(bench.emulator.requestsTo('/api/cdrlist')[0].params).toMatchObject({
    callee: '13800138000',
    caller: '900002',
    talktimes_min: '1',
    talktimes_max: '9',
    asr_b: '有意向',
    asr_c: '80',
    asr_d: '3',
    batch_number: 'B-7',
    dial_task_main_sn: 'task-sn',
    ai_user_sn: 'SYSUSER|1',
    // A task's calls are looked for whenever they were made.
    start_create_at: '2010-01-01',
  });
});
