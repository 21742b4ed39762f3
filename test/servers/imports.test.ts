import { leads } from '../support/people';
import { createParameters, setUp, type Bench } from '../support/platform';

const PEOPLE = 30_000;

let bench: Bench;
afterEach(async () => await bench.close());

const run = async () =>
  await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: createParameters(bench.emulator, { options: { remark: '春季回访' } }),
    credentials: bench.credentials,
    items: leads(PEOPLE),
  });

describe('30,000 people on a server', () => {
  it.each([
    ['whose nginx takes 1 MB', ['body-limit=1000000']],
    ['that takes 7,000 rows an import', ['row-limit=7000']],
    [
      'that takes both, signs raw and answers refusals with 400',
      ['body-limit=500000', 'row-limit=7000', 'signs-raw', 'refusal-status=400'],
    ],
  ])('%s: all in one task, nobody twice', async (_, manners) => {
    bench = await setUp({ manners });
    const { items, error } = await run();
    expect(error).toBeUndefined();
    const { tasks } = bench.emulator;
    expect(tasks).toHaveLength(1);
    const phones = tasks[0].contacts.map(({ 电话 }) => String(电话));
    expect(phones).toEqual(leads(PEOPLE).map(({ phone }) => phone));
    expect(items).toHaveLength(1);
    expect(items[0].json).toMatchObject({ total: PEOPLE, success: PEOPLE, fail: 0 });
    expect(bench.emulator.logins).toBe(1);
  });

  it('that takes 7,000 rows and fails in the middle: the message says what is in', async () => {
    bench = await setUp({ manners: ['row-limit=7000'] });
    bench.emulator.faults.add({ kind: 'dropAfter', endpoint: '/api/addJson', after: 4 });
    const { error } = await run();
    const [task] = bench.emulator.tasks;
    expect(bench.emulator.tasks).toHaveLength(1);
    const text = `${error?.message} ${error?.description}`;
    expect(text).toContain(task.dial_task_main_sn);
    expect(text).toMatch(/Imported: items 0/);
    expect(text).toMatch(/unknown: items \d/);
    expect(new Set(task.contacts.map(({ 电话 }) => 电话)).size).toBe(task.contacts.length);
  });
});

describe.each([
  ['signs raw', ['signs-raw']],
  ['signs numbers as text', ['numbers-as-text']],
  ['signs numbers as numbers', ['numbers-as-numbers']],
  ['signs raw and numbers as text', ['signs-raw', 'numbers-as-text']],
])('a server that %s', (_, manners) => {
  it('takes the first Create with a Chinese remark, and refuses nothing at the second', async () => {
    bench = await setUp({ manners });
    const create = async () =>
      await bench.engine.runNode({
        type: 'xiaoATask',
        parameters: createParameters(bench.emulator, { options: { remark: '春季 回访' } }),
        credentials: bench.credentials,
        items: leads(3),
      });
    expect((await create()).error).toBeUndefined();
    const before = bench.emulator.requests.length;
    expect((await create()).error).toBeUndefined();
    const codes = bench.emulator.requests.slice(before).map(({ code }) => code);
    expect(codes).toEqual(codes.map(() => 0));
    expect(bench.emulator.tasks.map(({ contacts }) => contacts.length)).toEqual([3, 3]);
    expect(bench.emulator.logins).toBe(1);
  });
});
