import type { FastifyInstance } from 'fastify';
import { crmRow } from '../endpoints/crmRow';
import { CATALOG } from '../manners/catalog';
import type { Manners } from '../manners/manners';
import type { Platform } from '../platform/platform';
import type { Configuration } from '../platform/behaviour';
import type { Fault } from '../platform/faults';
import type { CrmRecord, Task } from '../platform/types';

/**
 * `/emulator/*`: what tests in the same process do by calling methods, for everybody else. All of
 * it is JSON; a mistake answers HTTP 400 with `{"error": …}`. It wants the key of this start, in the
 * header `x-control-key`, from this machine: else 403.
 */
export function addControl(app: FastifyInstance, platform: Platform, manners: Manners): void {
  void app.register(
    async (control) => {
      control.addContentTypeParser('application/json', { parseAs: 'string' }, (_, body, done) => {
        try {
          done(null, body === '' ? {} : JSON.parse(String(body)));
        } catch (error) {
          done(error as Error);
        }
      });
      control.addHook('onRequest', async (request, reply) => {
        if (platform.control.allows(request.headers['x-control-key'], request.ip)) return;
        await reply.code(403).send({ error: 'The control key is missing or wrong' });
      });
      control.setErrorHandler((error, _request, reply) => {
        const message = error instanceof Error ? error.message : String(error);
        void reply.code(400).send({ error: message });
      });
      addReading(control, platform);
      addWriting(control, platform, manners);
    },
    { prefix: '/emulator' },
  );
}

function addReading(control: FastifyInstance, platform: Platform): void {
  const { accounts, behaviour, clock, crm, faults, log, tasks } = platform;

  control.get('/state', () => ({
    now: clock.now(),
    accounts: accounts.all.map(({ username, userSn }) => ({ username, userSn })),
    logins: accounts.logins,
    loginAttempts: accounts.loginAttempts,
    requests: log.requests.length,
    crmRecords: crm.records.length,
    tasks: tasks.all.map((task) => summary(platform, task)),
    faults: faults.list,
    behaviour,
  }));

  control.get('/manners', () =>
    Object.entries(CATALOG).map(([name, { about, value }]) => ({ name, about, value })),
  );

  control.get('/requests', (request) => {
    const { endpoint } = request.query as { endpoint?: string };
    return endpoint === undefined ? log.requests : log.to(endpoint);
  });

  control.get('/tasks', () =>
    tasks.all.map((task) => ({
      ...summary(platform, task),
      contacts: task.contacts,
      calls: task.calls,
    })),
  );

  control.get('/crm-records', () => crm.records.map(whole));
}

function addWriting(control: FastifyInstance, platform: Platform, manners: Manners): void {
  const { accounts, behaviour, clock, faults, log } = platform;

  control.post('/crm-records', (request) =>
    (request.body as Array<Partial<CrmRecord>>).map((given) => whole(platform.addCrmRecord(given))),
  );
  control.patch('/crm-records/:id', (request) => {
    const { id } = request.params as { id: string };
    return whole(platform.updateCrmRecord(Number(id), request.body as Partial<CrmRecord>));
  });
  control.post('/dial-all', async () => ({ calls: await platform.dialler.dialAll() }));
  control.post('/faults', (request) => {
    for (const fault of [request.body as Fault | Fault[]].flat()) faults.add(fault);
    return { faults: faults.list };
  });
  control.delete('/faults', () => {
    faults.clear();
    return { faults: [] };
  });
  control.delete('/requests', () => {
    log.clear();
    accounts.logins = 0;
    accounts.loginAttempts = 0;
    return { requests: 0 };
  });
  control.post('/expire-keys', () => {
    accounts.expireKeys();
    return {};
  });
  control.post('/replace-key', (request) => ({
    api_key: accounts.replaceKey((request.body as { username?: string } | null)?.username),
  }));
  control.post('/password', (request) => {
    const { username, password } = request.body as { username?: string; password: string };
    accounts.setPassword(username ?? accounts.main.username, password);
    return {};
  });
  control.post('/clock', (request) => {
    clock.advance(Number((request.body as { advanceMs: number }).advanceMs));
    return { now: clock.now() };
  });
  control.post('/configure', (request) => {
    manners.configure(request.body as Configuration);
    return behaviour;
  });
}

function summary({ tasks }: Platform, task: Task): object {
  return {
    dial_task_main_id: task.dial_task_main_id,
    dial_task_main_sn: task.dial_task_main_sn,
    username: task.username,
    source: task.source,
    project_sn: task.project_sn,
    project_caption: task.project_caption,
    ai_user_sn: task.ai_user_sn,
    batch: task.batch,
    mark: task.mark,
    state: task.state,
    created_at: task.created_at,
    contactCount: task.contacts.length,
    ...tasks.counts(task),
  };
}

/** A record with what the filters go by. */
function whole(record: CrmRecord): CrmRecord {
  return { ...record, ...crmRow(record) };
}
