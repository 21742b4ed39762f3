import { createParameters, setUp, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

async function search(method: string, filter?: string) {
  const { results } = await bench.engine.search({
    type: 'xiaoATask',
    method,
    filter,
    credentials: bench.credentials,
  });
  return results;
}

describe('the list of tasks', () => {
  const MOMENT = '2026-11-20 09:30:00';

  function addTask() {
    return bench.emulator.addTask({
      source: '春季回访',
      created_at: recently(),
      contacts: [
        { 姓名: '甲', 电话: '13800138000' },
        { 姓名: '乙', 电话: '13800138001' },
      ],
    } as never);
  }

  /** Some days ago, at the time of day of MOMENT. */
  function recently(): string {
    const day = new Date(Date.now() - 5 * 24 * 3600 * 1000).toISOString().slice(0, 10);
    return `${day} ${MOMENT.slice(11)}`;
  }

  it('names a task and when it was made, and nothing that changes', async () => {
    const task = addTask();
    const name = `春季回访 · ${recently().slice(0, 16)}`;

    expect(await search('searchTasks')).toEqual([{ name, value: task.dial_task_main_sn }]);
    expect(await search('searchTaskIds')).toEqual([
      { name, value: String(task.dial_task_main_id) },
    ]);
  });

  it('marks AI users whose licence has ended', async () => {
    bench.emulator.aiUsers[0].expired = '2020-01-31';
    const [first, second] = await search('searchAiUsers');
    expect(first.name).toMatch(/ · expired 2020-01-31$/);
    expect(second.name).not.toContain('expired');
  });

  it('finds a task by a part of its name, over all pages', async () => {
    bench.emulator.configure({ paging: { maxPageSize: 5 } });
    for (let count = 0; count < 12; count += 1) {
      bench.emulator.addTask({ source: `Campaign ${count}`, contacts: [] } as never);
    }
    expect(await search('searchTasks', 'campaign 1')).toHaveLength(3);
  });
});

describe('an ID that is typed', () => {
  const task = (operation: string, more: object) => ({ resource: 'task', operation, ...more });

  const CONTACTS = { contactsFrom: 'json', contactsJson: '[{"姓名":"甲","电话":"13800138000"}]' };

  async function issues(parameters: object): Promise<string> {
    try {
      await bench.engine.runNode({
        type: 'xiaoATask',
        parameters: parameters as never,
        credentials: bench.credentials,
        items: [{ name: '甲', phone: '13800138000' }],
      });
      return 'none';
    } catch (error) {
      return (error as Error).message;
    }
  }

  it.each([
    [
      'the SN of an AI user for a template',
      () => createParameters(bench.emulator, { projectSn: byId('SYSUSER|1') }),
      'Not the SN of a template',
    ],
    [
      'a name for an AI user',
      () => createParameters(bench.emulator, { aiUserSn: byId('小安') }),
      'Not the SN of an AI user',
    ],
    [
      'the name of a task',
      () => task('addContacts', { ...CONTACTS, taskSn: byId('Spring campaign') }),
      'Not the ID of a task',
    ],
  ])('is refused before the run when it is %s', async (_, parameters, words) => {
    expect(await issues(parameters())).toContain(words);
    expect(bench.emulator.requests).toEqual([]);
  });

  it.each([
    ['of a template', () => createParameters(bench.emulator, {})],
    [
      'of a task that the platform names in its own way',
      () => task('getAll', { filters: { taskSn: byId('Fail_e69342205b8bca83b06401a7705f4b7c') } }),
    ],
    ['the number of a task', () => task('getAll', { filters: { taskSn: byId('1826') } })],
    ['with blanks around it', () => task('getAll', { filters: { aiUserSn: byId(' SYSUSER|1 ') } })],
    ['left empty in a filter', () => task('getAll', { filters: { aiUserSn: byId('') } })],
    ['by an expression', () => task('getAll', { filters: { taskSn: byId('={{ $json.name }}') } })],
  ])('is let through: %s', async (_, parameters) => {
    expect(await issues(parameters())).toBe('none');
  });
});
