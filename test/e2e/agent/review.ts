import { setTimeout as sleep } from 'node:timers/promises';

import { differs, type Report } from '../../../demo/base/report';
import type { Demo } from '../../../demo/stage/demo';
import { newOnes } from './newOnes';
import { runAgent, type AgentWorld } from './runAgent';
import { createTask } from './tools';

const WAITING_MS = 60_000;
/** n8n lets no program approve, such as one that looks at the links in a chat. */
const BROWSER = {
  'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
};
const PERSON = { 姓名: '王芳', 电话: '13700000001' };

/** n8n's human review between tool and agent: whoever is asked in Slack has the last word. */
export async function checkReview(world: AgentWorld, report: Report): Promise<void> {
  const { demo } = world;
  for (const { button, tasks, told } of [
    { button: 'Decline', tasks: 0, told: 'User rejected the tool call' },
    { button: 'Approve', tasks: 1, told: '"success":1' },
  ]) {
    await report.check(`AI Agent: human review, ${button}`, async () => {
      const made = newOnes(() => demo.emulator.tasks);
      // The demo's own alerts come in between.
      const asked = newOnes(() => demo.slack.messages.filter(({ buttons }) => buttons.length > 0));
      let madeBefore = -1;
      const { conversations } = await runAgent(world, {
        tools: [createTask(demo.emulator)],
        reviewed: true,
        script: ({ results }) =>
          results.length > 0
            ? 'Done.'
            : [
                {
                  tool: 'Create_a_task',
                  input: {
                    toolParameters: { Task_Name: 'Reviewed', Contacts: [PERSON] },
                    hitlParameters: {},
                  },
                },
              ],
        meanwhile: async (execution) => {
          await untilItWaits(demo, execution);
          madeBefore = made().length;
          const { url } = asked()[0].buttons.find(({ label }) => label === button)!;
          const response = await fetch(url, { headers: BROWSER });
          if (!response.ok) throw new Error(`${button}: HTTP ${response.status}`);
        },
      });
      const result = conversations.at(-1)?.resultOf('Create_a_task') ?? '';
      return (
        differs('tasks before the click', madeBefore, 0) ??
        differs('tasks', made().length, tasks) ??
        differs('asked', asked().length, 1) ??
        differs('phone in the question', asked()[0].text.includes(PERSON.电话), true) ??
        (result.includes(told) ? undefined : `The model was told ${result}`)
      );
    });
  }
}

async function untilItWaits({ rest }: Demo, id: string): Promise<void> {
  const end = Date.now() + WAITING_MS;
  for (;;) {
    const { status } = await rest.get<{ status: string }>(`/executions/${id}`);
    if (status === 'waiting') return;
    if (Date.now() > end) throw new Error(`Execution ${id} is ${status}, and does not wait`);
    await sleep(250);
  }
}
