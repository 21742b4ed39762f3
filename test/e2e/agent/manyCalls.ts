import { differs, type Report } from '../../../demo/base/report';
import { newOnes } from './newOnes';
import { runAgent, type AgentWorld } from './runAgent';
import { addSomeone, createTask } from './tools';

/** Several calls of one tool: side by side, and the same once more. */
export async function checkManyCalls(world: AgentWorld, report: Report): Promise<void> {
  const { emulator } = world.demo;

  await report.check('AI Agent: two people by columns, in two calls side by side', async () => {
    const task = emulator.addTask({ source: 'Side by side' });
    const { answer } = await runAgent(world, {
      tools: [addSomeone(task.dial_task_main_sn)],
      script: ({ results }) =>
        results.length > 0
          ? `${results.length} results`
          : [
              // As text with dashes and as a number: models do either.
              { tool: 'Add_someone', input: { name: '王芳', phone: '137-0000-0001' } },
              { tool: 'Add_someone', input: { name: '李雷', phone: 13700000002 } },
            ],
    });
    const people = task.contacts.map((row) => `${row['姓名']} ${row['电话']}`).sort();
    return (
      differs('answer', answer, '2 results') ??
      differs('people', people, ['李雷 13700000002', '王芳 13700000001'])
    );
  });
  await report.check('AI Agent: a model that creates a task twice has two tasks', async () => {
    const tasks = newOnes(() => emulator.tasks);
    const input = { Task_Name: 'Twice', Contacts: [{ 姓名: '王芳', 电话: '13700000001' }] };
    await runAgent(world, {
      tools: [createTask(emulator)],
      script: ({ results }) =>
        results.length < 2 ? [{ tool: 'Create_a_task', input }] : 'Done, twice.',
    });
    return differs('tasks', tasks().length, 2);
  });
}
