import type { Task } from '../../../emulator';
import { runNode } from '../place';
import { id, type Operation } from './operation';

const task = { resource: 'task' };

const operating = (
  name: string,
  operation: string,
  before: Task['state'],
  after: Task['state'] | undefined,
  nameTask: (made: Task) => unknown = (made) => String(made.dial_task_main_id),
): Operation => ({
  name,
  group: 'task operations',
  async run(place) {
    const contacts = [{ 姓名: '王芳', 电话: '13500135000' }];
    const made = place.emulator.addTask({ state: before, contacts });
    await runNode(place, 'xiaoATask', { ...task, operation, taskId: id(nameTask(made)) });
    const there = place.emulator.tasks.includes(made);
    return { got: there ? made.state : undefined, want: after };
  },
});

export const OPERATING: Operation[] = [
  operating('Task: Pause', 'pause', 'sending', 'paused'),
  operating('Task: Pause by SN', 'pause', 'sending', 'paused', (made) => made.dial_task_main_sn),
  operating('Task: Resume', 'resume', 'paused', 'sending'),
  operating('Task: Redial Failed', 'redialFailed', 'sent', 'sending'),
  operating('Task: Terminate', 'terminate', 'sending', 'terminated'),
  operating('Task: Delete', 'delete', 'paused', undefined),
  {
    name: 'Task: Pause a task that is gone',
    group: 'task operations',
    async run(place) {
      await runNode(place, 'xiaoATask', { ...task, operation: 'pause', taskId: id('987654321') });
      return { got: 'paused', want: 'an error' };
    },
  },
];
