import { differs, eventually } from '../../../demo/base/report';
import { errorOf, finishedExecution } from '../../../demo/n8n/executions';
import { publishWorkflow, type StoredWorkflow } from '../../../demo/n8n/workflows';
import type { Chat } from '../../../demo/robots/standIn';
import { everyFiveSeconds, importTemplate, type TemplateCheck, type World } from './world';

const FILE = 'high-score-digest-to-chat';
const DELIVERY_MS = 60_000;
const CHATS: readonly Chat[] = ['wecom', 'dingtalk', 'feishu'];
const KEYWORD = '外呼';

export const scoreDigest: TemplateCheck = {
  file: FILE,
  async check(world, report) {
    const { emulator, robots, rest, username } = world;
    robots.protection.dingtalk = { keyword: KEYWORD, secret: 'SECdemo' };
    robots.protection.feishu = { keyword: KEYWORD, secret: 'demo-secret' };
    emulator.addCrmRecords([{ username, phone: '13600136999', score: 99 }]);
    const workflows = await Promise.all(CHATS.map(async (chat) => await publish(world, chat)));
    const told = (phone: string) =>
      CHATS.map(
        (chat) => robots.messagesOf(chat).filter(({ text }) => text.includes(phone)).length,
      );
    const allTold = async (phones: string[]) =>
      await eventually(() => phones.every((phone) => told(phone).every((n) => n > 0)), DELIVERY_MS);

    await report.check(
      'High-score digest: two calls are one message in WeCom, DingTalk and Feishu',
      async () => {
        emulator.addCrmRecords([
          { username, phone: '13600136001', name: '王小明', score: 81, labelling: '有意向 加微信' },
          { username, phone: '13600136002', name: '<@all> 李', score: 95 },
          { username, phone: '13600136003', score: 79 },
        ]);
        if (!(await allTold(['13600136001', '13600136002']))) return `told: ${summary(world)}`;
        const texts = CHATS.map((chat) => robots.messagesOf(chat)[0].text);
        const inOrder = (text: string) =>
          text.indexOf('13600136002') < text.indexOf('13600136001') &&
          ['王小明', 'score 81', '有意向, 加微信', 'score 95'].every((part) => text.includes(part));
        return (
          differs('messages', robots.messages.length, CHATS.length) ??
          differs('best score first, with all there is to say', texts.map(inOrder), [
            true,
            true,
            true,
          ]) ??
          differs(
            'mentions the group',
            robots.messages.map(({ text }) => /<@/.test(text)),
            [false, false, false],
          )
        );
      },
    );
    await report.check('a score below the line, and calls from before, are not posted', () =>
      differs(
        'posted',
        [told('13600136003'), told('13600136999')],
        [
          [0, 0, 0],
          [0, 0, 0],
        ],
      ),
    );
    await report.check('many calls are split at the size limit, each posted once', async () => {
      const calls = Array.from({ length: 40 }, (_, at) => ({
        username,
        phone: String(13600137000 + at),
        score: 90,
        talk_info: '##1@@今年的保费大概是多少钱我想先了解一下再决定#@/r/1.wav',
      }));
      const before = robots.messagesOf('wecom').length;
      emulator.addCrmRecords(calls);
      if (!(await allTold(calls.map(({ phone }) => phone)))) return `told: ${summary(world)}`;
      const wecom = robots.messagesOf('wecom').length - before;
      return (
        differs(
          'times',
          calls.map(({ phone }) => told(phone)).filter((n) => n.join() !== '1,1,1'),
          [],
        ) ?? (wecom > 1 ? undefined : 'WeCom got one message')
      );
    });
    await report.check('what does not fit into five messages is counted', async () => {
      const calls = Array.from({ length: 300 }, (_, at) => ({
        username,
        phone: String(13600138000 + at),
        score: 85,
        talk_info: `##1@@${'我想先了解一下'.repeat(10)}#@/r/1.wav`,
      }));
      const before = robots.messagesOf('wecom').length;
      emulator.addCrmRecords(calls);
      const more = () => robots.messagesOf('wecom').find(({ text }) => /and \d+ more/.test(text));
      if (!(await eventually(() => more() !== undefined, DELIVERY_MS))) return summary(world);
      const posted = calls.filter(({ phone }) => told(phone)[0] > 0).length;
      const [, left] = /and (\d+) more/.exec(more()!.text)!;
      return (
        differs('messages', robots.messagesOf('wecom').length - before <= 5, true) ??
        differs('posted and counted', posted + Number(left), calls.length)
      );
    });
    await report.check('a message that the chat refuses fails the run, in its words', async () => {
      robots.protection.dingtalk = { keyword: 'another word' };
      emulator.addCrmRecords([{ username, phone: '13600139001', score: 88 }]);
      let said = '';
      const failed = async () => {
        said = await lastError(world, workflows[1]);
        return said !== '';
      };
      const end = Date.now() + DELIVERY_MS;
      while (!(await failed()) && Date.now() < end) await eventually(() => false, 1000);
      return differs(
        'error',
        said,
        'dingtalk did not take the message: keywords not in content (code 310000)',
      );
    });
    for (const { id } of workflows) await rest.post(`/workflows/${id}/deactivate`);
    for (const chat of CHATS) robots.protection[chat] = {};
  },
};

async function publish(world: World, chat: Chat): Promise<StoredWorkflow> {
  const { secret = '', keyword = '' } = world.robots.protection[chat];
  const settings = { chat, webhook: world.robots.webhookOf(chat), keyword, secret };
  const assignments = Object.entries(settings).map(([name, value]) => ({
    id: name,
    name,
    value,
    type: 'string',
  }));
  const workflow = await importTemplate(world, FILE, {
    'High-score call': { pollTimes: { item: everyFiveSeconds() } },
    Settings: { assignments: { assignments } },
  });
  await publishWorkflow(world.rest, workflow);
  return workflow;
}

function summary({ robots }: World): string {
  return JSON.stringify(robots.messages.map(({ chat, text }) => [chat, text.slice(0, 60)]));
}

/** Of the newest failed execution of a workflow; empty as long as there is none. */
async function lastError({ rest }: World, { id }: StoredWorkflow): Promise<string> {
  const filter = encodeURIComponent(JSON.stringify({ workflowId: id, status: ['error'] }));
  const { results } = await rest.get<{ results: Array<{ id: string }> }>(
    `/executions?filter=${filter}`,
  );
  if (results.length === 0) return '';
  return errorOf(await finishedExecution(rest, results[0].id)) ?? '';
}
