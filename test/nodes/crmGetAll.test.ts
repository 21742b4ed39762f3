import { setUp, type Bench } from '../support/platform';

let bench: Bench;

afterEach(async () => await bench.close());

async function getAll(parameters: Record<string, unknown> = {}, items: object[] = [{}]) {
  return await bench.engine.runNode({
    type: 'xiaoACrm',
    parameters: { resource: 'crmRecord', operation: 'getAll', ...parameters } as never,
    credentials: bench.credentials,
    items: items as never,
  });
}

const lists = () => bench.emulator.requestsTo('/api/crmList');
const ids = (items: Array<{ json: object }>) =>
  items.map(({ json }) => (json as { id: number }).id);

describe('paging', () => {
  it.each(
    (['page', 'offset'] as const).flatMap((index) =>
      (['newest', 'oldest', 'shuffled'] as const).map((order) => [index, order] as const),
    ),
  )('reads 1,234 records once each (pageIndex is a %s, order %s)', async (index, order) => {
    bench = await setUp({ paging: { index, order, maxPageSize: 100, total: 'text' } });
    const records = bench.emulator.addCrmRecords(Array.from({ length: 1234 }, () => ({})));

    const { items, error } = await getAll({ returnAll: true });

    expect(error).toBeUndefined();
    expect(ids(items).sort((a, b) => a - b)).toEqual(records.map(({ id }) => id));
  });

  it('stops at the limit', async () => {
    bench = await setUp({ paging: { maxPageSize: 100 } });
    bench.emulator.addCrmRecords(Array.from({ length: 1234 }, () => ({})));

    const { items } = await getAll({ limit: 120 });

    expect(new Set(ids(items)).size).toBe(120);
    expect(lists()).toHaveLength(2);
  });

  it('asks for several pages at a time, and logs in once when the key is replaced meanwhile', async () => {
    bench = await setUp({ paging: { maxPageSize: 100 } });
    const records = bench.emulator.addCrmRecords(Array.from({ length: 1234 }, () => ({})));
    const [endpoint, delayMs] = ['/api/crmList', 1_000];
    bench.emulator.faults.add({ endpoint, kind: 'delay', delayMs, after: 2, times: 5 });
    bench.emulator.faults.add({ endpoint, kind: 'replaceKey', after: 3 });

    const { items, error } = await getAll({ returnAll: true });

    expect(error).toBeUndefined();
    expect(ids(items).sort((a, b) => a - b)).toEqual(records.map(({ id }) => id));
    // The first two come one by one; of the next five the last is there before the first is answered.
    expect(lists()[6].at - lists()[2].at).toBeLessThan(delayMs);
    expect(bench.emulator.requestsTo('/api/login')).toHaveLength(2);
  });

  it('loses and repeats none while new ones come in', async () => {
    bench = await setUp({ paging: { maxPageSize: 100 } });
    const records = bench.emulator.addCrmRecords(Array.from({ length: 1234 }, () => ({})));
    const calls = setInterval(() => void bench.emulator.addCrmRecords([{}]), 20);

    const { items, error } = await getAll({ returnAll: true });
    clearInterval(calls);

    expect(error).toBeUndefined();
    const found = new Set(ids(items));
    expect(found.size).toBe(items.length);
    expect(records.filter(({ id }) => !found.has(id))).toEqual([]);
  });

  it('gives more records than one call of a function can have arguments', async () => {
    bench = await setUp();
    const total = 150_000;
    const list = Array.from({ length: total }, (_, id) => ({ id }));
    const text = JSON.stringify({ code: 0, msg: '', data: { total, list } });
    bench.emulator.faults.add({ endpoint: '/api/crmList', kind: 'text', text, times: Infinity });

    const { items, error } = await getAll({ returnAll: true, simplify: false });

    expect(error).toBeUndefined();
    expect(new Set(ids(items)).size).toBe(total);
  });
});

describe('several items', () => {
  beforeEach(async () => {
    bench = await setUp();
  });

  it('that fail do not take the others with them where the user chose to continue', async () => {
    const [record] = bench.emulator.addCrmRecords([{ phone: '13800138000' }]);

    const { items, error } = await bench.engine.runNode({
      type: 'xiaoACrm',
      parameters: {
        resource: 'crmRecord',
        operation: 'getAll',
        filters: { phone: '={{ $json.phone }}', minTalkSeconds: '={{ $json.seconds }}' },
      } as never,
      credentials: bench.credentials,
      items: [
        { phone: '13800138000', seconds: 'many' },
        { phone: '13800138000', seconds: 0 },
      ],
      node: { onError: 'continueRegularOutput' },
    });

    expect(error).toBeUndefined();
    expect(items.map(({ json, pairedItem }) => [Object.keys(json)[0], pairedItem])).toEqual([
      ['error', { item: 0 }],
      ['name', { item: 1 }],
    ]);
    expect(items[1].json.id).toBe(record.id);
  });

  it('wait between the batches of the Request Options', async () => {
    const batch = { batchSize: 2, batchInterval: 1_000 };
    await getAll();
    const started = performance.now();

    await getAll({ requestOptions: { batching: { batch } } }, [{}, {}, {}, {}, {}]);

    // Two waits for three batches. A machine can be slow, but no wait is shorter than it was asked to be.
    expect(performance.now() - started).toBeGreaterThanOrEqual(1_990);
    expect(lists()).toHaveLength(6);
  });
});

