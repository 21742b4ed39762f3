import { randomUUID } from 'node:crypto';

import type { IDataObject, ILoadOptionsFunctions, ResourceMapperField } from 'n8n-workflow';

import { getContactColumns } from '../../../nodes/Task/resourceMapping';
import { Host, httpAnswer, platformAnswer } from '../shared/host';
import { streamOf } from '../shared/nodeHost';

/** The columns that the mapper of contacts offers. */
const SN = 'project|1';
const locator = (value: unknown) => ({ __rl: true, mode: 'list', value });
const file = (table: string) => httpAnswer(streamOf(table), 200, { 'content-type': 'text/csv' });
const tasks = (...list: IDataObject[]) => platformAnswer(0, { total: list.length, list });
const TASK = { dial_task_main_id: 5, dial_task_main_sn: 'task|5', project_sn: SN };

let host: Host;
/** The node as the editor has it; without it, n8n knows the saved one alone. */
let edited: IDataObject | undefined;

beforeEach(() => {
  host = new Host();
  host.credentialId = randomUUID();
  host.answers = [() => file('姓名,电话,车型,*城市\n')];
  host.parameters = { operation: 'create', projectSn: locator(SN) };
  edited = undefined;
});

async function columns(): Promise<ResourceMapperField[]> {
  const context = Object.assign(host.context, {
    getCurrentNodeParameters: () => edited,
    getNodeParameter: (name: string, otherwise: unknown, options?: { extractValue?: boolean }) => {
      const value = (host.parameters[name] ?? otherwise) as { value: unknown };
      return options?.extractValue === true && value ? (value.value ?? value) : value;
    },
  });
  const { fields } = await getContactColumns.call(context as unknown as ILoadOptionsFunctions);
  return fields;
}

const ids = async () => (await columns()).map(({ id }) => id);
const asked = () => host.sent.map(({ options: { url, qs, body } }) => [url, body ?? qs]);
const column = (id: string, displayName: string, required: boolean, more: object = {}) => ({
  id,
  displayName,
  required,
  defaultMatch: false,
  display: true,
  canBeUsedToMatch: false,
  type: 'string',
  ...more,
});
const NAME = column('姓名', '姓名 (Name)', true, {
  defaultValue: "={{ $json['姓名'] ?? $json.name }}",
});
const PHONE = column('电话', '电话 (Phone)', true, {
  defaultValue: "={{ $json['电话'] ?? $json.phone }}",
});

describe('where a template is chosen', () => {
  it('are name and phone, filled in as usual, and those of its file', async () => {
    expect(await columns()).toEqual([
      NAME,
      PHONE,
      column('车型', '车型', false),
      column('*城市', '*城市', true),
    ]);
    expect(asked()).toEqual([['/api/exportModel', { project_sn: SN }]]);
  });

  it('have names for a model that differ without Chinese, and no values of their own', async () => {
    host.type = 'xiaoATaskTool';
    expect(await columns()).toEqual([
      column('姓名', '姓名 (Name)', true),
      column('电话', '电话 (Phone)', true),
      column('车型', '车型 (Column 3)', false),
      column('*城市', '*城市 (Column 4)', true),
    ]);
  });

  it('do not depend on what the node was saved with', async () => {
    edited = { columns: { schema: [{ id: '旧' }] } };
    expect(await ids()).toEqual(['姓名', '电话', '车型', '*城市']);
  });

  it('may be chosen by its SN alone', async () => {
    host.parameters.projectSn = SN;
    expect(await ids()).toEqual(['姓名', '电话', '车型', '*城市']);
  });
});

describe('where contacts are added to a task', () => {
  beforeEach(() => {
    host.parameters = { operation: 'addContacts', taskSn: locator('task|5') };
  });

  it('are those of the template that the task follows', async () => {
    host.answers.unshift(() => tasks(TASK));
    expect(await ids()).toEqual(['姓名', '电话', '车型', '*城市']);
    expect(asked()).toEqual([
      ['/api/index', expect.objectContaining({ dial_task_main_sn: 'task|5' })],
      ['/api/exportModel', { project_sn: SN }],
    ]);
  });

  it('do not come from a template that was chosen for another operation', async () => {
    host.parameters.projectSn = locator('project|2');
    host.answers.unshift(() => tasks(TASK));
    await ids();
    expect(asked()[1]).toEqual(['/api/exportModel', { project_sn: SN }]);
  });

  it('say that the task does not exist', async () => {
    host.answers = [() => tasks()];
    const fields = await columns();
    expect(fields.map(({ id }) => id)).toEqual(['姓名', '电话', ' ']);
    expect(fields[2].defaultValue).toMatch(/^Task not found: task\|5\. To send other columns/);
  });

  it('are name and phone while no task is chosen', async () => {
    host.parameters = {
      operation: 'addContacts',
      taskSn: locator(''),
      projectSn: locator('project|2'),
    };
    expect(await columns()).toEqual([NAME, PHONE]);
    expect(host.sent).toEqual([]);
  });
});

describe('where no template is chosen', () => {
  beforeEach(() => {
    host.parameters = { operation: 'create', projectSn: locator(''), taskSn: locator('task|5') };
  });

  it.each([
    ['the node is new', undefined],
    ['nothing is mapped', null],
    ['the mapping is text', '{}'],
    ['the mapping has no columns', { value: null }],
    ['the columns are text', { schema: '车型' }],
    ['the list of columns is empty', { schema: [] }],
  ])('are name and phone when %s', async (_, saved) => {
    host.parameters.columns = saved;
    expect(await columns()).toEqual([NAME, PHONE]);
    expect(host.sent).toEqual([]);
  });

  it('are also those that the node was saved with', async () => {
    host.parameters.columns = {
      schema: [
        { id: '姓名', displayName: 'saved', required: false },
        { id: '车型', displayName: 'Model', required: true, removed: true },
        { id: '城市', displayName: 'City', required: 'yes', removed: false },
        { id: '年龄' },
      ],
    };
    expect(await columns()).toEqual([
      NAME,
      PHONE,
      column('车型', 'Model', true, { removed: true }),
      column('城市', 'City', false, { removed: false }),
      column('年龄', '年龄', false),
    ]);
    expect((await columns()).map((field) => 'removed' in field)).toEqual([
      false,
      false,
      true,
      true,
      false,
    ]);
  });

  it('are without what names no column', async () => {
    host.parameters.columns = {
      schema: [null, {}, { id: 5 }, { id: '' }, { id: ' \t' }, 'text', { id: '城市' }],
    };
    expect(await ids()).toEqual(['姓名', '电话', '城市']);
  });

  it('are those of the node as the editor has it, rather than as it was saved', async () => {
    host.parameters.columns = { schema: [{ id: '旧' }] };
    edited = { columns: { schema: [{ id: '新' }] } };
    expect(await ids()).toEqual(['姓名', '电话', '新']);
  });
});

it('are those that the node was saved with, and why, when the template cannot be read', async () => {
  host.answers = [() => file(String(platformAnswer(50001).body))];
  host.parameters.columns = { schema: [{ id: '车型' }, { id: ' ' }] };
  expect(await columns()).toEqual([
    NAME,
    PHONE,
    column('车型', '车型', false),
    column(' ', "Couldn't read the template's own columns", false, {
      readOnly: true,
      defaultValue:
        'No record was chosen (XiaoA code 50001). To send other columns anyway, name the input fields after them and choose Map Automatically.',
    }),
  ]);
});
