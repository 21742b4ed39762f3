import { differs, type Report } from '../../../demo/base/report';
import type { Conversation, Script, Tool } from '../../../demo/model/conversation';
import { newOnes } from './newOnes';
import { runAgent, type AgentWorld } from './runAgent';
import { createTask, listCalls } from './tools';

interface Call {
  name: string;
  phone: string;
}

/** Looks up who sounded interested, and makes a task that calls them again. */
const callBack: Script = (conversation) => {
  const calls = conversation.resultOf('List_calls');
  if (calls === undefined) return [{ tool: 'List_calls', input: { Min_Score: 90, Limit: 2 } }];
  const made = conversation.resultOf('Create_a_task');
  if (made === undefined) {
    const Contacts = (JSON.parse(calls) as Call[]).map(({ name, phone }) => ({
      姓名: name,
      电话: phone,
    }));
    const input = { Task_Name: 'Call back', Contacts, ...UNASKED };
    return [{ tool: 'Create_a_task', input }];
  }
  return `Made ${JSON.parse(made)[0].dial_task_main_sn}`;
};

/** What a model may make up: nobody has given these fields into its hands. */
const UNASKED = { Start_Dialing: true, startDialing: true, options: { startDialing: true } };

/** Calls that went well are looked up, and the people are put into one task. */
export async function checkStory(world: AgentWorld, report: Report): Promise<void> {
  const { emulator } = world.demo;
  emulator.addCrmRecords([
    { phone: '13700000001', name: '王芳', score: 99, talktimes: 40 },
    { phone: '13700000002', name: '李雷', score: 98, talktimes: 35 },
    { phone: '13700000003', name: '韩梅', score: 20, talktimes: 12 },
  ]);
  const imports = newOnes(() => emulator.requestsTo('/api/addJson'));
  const tasks = newOnes(() => emulator.tasks);
  let conversations: Conversation[] = [];

  await report.check('AI Agent: CRM records, then one task for two people', async () => {
    const outcome = await runAgent(world, {
      tools: [listCalls(), createTask(emulator)],
      script: callBack,
    });
    conversations = outcome.conversations;
    const [task] = tasks();
    const people = task.contacts.map((row) => `${row['姓名']} ${row['电话']}`).sort();
    return (
      differs('imports', imports().length, 1) ??
      differs('tasks', tasks().length, 1) ??
      differs('people', people, ['李雷 13700000002', '王芳 13700000001']) ??
      differs('answer', outcome.answer, `Made ${task.dial_task_main_sn}`)
    );
  });
  await report.check(
    'AI Agent: nobody is dialled, whatever else the model sends along',
    () =>
      differs('is_zidong', imports()[0].params.is_zidong, undefined) ??
      differs('state', tasks()[0].state, 'paused'),
  );
  await report.check('AI Agent: the model is shown what it may decide, and no more', () => {
    const shown = Object.fromEntries(conversations[0].tools.map((tool) => [tool.name, look(tool)]));
    return differs('tools', shown, {
      List_calls: {
        description: 'Get many CRM records in XiaoA CRM',
        fields: ['Limit', 'Min_Score'],
      },
      Create_a_task: {
        description: 'Create task from contacts in XiaoA Task',
        fields: ['Task_Name', 'Contacts'],
      },
    });
  });
  await report.check('AI Agent: the model is given records that it can read', () => {
    const calls = conversations[1].resultOf('List_calls') ?? '';
    const [first] = JSON.parse(calls);
    console.log(`        a call takes ${Math.round(calls.length / 2)} characters`);
    return (
      differs('score', typeof first.score, 'number') ??
      differs('raw fields', 'talk_info' in first, false) ??
      differs('text', first.transcriptText.includes('Customer: '), true)
    );
  });
  await report.check('AI Agent: dials where a human has set Start Dialing', async () => {
    const before = imports().length;
    await runAgent(world, {
      tools: [listCalls(), createTask(emulator, { options: { startDialing: true } })],
      script: callBack,
    });
    return differs('is_zidong', imports()[before].params.is_zidong, 'on');
  });
}

function look({ description, parameters }: Tool): object {
  return { description, fields: parameters.required };
}