describe('filters', () => {
  beforeEach(async () => {
    bench = await setUp();
  });

  it('go to the platform under the names of the API', async () => {
    await getAll({
      filters: {
        phone: '13800138000',
        minTalkSeconds: 5,
        maxTalkSeconds: 60,
        label: '有意向',
        score: 70,
        questionCount: 2,
        categories: ['A', 'B'],
        taskSn: { __rl: true, mode: 'id', value: 'task-sn' },
        projectSn: { __rl: true, mode: 'id', value: 'project|1' },
        aiUserSn: { __rl: true, mode: 'id', value: 'SYSUSER|1' },
        aiUserName: 'hln2',
        connectedAfter: '2026-11-01T00:00:00',
        connectedBefore: '2026-11-03T12:00:00',
      },
    });

    expect(lists()[0].params).toMatchObject({
      phone: '13800138000',
      talktimes_min: '5',
      talktimes_max: '60',
      labelling: '有意向',
      score: '70',
      asks_count: '2',
      status: 'A,B',
      dial_task_main_sn: 'task-sn',
      project_sn: 'project|1',
      ai_user_sn: 'SYSUSER|1',
      ai_user_name: 'hln2',
      start_create_at: '2026-11-01',
      end_create_at: '2026-11-04',
    });
    expect(lists()[0].code).toBe(0);
  });

  it('that are empty are not sent', async () => {
    await getAll({ filters: { phone: '', label: ' ', categories: [] } });
    expect(Object.keys(lists()[0].params).sort()).toEqual(
      [
        'api_key',
        'end_create_at',
        'pageIndex',
        'pageSize',
        'start_create_at',
        'url',
        'user_sn',
      ].sort(),
    );
  });

  it.each([
    ['text', "={{ 'A, C' }}"],
    ['a list', "={{ ['A', 'C'] }}"],
  ])('take categories from an expression that gives %s', async (_, categories) => {
    const { error } = await getAll({ filters: { categories } });
    expect(error).toBeUndefined();
    expect(lists()[0].params.status).toBe('A,C');
  });

  it("look a task's SN up by its number", async () => {
    const task = bench.emulator.addTask({ contacts: [] } as never);
    const taskSn = { __rl: true, mode: 'id', value: `={{ ${task.dial_task_main_id} }}` };
    await getAll({ filters: { taskSn } });
    expect(lists()[0].params.dial_task_main_sn).toBe(task.dial_task_main_sn);
  });

  it('name the task that does not exist', async () => {
    const { error } = await getAll({ filters: { taskSn: { mode: 'id', value: '77' } } });
    expect(error?.message).toBe('Task not found: 77');
    expect(lists()).toEqual([]);
  });

  it.each(['138-0013-8000', ' +86 138 0013 8000', '１３８００１３８０００', '138\u200b00138000'])(
    'take the phone %s as it is dialed',
    async (phone) => {
      await getAll({ filters: { phone } });
      expect(lists()[0].params.phone).toBe('13800138000');
    },
  );

  it.each([
    [{ phone: '12345' }, /^'Phone' is '12345', which is not a phone number: /],
    [{ minTalkSeconds: 1.5 }, /'Min Talk Seconds' is 1\.5.*whole number/],
    [{ connectedBefore: 46 }, /^'Connected Before': '46' is not a date or time$/],
    [{ minScore: "={{ '' }}" }, /'Min Score' is empty/],
  ])('refuse %j by field and value', async (filters, message) => {
    const { error } = await getAll({ filters });
    expect(error?.message).toMatch(message);
    expect(bench.emulator.requests).toEqual([]);
  });

  it.each(['有意向、已加微信', '有意向 | 已加微信', '有意向；已加微信'])(
    'take labels as %p',
    async (label) => {
      bench.emulator.addCrmRecords([
        { labelling: '有意向 A' },
        { labelling: '已加微信' },
        { labelling: '拒绝' },
      ]);
      const { items } = await getAll({ filters: { label: `={{ ${JSON.stringify(label)} }}` } });
      expect(items.map(({ json }) => json.labels).sort()).toEqual([['已加微信'], ['有意向', 'A']]);
    },
  );

  it.each([
    [true, ['/1.wav']],
    [false, [null]],
  ])('keep calls by whether they have a recording: %p', async (hasRecording, files) => {
    bench.emulator.addCrmRecords([{ recordfile: '/1.wav' }, { recordfile: '' }]);
    const { items } = await getAll({ filters: { hasRecording } });
    expect(items.map(({ json }) => json.recordFile)).toEqual(files);
  });

  it('keep only calls that scored high enough', async () => {
    bench.emulator.addCrmRecords([{ score: 79 }, { score: 80 }, { score: null }, { score: 95 }]);
    const { items } = await getAll({ filters: { minScore: 80 } });
    expect(items.map(({ json }) => json.score).sort()).toEqual([80, 95]);
  });

  it.each([true, false])(
    'cut at the exact times, whether the end date is inclusive (%s) or not',
    async (endDateInclusive) => {
      bench.emulator.configure({ endDateInclusive });
      const at = (connected_at: string) => ({ connected_at });
      bench.emulator.addCrmRecords([
        at('2026-11-01 07:59:59'),
        at('2026-11-01 08:00:00'),
        at('2026-11-02 23:59:59'),
        at('2026-11-03 00:00:00'),
      ]);

      const { items } = await getAll({
        // Midnight UTC is eight in the morning in Shanghai.
        filters: { connectedAfter: '2026-11-01T00:00:00Z', connectedBefore: '2026-11-02' },
      });

      expect(items.map(({ json }) => json.connectedAt).sort()).toEqual([
        '2026-11-01T08:00:00+08:00',
        '2026-11-02T23:59:59+08:00',
      ]);
    },
  );

  it('that are no date are named', async () => {
    const { error } = await getAll({ filters: { connectedAfter: 'last Tuesday' } });
    expect(error?.message).toContain("'Connected After'");
    expect(error?.message).toContain('last Tuesday');
    expect(bench.emulator.requests).toHaveLength(0);
  });
});

