import { taskOperation } from './taskOperation';

export const { fields, option, runForAll } = taskOperation({
  oper: 'keepOn',
  option: {
    name: 'Resume',
    value: 'resume',
    action: 'Resume calling for a task',
    description: 'Go on calling the people of a paused task. Real people are called at once.',
  },
  done: (taskId) => ({ success: true, taskId, status: 'sending' }),
});
