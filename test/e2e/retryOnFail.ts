import { connect, createServer, type Server } from 'node:net';

import { freePort } from '../../demo/base/ports';
import { differs, type Report } from '../../demo/base/report';
import { createCredential } from '../../demo/n8n/credentials';
import type { Demo } from '../../demo/stage/demo';
import type { Fault } from '../../emulator';
import { createParameters } from '../support/createParameters';
import { byId, runSteps, type Step } from './runNode';

const WAIT_MS = 2_000;
const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: WAIT_MS };
const PEOPLE = [
  { name: '王芳', phone: '13900139701' },
  { name: '李雷', phone: '13900139702' },
];

/** What may have reached the platform. The timeout is the user's own, in the node's *Request Options*. */
const IN_DOUBT: ReadonlyArray<{ what: string; fault: Fault; tasks: number }> = [
  { what: 'a 500', fault: { kind: 'status', status: 500, times: Infinity }, tasks: 0 },
  { what: 'a connection cut after the import', fault: { kind: 'dropAfter' }, tasks: 1 },
  { what: 'no answer after the import', fault: { kind: 'stall' }, tasks: 1 },
];

/** n8n's *Retry On Fail* never sends again what may have arrived, and does send what cannot have. */
export async function checkRetryOnFail(demo: Demo, report: Report): Promise<void> {
  const { emulator } = demo;
  const imports = () => emulator.requestsTo('/api/addJson').length;

  for (const { what, fault, tasks } of IN_DOUBT) {
    await report.check(`Retry On Fail after ${what}: Create Task sends once`, async () => {
      const before = { imports: imports(), tasks: emulator.tasks.length };
      emulator.faults.add({ ...fault, endpoint: '/api/addJson' });
      const { error } = await runSteps(demo, [createTask(demo)], PEOPLE);
      emulator.faults.clear();
      return (
        (error ? undefined : 'It ends without an error') ??
        differs('requests', imports() - before.imports, 1) ??
        differs('tasks', emulator.tasks.length - before.tasks, tasks)
      );
    });
  }
  await report.check('Retry On Fail after a 500: Redial Failed sends once', async () => {
    const task = emulator.addTask({ contacts: [{ 姓名: '甲', 电话: '13800138000' }] } as never);
    const before = emulator.requestsTo('/api/operateTask').length;
    emulator.faults.add({ endpoint: '/api/operateTask', kind: 'status', times: Infinity });
    const taskId = byId(String(task.dial_task_main_id));
    const parameters = { resource: 'task', operation: 'redialFailed', taskId };
    const redial = { name: 'Redial', type: 'xiaoATask', parameters, more: RETRY };
    const { error } = await runSteps(demo, [redial]);
    emulator.faults.clear();
    return (
      (error ? undefined : 'It ends without an error') ??
      differs('requests', emulator.requestsTo('/api/operateTask').length - before, 1)
    );
  });
  await report.check(
    'Retry On Fail after a refused connection: tried again, sent once',
    async () => {
      const port = await freePort();
      // Of its own: its login must not take the key from anybody.
      const account = emulator.addAccount({ username: 'behind', password: 'behind-password' });
      const credential = await createCredential(demo.rest, {
        name: 'Behind a closed port',
        type: 'xiaoAApi',
        data: {
          baseUrl: `http://127.0.0.1:${port}`,
          username: account.username,
          password: account.password,
          signatureEncoding: 'escaped',
        },
      });
      const before = { imports: imports(), tasks: emulator.tasks.length };
      const running = runSteps(demo, [createTask(demo)], PEOPLE, credential);
      const door = await openLater(port, Number(new URL(emulator.url).port), running);
      const { error, items } = await running;
      door?.close();
      return (
        error?.message ??
        differs('opened', door !== undefined, true) ??
        differs('success', items[0]?.json.success, PEOPLE.length) ??
        differs('requests', imports() - before.imports, 1) ??
        differs('tasks', emulator.tasks.length - before.tasks, 1)
      );
    },
  );
}

function createTask({ emulator }: Demo): Step {
  return {
    name: 'Create',
    type: 'xiaoATask',
    parameters: createParameters(emulator, {
      taskName: 'Tried again',
      requestOptions: { timeout: 3_000 },
    }),
    more: RETRY,
  };
}

/**
 * Lets connections to a port through to another from the moment in which the first try must have failed.
 * Gives nothing when the run has ended before.
 */
async function openLater(
  port: number,
  target: number,
  run: Promise<unknown>,
): Promise<Server | undefined> {
  const ended = run.then(() => true).catch(() => true);
  const soon = new Promise<false>((resolve) => setTimeout(() => resolve(false), WAIT_MS * 1.5));
  if (await Promise.race([ended, soon])) return undefined;
  const server = createServer((socket) => {
    const onward = connect(target, '127.0.0.1');
    socket.pipe(onward).pipe(socket);
    for (const end of [socket, onward]) end.on('error', () => socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return server;
}
