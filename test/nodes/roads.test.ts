import ExcelJS from 'exceljs';
import type { INodeParameters } from 'n8n-workflow';

import { leads } from '../support/people';
import { createParameters, setUp, type Bench } from '../support/platform';

/** n8n's present engine runs the custom operations, its engine 2.0 the routing: both have to do the same. */
const ROADS = [
  ['custom operations', undefined],
  ['routing', 'routing'],
] as const;

let bench: Bench;

beforeEach(async () => {
  bench = await setUp();
});

afterEach(async () => await bench.close());

describe.each(ROADS)('by %s', (_, road) => {
  const run = async (parameters: INodeParameters, items: object[], more = {}) =>
    await bench.engine.runNode({
      type: 'xiaoATask',
      parameters,
      credentials: bench.credentials,
      items: items as never,
      road,
      ...more,
    });

  it('makes one task of 40 items', async () => {
    const { items, error } = await run(createParameters(bench.emulator), leads(40));

    expect(error).toBeUndefined();
    expect(bench.emulator.tasks).toHaveLength(1);
    expect(bench.emulator.tasks[0].contacts).toHaveLength(40);
    expect(items).toHaveLength(1);
    expect(items[0].json).toMatchObject({ total: 40, success: 40, requests: 1 });
    expect(items[0].pairedItem).toEqual(leads(40).map((__, item) => ({ item })));
  });

  it('makes a task of the first item alone where the node is to run once', async () => {
    const { error } = await run(createParameters(bench.emulator), leads(40), {
      node: { executeOnce: true },
    });

    expect(error).toBeUndefined();
    expect(bench.emulator.tasks.map(({ contacts }) => contacts.length)).toEqual([1]);
  });

  it('operates each task once', async () => {
    const tasks = [1, 2].map(() => bench.emulator.addTask({} as never));
    const items = Array.from({ length: 40 }, (__, at) => ({ id: tasks[at % 2].dial_task_main_id }));
    const taskId = { __rl: true, mode: 'id', value: '={{ $json.id }}' };

    const result = await run({ resource: 'task', operation: 'redialFailed', taskId }, items);

    expect(result.error).toBeUndefined();
    expect(bench.emulator.requestsTo('/api/operateTask')).toHaveLength(2);
    expect(result.items.map(({ json, pairedItem }) => [json.taskId, pairedItem])).toEqual(
      items.map(({ id }, item) => [id, { item }]),
    );
  });

  it('sends a file of each item', async () => {
    const book = new ExcelJS.Workbook();
    book.addWorksheet('a').addRow(['姓名', '电话']);
    const xlsx = Buffer.from(await book.xlsx.writeBuffer());
    const file = { data: xlsx.toString('base64'), mimeType: 'application/zip', fileName: 'a.xlsx' };
    const { error } = await run(
      createParameters(bench.emulator, { contactsFrom: 'excel', binaryPropertyName: 'data' }),
      [{}, {}],
      { binaries: [{ data: file }, { data: file }] },
    );

    const files = bench.emulator.requestsTo('/api/addExcel').flatMap((request) => request.files);
    // There is nobody in it, which the platform refuses; what matters is that the file has come.
    expect(files[0]).toMatchObject({ size: xlsx.length });
    expect(error?.message).toContain('XiaoA');
  });

  it.each([
    ['operation', { resource: 'task', operation: 'explode' }],
    ['operation', { resource: 'task', operation: 'toString' }],
    ['resource', { resource: 'weather', operation: 'create' }],
    ['resource', { resource: 'constructor', operation: 'create' }],
  ])('refuses an unknown %s: %p', async (parameter, parameters) => {
    const { error, items } = await run(parameters, leads(2));

    expect(error?.message).toContain(`This node has no ${parameter}`);
    expect(items).toEqual([]);
    expect(bench.emulator.requests).toEqual([]);
  });
});
