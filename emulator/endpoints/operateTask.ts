import { PlatformError } from '../platform/codes';
import { requiredText } from './params';
import type { Tasks } from '../platform/tasks';
import type { Task } from '../platform/types';
import type { Endpoint } from './endpoint';

const OPERATIONS: Record<string, (tasks: Tasks, task: Task) => void> = {
  stop(tasks, task) {
    if (task.state === 'sending') tasks.setState(task, 'paused');
  },
  keepOn(tasks, task) {
    if (task.state === 'paused') tasks.setState(task, 'sending');
  },
  failRe(tasks, task) {
    if (task.state !== 'terminated') tasks.requeueFailed(task);
  },
  delete(tasks, task) {
    tasks.delete(task);
  },
  end(tasks, task) {
    tasks.setState(task, 'terminated');
  },
};

/** API §7.7. `pkeys` is the task's number, not its sn. The answer has no data. */
export const operateTask: Endpoint = {
  name: 'operateTask',
  method: 'POST',
  answer({ platform, account, params }) {
    const operation = requiredText(params, 'oper');
    if (requiredText(params, 'project_type') !== '2') throw new PlatformError(20002);
    const known = Object.hasOwn(OPERATIONS, operation);
    if (!known || (operation === 'end' && !platform.behaviour.terminates)) {
      throw new PlatformError(20002);
    }
    const pkeys = requiredText(params, 'pkeys');
    if (!/^\d+$/.test(pkeys)) throw new PlatformError(30008);
    const task = platform.tasks.byId(account.username, Number(pkeys));
    if (!task) throw new PlatformError(30011);
    OPERATIONS[operation](platform.tasks, task);
    return { msg: '操作成功' };
  },
};
