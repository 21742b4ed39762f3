import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { XiaoATemplate } from '../../../nodes/Template/XiaoATemplate.node';
import { failureOf, httpAnswer, platformAnswer } from '../shared/host';
import { NodeHost, streamOf } from '../shared/nodeHost';

/** What the operations on templates ask for, and what comes out. */
const SN = 'project|1';
const FILE = readFileSync(join(__dirname, '../../fixtures/spreadsheets/template.xlsx'));
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const byId = (value: string) => ({ __rl: true, mode: 'id', value });

let host: NodeHost;

beforeEach(() => {
  host = new NodeHost(new XiaoATemplate());
  host.credentialId = randomUUID();
  host.answers = [() => httpAnswer(streamOf(FILE))];
});

const asked = () => host.sent.map(({ options: { url, qs, body } }) => [url, qs ?? body]);

describe('the file of a template', () => {
  it('is called by its kind where the platform gives it no name', async () => {
    host.answers = [() => httpAnswer(streamOf(FILE), 200, { 'content-type': XLSX })];
    const items = await host.run('download', [{}, {}], { projectSn: byId(SN) });
    const json = { fileName: 'template.xlsx', mimeType: XLSX, size: FILE.length, projectSn: SN };
    expect(items).toMatchObject([0, 1].map((item) => ({ json, pairedItem: { item } })));
    expect(Object.keys(items[0].binary!)).toEqual(['data']);
    expect(host.files.get('template.xlsx')).toEqual(FILE);
    expect(asked()).toEqual([
      ['/api/exportModel', { project_sn: SN }],
      ['/api/exportModel', { project_sn: SN }],
    ]);
  });

  it('is put where the user says', async () => {
    const more = { projectSn: SN, binaryPropertyName: 'sheet' };
    const [{ binary }] = await host.run('download', [{}], more);
    expect(Object.keys(binary!)).toEqual(['sheet']);
  });
});

describe('the columns of a template', () => {
  it('are one item each, and say which an import must have', async () => {
    const table = '姓名,*电话,车型(必填),城市,Age*\n';
    host.answers = [() => httpAnswer(streamOf(table), 200, { 'content-type': 'text/csv' })];
    const items = await host.run('getColumns', [{}], { projectSn: byId(SN) });
    expect(items.map(({ json }) => json)).toEqual([
      { name: '姓名', position: 1, required: true },
      { name: '电话', position: 2, required: true },
      { name: '车型(必填)', position: 3, required: true },
      { name: '城市', position: 4, required: false },
      { name: 'Age*', position: 5, required: true },
    ]);
    expect(asked()).toEqual([['/api/exportModel', { project_sn: SN }]]);
  });

  it('belong to the item that names the template', async () => {
    host.answers = [
      ({ options: { qs } }) => {
        const table = `姓名,电话,${String((qs as { project_sn: string }).project_sn)}\n`;
        return httpAnswer(streamOf(table), 200, { 'content-type': 'text/csv' });
      },
    ];
    const items = [{ sn: 'project|1' }, { sn: 'project|2' }];
    const columns = await host.run('getColumns', items, { projectSn: '={{ $json.sn }}' });
    expect(columns.map(({ json, pairedItem }) => [json.name, pairedItem])).toEqual([
      ['姓名', { item: 0 }],
      ['电话', { item: 0 }],
      ['project|1', { item: 0 }],
      ['姓名', { item: 1 }],
      ['电话', { item: 1 }],
      ['project|2', { item: 1 }],
    ]);
  });
});

describe.each(['download', 'getColumns'])('%s', (operation) => {
  it('needs a template', async () => {
    const projectSn = { __rl: true, mode: 'list', value: '' };
    const error = await failureOf(host.run(operation, [{}], { projectSn }));
    expect(error.message).toBe("'Template' is empty (item 0, counted from 0)");
    expect(error.description).toBe('Choose a template from the list.');
    expect(error.context.itemIndex).toBe(0);
    expect(host.sent).toEqual([]);
    expect(host.issues(operation)).toEqual({
      projectSn: ['Parameter "Template" is required.'],
    });
  });

  it('waits as long as the user allows', async () => {
    await host.run(operation, [{}], { projectSn: SN, requestOptions: { timeout: 700 } });
    expect(host.sent[0].options.timeout).toBe(700);
  });
});

describe('the templates', () => {
  const ROWS = [
    { sn: 'project|1', project_caption: 'Spring', project_name: 'p1' },
    { sn: 'project|2', project_name: 'p2' },
  ];

  beforeEach(() => {
    host.answers = [() => platformAnswer(0, ROWS)];
  });

  it('are listed for each item', async () => {
    const items = await host.run('getAll', [{}, {}]);
    expect(items.map(({ json, pairedItem }) => [json.sn, pairedItem])).toEqual([
      ['project|1', { item: 0 }],
      ['project|2', { item: 0 }],
      ['project|1', { item: 1 }],
      ['project|2', { item: 1 }],
    ]);
    expect(items[0].json).toEqual({
      name: 'Spring',
      sn: 'project|1',
      projectName: 'p1',
      excelUrl: null,
    });
    expect(asked()[0]).toEqual(['/api/getProjects', {}]);
  });

  it('are called so in the list of operations', () => {
    const { properties } = host.nodeType.description;
    const { options } = properties.find(({ name }) => name === 'operation')!;
    expect(options).toContainEqual(
      expect.objectContaining({
        name: 'Get Many Templates',
        action: 'Get many templates',
        description: expect.stringContaining('call scripts') as string,
      }),
    );
  });

  it('are as many as are wanted, and as they came', async () => {
    const items = await host.run('getAll', [{}], { limit: 1, simplify: false });
    expect(items.map(({ json }) => json)).toEqual([ROWS[0]]);
  });

  it('tell a model what they are called', async () => {
    host.type = 'xiaoATemplateTool';
    const [{ json }] = await host.run('getAll');
    expect(json).toEqual({ name: 'Spring', sn: 'project|1' });
  });
});