describe('records', () => {
  beforeEach(async () => {
    bench = await setUp();
  });

  it('are simplified by default, and raw on demand', async () => {
    const [record] = bench.emulator.addCrmRecords([
      {
        name: '王芳',
        phone: '13800138000',
        labelling: '      ',
        score: null,
        connected_at: '2026-11-20 15:42:34',
        talk_info: '##a.wav@@noinput#@b.wav##c.wav@@好的#@d.wav',
      },
    ]);

    const filters = { connectedAfter: '2026-11-01' };
    const [simple] = (await getAll({ filters })).items;
    const [raw] = (await getAll({ filters, simplify: false })).items;

    expect(simple.json).toMatchObject({
      id: record.id,
      sn: record.sn,
      phone: '13800138000',
      name: '王芳',
      connectedAt: '2026-11-20T15:42:34+08:00',
      labels: [],
      score: null,
      transcriptText: 'Robot: [a]\nCustomer: (says nothing)\nRobot: [c]\nCustomer: 好的',
    });
    expect(simple.json).not.toHaveProperty('transcript');
    expect(raw.json).toMatchObject({
      id: record.id,
      labelling: '      ',
      talktimes: record.talktimes,
    });
  });

  it('name the task that was asked for, and the turns on demand', async () => {
    bench.emulator.addCrmRecords([{ talk_info: '##a.wav@@好的#@b.wav' }]);
    const [{ json }] = (await getAll({ includeTranscriptTurns: true })).items;
    expect(Object.keys(json).at(-1)).toBe('transcript');
    expect(json.transcript).toEqual([{ played: 'a.wav', said: '好的', recording: 'b.wav' }]);
  });

  it('are paired with the item that asked for them', async () => {
    bench.emulator.addCrmRecords([{ phone: '13000000001' }, { phone: '13000000002' }]);

    const { items } = await getAll({ filters: { phone: '={{ $json.phone }}' } }, [
      { phone: '13000000002' },
      { phone: '13000000001' },
    ]);

    expect(items.map(({ json, pairedItem }) => [json.phone, pairedItem])).toEqual([
      ['13000000002', { item: 0 }],
      ['13000000001', { item: 1 }],
    ]);
  });
});

describe('reads', () => {
  beforeEach(async () => {
    bench = await setUp();
    bench.emulator.addCrmRecords([{}]);
  });

  it.each([
    ['a cut connection', { kind: 'dropBefore' as const }],
    ['HTTP 503', { kind: 'status' as const, status: 503 }],
    ['an HTML page', { kind: 'html' as const }],
    ['half an answer', { kind: 'truncated' as const }],
  ])('are repeated after %s', async (_, fault) => {
    bench.emulator.faults.add({ endpoint: '/api/crmList', ...fault });

    const { items, error } = await getAll();

    expect(error).toBeUndefined();
    expect(items).toHaveLength(1);
    expect(lists()).toHaveLength(2);
  });

  it('give up after three attempts and say what came back', async () => {
    bench.emulator.faults.add({
      endpoint: '/api/crmList',
      times: Infinity,
      kind: 'html',
      status: 200,
    });

    const { error } = await getAll();

    expect(lists()).toHaveLength(3);
    expect(error?.message).toBe("Couldn't read XiaoA's response");
    expect(error?.description).toContain('<');
  });

  it('are not repeated when the platform refuses them', async () => {
    bench.emulator.forbid('/api/crmList');

    const { error } = await getAll();

    expect(lists()).toHaveLength(1);
    expect(error?.message).toContain('(XiaoA code 20007)');
  });
});
