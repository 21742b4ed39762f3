import type { EmptyDemo } from '../../../demo/stage/demo';
import type { Editor } from '../../../demo/editor/editor';
import type { NodeView } from '../../../demo/editor/nodeView';
import { differs, type Report } from '../../../demo/base/report';
import { Story } from './story';

const LEADS = `return [
  { json: { name: '王小明', phone: '138 0013 8001', city: '深圳', car: '比亚迪 汉 EV' } },
  { json: { name: '李婷', phone: '+86 13800138002', city: '广州', car: '丰田 凯美瑞' } },
  { json: { name: '张伟', phone: '１３８００１３８００３', city: '杭州', car: '特斯拉 Model 3' } },
];`;

/** The first story, from an empty n8n: leads become one calling task, and not a line of code is about XiaoA. */
export async function crmToDialler(
  demo: EmptyDemo,
  account: { username: string; password: string },
  editor: Editor,
  report: Report,
): Promise<void> {
  const { emulator } = demo;
  const [, template] = emulator.templates;
  const [aiUser] = emulator.aiUsers;
  const known = emulator.tasks.length;
  const story = new Story('CRM to dialler', editor, report);
  let node: NodeView;

  await story.step('leads, which stand for those of a CRM', async () => {
    await editor.newWorkflow();
    await editor.addNode('Manual Trigger');
    await editor.addNode('Code', 'Code in JavaScript');
    node = await editor.openedNode();
    await node.writeCode('jsCode', LEADS);
    await node.execute();
    await node.close();
  });
  await story.step('n8n offers what the node can do', async () => {
    await editor.addNode('XiaoA Task', 'Create task from contacts');
    node = await editor.openedNode();
  });
  await story.step('a wrong password is told at once', async () => {
    const dialog = await node.newCredential();
    await dialog.fill('baseUrl', `${emulator.url}/api/`);
    await dialog.fill('username', account.username);
    await dialog.fill('password', 'wrong');
    const verdict = await dialog.save();
    return verdict?.includes('Wrong user name or password (XiaoA code 20004)')
      ? undefined
      : `It says: ${verdict}`;
  });
  await story.step('the right one passes', async () => {
    const dialog = await node.openedCredential();
    await dialog.fill('password', account.password);
    const complaint = await dialog.save();
    if (complaint) return complaint;
    const again = await node.openCredential();
    const verdict = await again.verdict();
    await again.close();
    return verdict.includes('Connection tested successfully') ? undefined : `It says: ${verdict}`;
  });
  await story.step('template and AI user come from lists', async () => {
    await node.chooseFromList('projectSn', template.project_caption, template.project_caption);
    await node.chooseFromList('aiUserSn', aiUser.user_name, aiUser.user_name);
    await node.fill('taskName', 'Built by clicking');
  });
  await story.step('name and phone are mapped at once, a column by dragging', async () => {
    const [column] = emulator.templateColumns[template.sn];
    await node.drag('city', column);
    const shown = async (name: string) => (await node.parameter(name).innerText()).trim();
    return (
      differs('name', (await shown('姓名')).includes("$json['姓名'] ?? $json.name"), true) ??
      differs('phone', (await shown('电话')).includes("$json['电话'] ?? $json.phone"), true)
    );
  });
  await story.step('it runs', async () => {
    await node.execute();
    const { message, description } = await node.error();
    if (message) return `${message} ${description}`;
    const output = await node.outputText();
    return output.includes('"success": 3') ? undefined : `It gave ${output}`;
  });
  await story.step('the platform got each person once', async () => {
    const tasks = emulator.tasks.slice(known);
    return (
      differs(
        'tasks',
        tasks.map(({ source }) => source),
        ['Built by clicking'],
      ) ??
      differs(
        'people',
        tasks[0].contacts.map(({ 姓名, 电话 }) => `${String(姓名)} ${String(电话)}`),
        ['王小明 13800138001', '李婷 13800138002', '张伟 13800138003'],
      ) ??
      differs('template', tasks[0].project_sn, template.sn) ??
      differs('AI user', tasks[0].ai_user_sn, aiUser.user_sn)
    );
  });
}
