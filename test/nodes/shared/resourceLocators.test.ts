import { NodeHelpers, type INode, type INodeProperties } from 'n8n-workflow';

import {
  aiUserLocator,
  readTemplate,
  taskIdLocator,
  taskLocator,
  templateLocator,
} from '../../../nodes/shared/resourceLocators';
import { Run } from '../../../nodes/shared/run';
import { failureOf, Host } from './host';

/** What can be chosen from a list or typed, and what the editor says to what is typed. */
const NODE = { id: 'node', name: 'XiaoA', type: 'xiaoATask', typeVersion: 1 };

/** What the editor complains about. */
function complaints(field: INodeProperties, value: string, mode = 'id'): string[] {
  const parameters = { [field.name]: { __rl: true, mode, value } };
  const node = { ...NODE, position: [0, 0], parameters } as INode;
  const found = NodeHelpers.getNodeParametersIssues([field], node, null);
  return (found?.parameters?.[field.name] as string[] | undefined) ?? [];
}

const TEMPLATE = "Not the SN of a template, which begins with 'project|'";
const AI_USER = "Not the SN of an AI user, which begins with 'SYSUSER|'";
const TASK = "Not the ID of a task: 'id' or 'sn' in the output of Create Task or Get Many Tasks";

describe.each([
  ['template', templateLocator, 'projectSn', 'searchTemplates', 'project|1', TEMPLATE],
  ['AI user', aiUserLocator, 'aiUserSn', 'searchAiUsers', 'SYSUSER|1', AI_USER],
  ['task by its number', taskIdLocator, 'taskId', 'searchTaskIds', '1826', TASK],
  ['task by its SN', taskLocator, 'taskSn', 'searchTasks', 'Fail_e693', TASK],
])('the choice of a %s', (_, locator, name, method, id, complaint) => {
  it('offers the list first, and an ID', () => {
    const values = NodeHelpers.getNodeParameters([locator()], {}, true, false, NODE, null);
    expect(values).toEqual({ [name]: { __rl: true, mode: 'list', value: '' } });
    const modes = locator().modes!;
    expect(modes.map((mode) => [mode.name, mode.type])).toEqual([
      ['list', 'list'],
      ['id', 'string'],
    ]);
    expect(modes[0].typeOptions).toEqual({ searchListMethod: method, searchable: true });
  });

  it('takes an ID, with blanks around it, and nothing', () => {
    for (const good of [id, ` ${id}`, `${id}\n`, '', ' ']) {
      expect(complaints(locator(), good)).toEqual([]);
    }
    for (const bad of [`${id} or another`, 'the first of all']) {
      expect(complaints(locator(), bad)).toEqual([complaint]);
      expect(complaints(locator(), bad, 'list')).toEqual([]);
    }
  });

  it('shows an ID that it takes', () => {
    const [, { placeholder }] = locator().modes!;
    expect(placeholder).toMatch(/^e\.g\. \S+$/);
    expect(complaints(locator(), placeholder!.replace('e.g. ', ''))).toEqual([]);
  });

  it('may be required, and described in another way', () => {
    expect(complaints(locator({ required: true }), '', 'list')).toHaveLength(1);
    expect(locator({ description: 'The one to stop' }).description).toBe('The one to stop');
  });
});

it.each([
  [
    templateLocator,
    ['project|a', 'projects|a'],
    ['SYSUSER|1', 'project|', 'project', 'a project|1'],
  ],
  [aiUserLocator, ['SYSUSER|a'], ['project|1', 'SYSUSER|', '1', 'a SYSUSER|1']],
])('an ID is recognized by how it begins', (locator, good, bad) => {
  for (const id of good) expect(complaints(locator(), id)).toEqual([]);
  for (const id of bad) expect(complaints(locator(), id)).toHaveLength(1);
});

describe('the template that a run is for', () => {
  const read = (projectSn: unknown) => {
    const host = new Host();
    host.parameters = { projectSn } as never;
    const fields = [templateLocator()];
    const setup = { itemIndex: 3, requestOptions: {}, alone: true, fields };
    return readTemplate(new Run({ context: host.context, items: [{ json: {} }], ...setup }));
  };

  it.each([{ __rl: true, mode: 'id', value: ' project|1 ' }, { value: 'project|1' }, 'project|1'])(
    'is what was chosen: %j',
    (chosen) => expect(read(chosen)).toBe('project|1'),
  );

  it.each([{ __rl: true, mode: 'list', value: '' }, '', null])(
    'must be chosen: %j',
    async (chosen) => {
      const error = await failureOf(Promise.resolve().then(() => read(chosen)));
      expect(error.message).toBe("'Template' is empty (item 3, counted from 0)");
      expect(error.description).toBe('Choose a template from the list.');
      expect(error.context.itemIndex).toBe(3);
    },
  );
});
