/**
 * The package on n8n's engine 2.0, which calls an operation by its routing and so item by item: what several items
 * make together must still be one import. The engine keeps its data in PostgreSQL, which is started here.
 *
 *   npm run test:e2e:engine2               on the n8n of the demo
 *   npm run test:e2e:engine2 -- 2.40.7     on one of those in `demo/versions`
 */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';

import { Lifetime, runChecks } from '../../demo/base/lifetime';
import { freePort } from '../../demo/base/ports';
import { differs, Report } from '../../demo/base/report';
import { demoInstallation, installationIn } from '../../demo/n8n/installation';
import { startTemporaryDemo, type TemporaryDemo } from '../../demo/stage/temporaryDemo';
import { startPostgres } from './queue/services/postgres';
import { createParameters, mapping } from '../support/createParameters';
import { byId, runSteps, type Step } from './runNode';

const VERSIONS = join(__dirname, '..', '..', 'demo', 'versions');
const lifetime = new Lifetime();

const REFUSAL = 'Engine 2.0 does not support credentials with an expirable property';

const FORTY = Array.from({ length: 40 }, (_, at) => ({
  name: `客户${at}`,
  phone: `139-0013-${9000 + at}`,
}));

async function main(): Promise<number> {
  const report = new Report();
  const environment = await engineVariables();
  const [, , version] = process.argv;
  const installation = version ? installationIn(join(VERSIONS, version)) : demoInstallation();
  const options = { environment, installation, report: console.log };
  const demo = await startTemporaryDemo(lifetime, options);
  if (await canUseCredential(demo)) {
    await checkImports(demo, report);
    await checkReading(demo, report);
  } else {
    await checkRefusal(demo, report);
  }
  return report.finish();
}

/** n8n 2.41 has engine 2.0 refuse every credential with a property that expires; 2.40 does not. */
async function canUseCredential(demo: TemporaryDemo): Promise<boolean> {
  const parameters = { resource: 'task', operation: 'getAiUsers' };
  const { error } = await run(demo, [{ name: 'List', type: 'xiaoATask', parameters }], [{}]);
  return !error?.message.includes(REFUSAL);
}

async function checkRefusal(demo: TemporaryDemo, report: Report): Promise<void> {
  const { emulator } = demo;
  await report.check('where engine 2.0 refuses the credential, nothing is sent', async () => {
    const before = emulator.requests.length;
    const { error } = await run(demo, [createTask(demo)], FORTY);
    return (
      differs('says why', error?.message.startsWith(REFUSAL), true) ??
      differs('requests', emulator.requests.length - before, 0)
    );
  });
}

async function engineVariables(): Promise<Record<string, string>> {
  const { port, user, database } = await startPostgres(lifetime);
  const [engine, controlPlane] = [await freePort(), await freePort()];
  return {
    N8N_ENABLED_MODULES: 'engine-v2',
    N8N_ENGINE_DATABASE_URL: `postgres://${user}@127.0.0.1:${port}/${database}`,
    N8N_ENGINE_AUTH_SECRET: randomBytes(24).toString('hex'),
    N8N_ENGINE_HOST: '127.0.0.1',
    N8N_ENGINE_PORT: String(engine),
    N8N_ENGINE_BASE_URL: `http://127.0.0.1:${engine}`,
    N8N_ENGINE_CONTROL_PLANE_PORT: String(controlPlane),
    N8N_ENGINE_CONTROL_PLANE_BASE_URL: `http://127.0.0.1:${controlPlane}`,
  };
}

async function run(demo: TemporaryDemo, steps: Step[], items: object[]) {
  return await runSteps(demo, steps, items, demo.credentials.xiaoa, { engineType: 'v2' });
}

function createTask({ emulator }: TemporaryDemo): Step {
  return {
    name: 'Create',
    type: 'xiaoATask',
    parameters: createParameters(emulator, { options: { startDialing: true } }),
  };
}

async function checkImports(demo: TemporaryDemo, report: Report): Promise<void> {
  const { emulator } = demo;
  const imports = () => emulator.requestsTo('/api/addJson').length;
  const create = createTask(demo);

  await report.check('40 items are one task, one request and one output item', async () => {
    const before = { tasks: emulator.tasks.length, imports: imports() };
    const { execution, items, error } = await run(demo, [create], FORTY);
    return (
      error?.message ??
      differs('ran on engine 2.0', /^[0-9a-f-]{36}$/.test(execution.id), true) ??
      differs('tasks', emulator.tasks.length - before.tasks, 1) ??
      differs('requests', imports() - before.imports, 1) ??
      differs('contacts', emulator.tasks.at(-1)?.contacts.length, FORTY.length) ??
      differs(
        'output',
        items.map(({ json }) => json.success),
        [FORTY.length],
      )
    );
  });
  await report.check('40 items are added to a task in one request', async () => {
    const [task] = emulator.tasks.slice(-1);
    const before = imports();
    const more = FORTY.map(({ name }, at) => ({ name, phone: String(13800138900 + at) }));
    const add: Step = {
      name: 'Add',
      type: 'xiaoATask',
      parameters: {
        resource: 'task',
        operation: 'addContacts',
        taskSn: byId(task.dial_task_main_sn),
        contactsFrom: 'items',
        columns: mapping({ 姓名: '={{ $json.name }}', 电话: '={{ $json.phone }}' }),
      },
    };
    const { items, error } = await run(demo, [add], more);
    return (
      error?.message ??
      differs('requests', imports() - before, 1) ??
      differs('contacts', task.contacts.length, 2 * FORTY.length) ??
      differs(
        'output',
        items.map(({ json }) => json.success),
        [more.length],
      )
    );
  });
  await report.check(
    'one item that cannot be called stops all before anything is sent',
    async () => {
      const before = imports();
      const { error } = await run(demo, [create], [...FORTY, { name: '错', phone: '12345' }]);
      return (
        differs('requests', imports() - before, 0) ??
        (error ? undefined : 'It ends without an error')
      );
    },
  );
}

async function checkReading(demo: TemporaryDemo, report: Report): Promise<void> {
  const { emulator } = demo;
  const phone = '13711119999';
  const [call] = emulator.addCrmRecords([{ phone, talktimes: 20 }]);
  await report.check('CRM: Get Many and Recording: Download work in a row', async () => {
    const { items, error } = await run(
      demo,
      [
        {
          name: 'Calls',
          type: 'xiaoACrm',
          parameters: { resource: 'crmRecord', operation: 'getAll', filters: { phone } },
        },
        {
          name: 'Download',
          type: 'xiaoARecording',
          parameters: { resource: 'recording', operation: 'download' },
        },
      ],
      [{}],
    );
    return (
      error?.message ??
      differs('files', items.length, 1) ??
      differs(
        'its name',
        call.recordfile.endsWith(items[0].binary?.data.fileName ?? 'no file'),
        true,
      )
    );
  });
  await report.check('50 items share one login', async () => {
    emulator.replaceKey();
    const before = emulator.logins;
    const list = { resource: 'task', operation: 'getAiUsers', returnAll: true };
    const { items, error } = await run(
      demo,
      [{ name: 'List', type: 'xiaoATask', parameters: list }],
      Array.from({ length: 50 }, () => ({})),
    );
    return (
      error?.message ??
      differs('items', items.length, 50 * emulator.aiUsers.length) ??
      differs('logins', emulator.logins - before, 1)
    );
  });
}

runChecks(lifetime, main);
