import { HABITS } from '../soak/habits';
import { createParameters, mapping, setUp, type Bench } from '../support/platform';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

const templateSn = () => bench.emulator.templates[0].sn;
const ownColumns = () => bench.emulator.templateColumns[templateSn()];

async function runTemplate(operation: string) {
  return await bench.engine.runNode({
    type: 'xiaoATemplate',
    parameters: {
      resource: 'template',
      operation,
      projectSn: { __rl: true, mode: 'id', value: templateSn() },
      binaryPropertyName: 'data',
    },
    credentials: bench.credentials,
  });
}

/** All but the one that nobody can read. */
const MANNERS = HABITS.template.filter((manner) => manner !== 'template-password');

describe.each([
  ...MANNERS.map((manner) => [manner]),
  ['template-title', 'template-hidden-sheet', 'template-required', 'template-xls'],
])('a server with %s %s %s %s', (...given: string[]) => {
  beforeEach(() => bench.emulator.configure({ manners: given.filter((one) => one) as never }));

  it('names its columns, each once, name and phone as XiaoA wants them', async () => {
    const { items, error } = await runTemplate('getColumns');

    expect(error).toBeUndefined();
    const columns = items.map(({ json }) => json);
    const note = given.includes('template-required') ? '（选填）' : '';
    expect(columns.map(({ name }) => name)).toEqual([
      '姓名',
      '电话',
      ...ownColumns().map((name) => name + note),
    ]);
    expect(columns.map(({ required }) => required)).toEqual([
      true,
      true,
      ...ownColumns().map(() => false),
    ]);
  });

  it('offers them in the mapper', async () => {
    const { fields } = await bench.engine.columns({
      type: 'xiaoATask',
      method: 'getContactColumns',
      credentials: bench.credentials,
      parameters: createParameters(bench.emulator),
    });
    expect(fields).toHaveLength(2 + ownColumns().length);
    expect(fields.filter(({ required }) => required).map(({ id }) => id)).toEqual(['姓名', '电话']);
  });

  it('gives its file', async () => {
    const { items, error } = await runTemplate('download');
    expect(error).toBeUndefined();
    const file = items[0].binary!.data;
    expect(file.mimeType).not.toMatch(/json|octet/);
    expect(file.fileName).toMatch(/\.(xlsx?|csv)$/);
  });

  it('gets contacts in its columns', async () => {
    const [own] = ownColumns();
    const { items, error } = await bench.engine.runNode({
      type: 'xiaoATask',
      parameters: createParameters(bench.emulator, {
        columns: { mappingMode: 'autoMapInputData', value: null },
      }),
      credentials: bench.credentials,
      items: [{ row_number: 2, [` ${own}`]: 'x', '电话\u200b': '138-0013-8000', '*姓名': '王芳' }],
    });
    expect(error).toBeUndefined();
    const note = given.includes('template-required') ? '（选填）' : '';
    expect(bench.emulator.tasks[0].contacts).toEqual([
      { 姓名: '王芳', 电话: '13800138000', [own + note]: 'x' },
    ]);
    expect(items[0].json.notes).toEqual(
      expect.arrayContaining([expect.stringContaining("'row_number'")]),
    );
  });
});

it('a template with a password says so', async () => {
  bench.emulator.configure({ manners: ['template-password'] as never });
  const { error } = await runTemplate('getColumns');
  expect(error?.message).toBe('The file is protected with a password');
  expect(error?.description).toMatch(/^Save it without a password/);
});

describe('a mapping that was saved', () => {
  const saved = mapping({ 姓名: '={{ $json.n }}', 电话: '={{ $json.p }}', 车型: 'A6', 到期日: '' });
  const fieldsOf = async (more: object = {}) => {
    const { fields } = await bench.engine.columns({
      type: 'xiaoATask',
      method: 'getContactColumns',
      credentials: bench.credentials,
      parameters: createParameters(bench.emulator, { columns: saved as never, ...more }),
    });
    return fields;
  };

  it('keeps its columns while the template cannot be read', async () => {
    bench.emulator.forbid('/api/exportModel');
    const fields = await fieldsOf();
    expect(fields.map(({ id }) => id)).toEqual(['姓名', '电话', '车型', '到期日', ' ']);
    expect(fields[2]).toMatchObject({ displayName: '车型', display: true, required: false });
    expect(fields[4].defaultValue).toContain('code 20007');
  });

  it('keeps them while XiaoA is down', async () => {
    await bench.emulator.close();
    const ids = (await fieldsOf()).map(({ id }) => id);
    expect(ids).toEqual(['姓名', '电话', '车型', '到期日', ' ']);
  });

  it('keeps them while no template is chosen', async () => {
    const none = { projectSn: { __rl: true, mode: 'list', value: '' } };
    expect((await fieldsOf(none)).map(({ id }) => id)).toEqual(['姓名', '电话', '车型', '到期日']);
  });

  it("has the template's columns as soon as they can be read", async () => {
    expect((await fieldsOf()).map(({ id }) => id)).toEqual(['姓名', '电话', ...ownColumns()]);
  });

  it.each([[null], [{ schema: null }], [{ schema: [null, {}, { id: 5 }, { id: ' ' }] }]])(
    'may be broken: %j',
    async (columns) => {
      bench.emulator.forbid('/api/exportModel');
      const ids = (await fieldsOf({ columns })).map(({ id }) => id);
      expect(ids).toEqual(['姓名', '电话', ' ']);
    },
  );
});
