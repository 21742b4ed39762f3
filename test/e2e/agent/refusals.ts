import { differs, type Report } from '../../../demo/base/report';
import { byId } from '../runNode';
import { newOnes } from './newOnes';
import { runAgent, type AgentWorld } from './runAgent';
import { createTask } from './tools';

/** What cannot be done comes back to the model as words, and nothing has been sent. */
export async function checkRefusals(world: AgentWorld, report: Report): Promise<void> {
  const { emulator } = world.demo;
  const [{ sn: template }] = emulator.templates;
  const people = [{ 姓名: '王芳', 电话: '13700000001' }];
  const cases = [
    {
      name: 'a phone that is none',
      input: { Template: template, Contacts: [{ 姓名: '王芳', 电话: '12345' }] },
      words: ["Invalid phone number '12345'", 'Too few digits (5)', 'Nothing was sent'],
    },
    {
      name: 'people that are no list',
      input: { Template: template, Contacts: '王芳, 13700000001' },
      words: ["Couldn't read 'Contacts'", 'Not valid JSON'],
    },
    {
      name: 'a template that does not exist',
      input: { Template: 'project|none', Contacts: people },
      words: ['template', 'code 30003'],
    },
    {
      name: 'no template',
      input: { Template: '', Contacts: people },
      words: ["'Template' is empty"],
    },
  ];
  for (const { name, input, words } of cases) {
    await report.check(`AI Agent: ${name} is told to the model, and no task made`, async () => {
      const tasks = newOnes(() => emulator.tasks);
      const { conversations, answer } = await runAgent(world, {
        tools: [
          createTask(emulator, {
            projectSn: byId("={{ $fromAI('Template', 'sn of the template') }}"),
          }),
        ],
        script: ({ results }) =>
          results.length > 0
            ? 'That could not be done.'
            : [{ tool: 'Create_a_task', input: { Task_Name: 'Refused', ...input } }],
      });
      const told = conversations.at(-1)?.resultOf('Create_a_task') ?? '';
      const missing = words.filter((word) => !told.includes(word));
      return (
        (missing.length > 0 ? `It was told ${told}` : undefined) ??
        differs('answer', answer, 'That could not be done.') ??
        differs('tasks', tasks().length, 0)
      );
    });
  }
  await report.check(
    'AI Agent: that an answer was lost is told, and the import sent once',
    async () => {
      const imports = newOnes(() => emulator.requestsTo('/api/addJson'));
      emulator.faults.add({ endpoint: '/api/addJson', kind: 'dropAfter' });
      const { conversations } = await runAgent(world, {
        tools: [createTask(emulator)],
        script: ({ results }) =>
          results.length > 0
            ? 'I cannot tell whether it was done.'
            : [{ tool: 'Create_a_task', input: { Task_Name: 'Lost', Contacts: people } }],
      });
      const told = conversations.at(-1)?.resultOf('Create_a_task') ?? '';
      return (
        differs('imports', imports().length, 1) ??
        (told.includes('may have carried out the request') && told.includes("'Lost'")
          ? undefined
          : `It was told ${told}`)
      );
    },
  );
}
