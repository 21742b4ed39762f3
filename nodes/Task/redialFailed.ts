import { taskOperation } from './taskOperation';

export const { fields, option, runForAll } = taskOperation({
  oper: 'failRe',
  option: {
    name: 'Redial Failed',
    value: 'redialFailed',
    action: 'Redial the failed calls of a task',
    description:
      'Call again everyone whom the task could not reach. Real people are called at once.',
  },
  done: (taskId) => ({ success: true, taskId, status: 'sending' }),
});
