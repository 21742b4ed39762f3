import { ENDPOINTS } from '../../xiaoa/endpoints';
import { readHeaderRow } from '../../xiaoa/files/spreadsheet/headerRow';
import { setUp, type Bench } from '../support/platform';

const PATH = ENDPOINTS.templateFile.path;
const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

const byId = (value: string) => ({ __rl: true, mode: 'id', value });

async function run(operation: string, projectSn: unknown, items: object[] = [{}], more = {}) {
  return await bench.engine.runNode({
    type: 'xiaoATemplate',
    parameters: { resource: 'template', operation, projectSn, ...more } as never,
    credentials: bench.credentials,
    items: items as never,
  });
}

describe('a template', () => {
  it('comes as an Excel file named as the platform names it', async () => {
    const [template] = bench.emulator.templates;

    const { items, error } = await run('download', byId(template.sn));

    expect(error).toBeUndefined();
    const [{ json, binary, pairedItem }] = items;
    expect(pairedItem).toEqual({ item: 0 });
    const bytes = Buffer.from(binary!.data.data, 'base64');
    expect(json).toEqual({
      fileName: `${template.project_caption}.xlsx`,
      mimeType: XLSX_TYPE,
      size: bytes.length,
      projectSn: template.sn,
    });
    expect(await readHeaderRow(bytes, [], async () => {})).toEqual([
      '姓名',
      '电话',
      ...bench.emulator.templateColumns[template.sn],
    ]);
    expect(bench.emulator.requestsTo(PATH)[0].params).toMatchObject({ project_sn: template.sn });
  });

  it('has the columns of its file', async () => {
    for (const { sn } of bench.emulator.templates) {
      const { items } = await run('getColumns', byId(sn));
      const names = ['姓名', '电话', ...bench.emulator.templateColumns[sn]];
      expect(items.map(({ json }) => json)).toEqual(
        names.map((name, index) => ({ name, position: index + 1, required: index < 2 })),
      );
      expect(items.every(({ pairedItem }) => (pairedItem as { item: number }).item === 0)).toBe(
        true,
      );
    }
  });

  it('comes for each item by an expression', async () => {
    const { items, error } = await run(
      'getColumns',
      byId('={{ $json.sn }}'),
      bench.emulator.templates,
    );
    expect(error).toBeUndefined();
    const ofLast = items.filter(({ pairedItem }) => (pairedItem as { item: number }).item === 3);
    expect(ofLast.map(({ json }) => json.name)).toEqual(['姓名', '电话']);
  });

  it('is renewed the key for', async () => {
    const [{ sn }] = bench.emulator.templates;
    await run('getColumns', byId(sn));
    bench.emulator.replaceKey();
    bench.emulator.clearRequests();
    expect((await run('getColumns', byId(sn))).error).toBeUndefined();
    expect(bench.emulator.requestsTo(PATH).map(({ code }) => code)).toEqual([20005, 0]);
    expect(bench.emulator.logins).toBe(1);
  });

  it('can be chosen from a list', async () => {
    const { results } = await bench.engine.search({
      type: 'xiaoATemplate',
      method: 'searchTemplates',
      credentials: bench.credentials,
    });
    expect(results.map(({ value }) => value)).toEqual(bench.emulator.templates.map(({ sn }) => sn));
  });
});

describe.each(['download', 'getColumns'])('what goes wrong in %s', (operation) => {
  it.each([
    [{ kind: 'code', code: 50001 }, 'No record was chosen (XiaoA code 50001)'],
    [{ kind: 'html', times: 3 }, "XiaoA didn't return a file"],
    [{ kind: 'emptyBody', times: 3 }, 'XiaoA sent an empty file'],
    [{ kind: 'truncated' }, 'The download was interrupted'],
  ] as const)('is named: %j', async (fault, message) => {
    bench.emulator.faults.add({ endpoint: PATH, ...fault });
    const { items, error } = await run(operation, byId(bench.emulator.templates[0].sn));
    expect(error?.message).toBe(message);
    expect(error?.description).toMatch(/^[A-Z].*\.?$/s);
    expect(items).toEqual([]);
  });

  it('is named: no permission', async () => {
    bench.emulator.forbid(PATH);
    const { error } = await run(operation, byId(bench.emulator.templates[0].sn));
    expect(error?.message).toMatch(/code 20007/);
  });

  it('is named: no template chosen', async () => {
    const { error } = await run(operation, byId('={{ $json.none }}'));
    expect(error?.message).toBe("'Template' is empty (item 0, counted from 0)");
    expect(bench.emulator.requests).toEqual([]);
  });
});
