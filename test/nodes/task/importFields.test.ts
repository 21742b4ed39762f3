import { XiaoATask } from '../../../nodes/Task/XiaoATask.node';
import { NodeHost } from '../shared/nodeHost';

/** What the operations that import contacts ask of those who set them up. */
const host = new NodeHost(new XiaoATask());

const fieldOf = (operation: string, field: string) =>
  host.nodeType.description.properties.find(
    ({ name, displayOptions }) =>
      name === field && displayOptions?.show?.operation?.includes(operation),
  )!;

const BY_JSON = { contactsFrom: 'json' };

it('a new task needs a template, an AI user and a name', () => {
  expect(host.issues('create', BY_JSON)).toEqual({
    projectSn: ['Parameter "Template" is required.'],
    aiUserSn: ['Parameter "AI User" is required.'],
    taskName: ['Parameter "Task Name" is required.'],
  });
});

it('adding contacts needs a task', () => {
  expect(host.issues('addContacts', BY_JSON)).toEqual({
    taskSn: ['Parameter "Task" is required.'],
  });
});

it('an AI that builds workflows is to ask which template and AI user to use', () => {
  const hintOf = (field: string) => fieldOf('create', field).builderHint?.propertyHint;
  expect(hintOf('projectSn')).toMatch(/^Ask the user which template/);
  expect(hintOf('aiUserSn')).toMatch(/^Ask the user which AI user/);
});

it('says what happens to a task that has finished', () => {
  expect(fieldOf('addContacts', 'taskSn').hint).toMatch(/pauses it\. Use Resume/);
});

it('only a new task can exist already', () => {
  const optionsOf = (operation: string) =>
    fieldOf(operation, 'options').options!.map(({ name }) => name);
  expect(optionsOf('create')).toContain('ifTaskExists');
  expect(optionsOf('addContacts')).not.toContain('ifTaskExists');
});
