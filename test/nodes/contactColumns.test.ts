import { createParameters, mapping, setUp, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

async function columns(parameters: object) {
  return await bench.engine.columns({
    type: 'xiaoATask',
    method: 'getContactColumns',
    credentials: bench.credentials,
    parameters: parameters as never,
  });
}

const own = (place: number) => bench.emulator.templateColumns[bench.emulator.templates[place].sn];

it('are name and phone, then those of the chosen template', async () => {
  const { fields } = await columns(createParameters(bench.emulator));

  expect(fields.map(({ id, required }) => [id, required])).toEqual([
    ['姓名', true],
    ['电话', true],
    ...own(0).map((name) => [name, false]),
  ]);
});

it('are those of the template that a task follows, when contacts are added to it', async () => {
  const task = bench.emulator.addTask({ project_sn: bench.emulator.templates[1].sn } as never);

  const { fields } = await columns({
    resource: 'task',
    operation: 'addContacts',
    taskSn: { __rl: true, mode: 'list', value: task.dial_task_main_sn },
  });

  expect(fields.slice(2).map(({ id }) => id)).toEqual(own(1));
});

it('are name and phone while no template is chosen', async () => {
  const { fields } = await columns(
    createParameters(bench.emulator, { projectSn: { __rl: true, mode: 'list', value: '' } }),
  );
  expect(fields.map(({ id }) => id)).toEqual(['姓名', '电话']);
  expect(bench.emulator.requests).toHaveLength(0);
});

it('are name and phone, and why there are no others, when the template cannot be read', async () => {
  bench.emulator.forbid('/api/exportModel');

  const { fields } = await columns(createParameters(bench.emulator));

  expect(fields.slice(0, 2).map(({ id }) => id)).toEqual(['姓名', '电话']);
  expect(fields[2]).toMatchObject({ readOnly: true, required: false });
  expect(fields[2].defaultValue).toContain('code 20007');
  expect(fields[2].defaultValue).toContain('Map Automatically');
});

it('never send the notice that stands for unreadable columns', async () => {
  await bench.engine.runNode({
    type: 'xiaoATask',
    parameters: createParameters(bench.emulator, {
      columns: mapping({ 姓名: '王芳', 电话: '13800138000', ' ': 'XiaoA: …' }),
    }),
    credentials: bench.credentials,
  });
  expect(bench.emulator.tasks[0].contacts).toEqual([{ 姓名: '王芳', 电话: '13800138000' }]);
});
