import { taskOperation } from './taskOperation';

export const { fields, option, runForAll } = taskOperation({
  oper: 'stop',
  option: {
    name: 'Pause',
    value: 'pause',
    action: 'Pause a task',
    description: 'Stop calling the people of a task that are still waiting',
  },
  done: (taskId) => ({ success: true, taskId, status: 'paused' }),
});
