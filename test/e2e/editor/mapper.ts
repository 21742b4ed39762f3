import { setTimeout as sleep } from 'node:timers/promises';

import { differs, type Report } from '../../../demo/base/report';
import type { Editor } from '../../../demo/editor/editor';
import type { NodeView } from '../../../demo/editor/nodeView';
import { findWorkflow } from '../../../demo/n8n/workflows';
import type { EmptyDemo } from '../../../demo/stage/demo';
import { Story } from './story';

const LEADS = `return [
  { json: { name: '赵敏', phone: '13800138021', city: '南京' } },
  { json: { name: '孙浩', phone: '13800138022', city: '西安' } },
];`;
const SAVING_MS = 60_000;
const NODE = 'Create task from contacts';

interface Saved {
  taskName: string;
  columns: { value: Record<string, unknown> };
}

/** The mapping of columns outlives an unreachable platform, and a template that has changed. */
export async function mapperKeepsMapping(
  demo: EmptyDemo,
  editor: Editor,
  report: Report,
): Promise<void> {
  const { emulator, rest } = demo;
  const [, template] = emulator.templates;
  const [aiUser] = emulator.aiUsers;
  const columns = emulator.templateColumns[template.sn];
  const [first] = columns;
  const story = new Story('Column mapping', editor, report);
  const mapping = {
    姓名: '{{ $json.name }}',
    电话: '{{ $json.phone }}',
    [first]: '{{ $json.city }}',
  };
  let node: NodeView;
  let workflowId = '';

  const reopen = async () => {
    await editor.openWorkflow(workflowId);
    node = await editor.openNode(NODE);
  };
  /** The mapping as n8n saves it by itself with the task's name: once it is the expected one, or in the end. */
  const stored = async (taskName: string) => {
    workflowId ||= await editor.workflowId();
    const end = Date.now() + SAVING_MS;
    for (;;) {
      const workflow = await findWorkflow(rest, workflowId);
      const saved = workflow?.nodes.find(({ name }) => name === NODE)?.parameters as Saved;
      const isSaved = saved?.taskName === taskName;
      if (isSaved && !differs('', saved.columns.value, expressions(mapping))) return;
      if (Date.now() > end) return `n8n has saved ${JSON.stringify(saved)}`;
      await sleep(500);
    }
  };
  const shown = async () =>
    await Promise.all(
      Object.keys(mapping).map(async (column) =>
        (await node.parameter(column).innerText()).replaceAll(/\s+/g, ' ').trim(),
      ),
    );
  const contacts = () => emulator.tasks.at(-1)!.contacts;

  await story.step('three columns are mapped', async () => {
    await editor.newWorkflow();
    await editor.addNode('Manual Trigger');
    await editor.addNode('Code', 'Code in JavaScript');
    node = await editor.openedNode();
    await node.writeCode('jsCode', LEADS);
    await node.execute();
    await node.close();
    await editor.addNode('XiaoA Task', 'Create task from contacts');
    node = await editor.openedNode();
    await node.chooseFromList('projectSn', template.project_caption, template.project_caption);
    await node.chooseFromList('aiUserSn', aiUser.user_name, aiUser.user_name);
    await node.fill('taskName', 'Mapped');
    for (const [column, expression] of Object.entries(mapping)) {
      await node.writeExpression(column, expression);
    }
    await node.close();
    return await stored('Mapped');
  });
  await story.step('XiaoA is down: the mapping is still there, and stays', async () => {
    emulator.faults.add({ kind: 'status', status: 503, times: Infinity });
    await reopen();
    const seen = await shown();
    await node.fill('taskName', 'Mapped while XiaoA was down');
    await node.close();
    const saved = await stored('Mapped while XiaoA was down');
    emulator.faults.clear();
    return differs('shown', seen, Object.values(mapping)) ?? saved;
  });
  await story.step('and it runs once XiaoA is back', async () => {
    await reopen();
    const before = await shown();
    await node.execute();
    const { message, description } = await node.error();
    return (
      (message ? `${message} ${description}` : undefined) ??
      differs('shown', before, Object.values(mapping)) ??
      differs(
        'sent',
        contacts().map((row) => [row.姓名, row.电话, row[first]]),
        [
          ['赵敏', '13800138021', '南京'],
          ['孙浩', '13800138022', '西安'],
        ],
      )
    );
  });
  await story.step('a column renamed in the template: the others stay mapped', async () => {
    columns[0] = '城市';
    try {
      await reopen();
      await node.fill('taskName', 'Renamed column');
      await node.execute();
      const { message, description } = await node.error();
      return (
        (message ? `${message} ${description}` : undefined) ??
        differs(
          'sent',
          contacts().map((row) => [row.姓名, row.电话]),
          [
            ['赵敏', '13800138021'],
            ['孙浩', '13800138022'],
          ],
        )
      );
    } finally {
      columns[0] = first;
    }
  });
}

function expressions(mapping: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(mapping).map(([name, text]) => [name, `=${text}`]));
}
