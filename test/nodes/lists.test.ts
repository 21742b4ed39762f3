import { setUp, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

async function run(type: string, parameters: Record<string, unknown>) {
  return await bench.engine.runNode({
    type,
    parameters: parameters as never,
    credentials: bench.credentials,
  });
}

describe('AI users', () => {
  it('come as the platform sends them on demand', async () => {
    const { items } = await run('xiaoATask', {
      resource: 'task',
      operation: 'getAiUsers',
      returnAll: true,
      simplify: false,
    });
    expect(items.map(({ json }) => json)).toEqual(bench.emulator.aiUsers);
  });

  it('are simplified', async () => {
    const { items } = await run('xiaoATask', {
      resource: 'task',
      operation: 'getAiUsers',
      returnAll: true,
    });
    const [{ user_sn, user_name, start_at_one, end_at_one }] = bench.emulator.aiUsers;
    expect(items[0].json).toMatchObject({
      sn: user_sn,
      name: user_name,
      callingHours: expect.arrayContaining([{ from: start_at_one, to: end_at_one }]) as object,
    });
  });

  it('stop at the limit', async () => {
    const { items } = await run('xiaoATask', {
      resource: 'task',
      operation: 'getAiUsers',
      limit: 1,
    });
    expect(items).toHaveLength(1);
    expect(items[0].pairedItem).toEqual({ item: 0 });
  });
});

describe('templates', () => {
  const LIST = { resource: 'template', operation: 'getAll', returnAll: true };

  it('are simplified', async () => {
    const { items } = await run('xiaoATemplate', LIST);
    const [{ sn, project_caption, project_name, project_excel }] = bench.emulator.templates;
    expect(items[0].json).toEqual({
      name: project_caption,
      sn,
      projectName: project_name,
      excelUrl: project_excel ?? null,
    });
  });

  it('come as the platform sends them on demand', async () => {
    const { items } = await run('xiaoATemplate', { ...LIST, simplify: false });
    expect(items.map(({ json }) => json)).toEqual(bench.emulator.templates);
  });
});

describe('tasks', () => {
  const LIST = { resource: 'task', operation: 'getAll', returnAll: true };

  it('are simplified by default, and raw on demand', async () => {
    const task = bench.emulator.addTask({
      source: '春季回访',
      contacts: [{ 姓名: '甲', 电话: '13800138000' }],
    } as never);

    const [simple] = (await run('xiaoATask', LIST)).items;
    const [raw] = (await run('xiaoATask', { ...LIST, simplify: false })).items;

    expect(simple.json).toMatchObject({
      id: task.dial_task_main_id,
      sn: task.dial_task_main_sn,
      name: '春季回访',
      total: 1,
    });
    expect(raw.json).toMatchObject({
      dial_task_main_id: task.dial_task_main_id,
      source: '春季回访',
    });
  });

  it('are filtered by the platform', async () => {
    await run('xiaoATask', {
      ...LIST,
      filters: {
        status: 4,
        aiUserSn: { __rl: true, mode: 'id', value: 'SYSUSER|1' },
        taskSn: { __rl: true, mode: 'id', value: 'sn' },
        createdAfter: '2026-11-01T00:00:00',
        createdBefore: '2026-11-02T00:00:00',
      },
    });
    expect(bench.emulator.requestsTo('/api/index')[0].params).toMatchObject({
      status: '4',
      ai_user_sn: 'SYSUSER|1',
      dial_task_main_sn: 'sn',
      start_create_at: '2026-11-01',
      end_create_at: '2026-11-03',
    });
  });
});

describe('dropdowns', () => {
  it('of templates show their captions and find them', async () => {
    const [template] = bench.emulator.templates;
    const search = async (filter?: string) =>
      await bench.engine.search({
        type: 'xiaoATask',
        method: 'searchTemplates',
        filter,
        credentials: bench.credentials,
      });

    expect((await search()).results).toHaveLength(bench.emulator.templates.length);
    expect((await search(template.project_caption.slice(0, 4))).results).toContainEqual({
      name: template.project_caption,
      value: template.sn,
    });
    expect((await search('no such template')).results).toEqual([]);
  });

  it('of AI users show their names', async () => {
    const { results } = await bench.engine.search({
      type: 'xiaoATask',
      method: 'searchAiUsers',
      credentials: bench.credentials,
    });
    expect(results.map(({ value }) => value)).toEqual(
      bench.emulator.aiUsers.map(({ user_sn }) => user_sn),
    );
    expect(results[0].name).toContain(bench.emulator.aiUsers[0].user_name);
  });
});
