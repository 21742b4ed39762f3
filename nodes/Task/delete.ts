import { taskOperation } from './taskOperation';

export const { fields, option, runForAll } = taskOperation({
  oper: 'delete',
  option: {
    name: 'Delete',
    value: 'delete',
    action: 'Delete a task',
    description: 'Delete a task permanently. Nobody who is still waiting in it will be called.',
  },
  done: () => ({ deleted: true }),
});
