import { randomUUID } from 'node:crypto';

import { isTaskNumber, lookUpTask, withTaskSn } from '../../../nodes/shared/tasks';
import { validSession } from '../../../nodes/shared/validSession';
import { failureOf, Host, platformAnswer, sessionOf } from './host';

let host: Host;
const SESSION = sessionOf('key');

beforeEach(() => {
  host = new Host();
  host.credentialId = randomUUID();
  host.store(SESSION);
});

describe('the key that the platform accepts', () => {
  const ask = async (item = 0) => await validSession(host.context, { timeout: 7 }, item);

  it('is the one that is stored when a small question has been answered', async () => {
    const { account, session } = await ask();
    expect(session).toEqual(SESSION);
    expect(account.baseUrl).toBe('https://platform.example');
    const [{ options }] = host.sent;
    expect(options).toMatchObject({ url: '/api/index', timeout: 7, body: { pageSize: 1 } });
  });

  it('is asked for once by all who want it at the same time', async () => {
    await Promise.all([ask(), ask(), ask()]);
    expect(host.sent).toHaveLength(1);
    await ask();
    expect(host.sent).toHaveLength(2);
    const other = new Host();
    Object.assign(other, { credentialId: randomUUID(), credential: host.credential });
    await Promise.all([ask(), validSession(other.context, {}, 0)]);
    expect([host.sent.length, other.sent.length]).toEqual([3, 1]);
  });

  it('is refused for each of them', async () => {
    host.answers = [() => platformAnswer(30011)];
    const [first, second] = await Promise.all([failureOf(ask(1)), failureOf(ask(2))]);
    expect(first.message).toBe('Task not found (XiaoA code 30011)');
    expect(second.message).toBe(first.message);
    expect([first.context.itemIndex, second.context.itemIndex]).toEqual([1, 2]);
    expect(host.sent).toHaveLength(1);
    await failureOf(ask());
    expect(host.sent).toHaveLength(2);
  });

  it('is accepted where the account may not ask', async () => {
    host.answers = [() => platformAnswer(20007)];
    expect((await ask()).session).toEqual(SESSION);
    delete host.credential.sessionToken;
    expect((await failureOf(ask())).httpCode).toBe('20007');
  });

  it('may have gone meanwhile', async () => {
    delete host.credential.sessionToken;
    const error = await failureOf(ask(3));
    expect(error).toMatchObject({
      message: 'n8n has no API key for this account',
      description: 'It was removed in the meantime. Run this again.',
      context: { itemIndex: 3 },
    });
  });

  it('is asked for without a saved credential, too', async () => {
    host.credentialId = undefined;
    await Promise.all([ask(), ask()]);
    expect(host.sent).toHaveLength(1);
    host.node = { credentials: {} };
    expect((await ask()).session).toEqual(SESSION);
  });
});

describe('a task', () => {
  const TASK = { dial_task_main_id: 5, dial_task_main_sn: 'sn-5' };
  beforeEach(() => {
    host.answers = [() => platformAnswer(0, { total: 1, list: [TASK] })];
  });
  const bodies = () => host.sent.map(({ options }) => options.body);

  it('is found by its number or its SN, whenever it was made', async () => {
    expect(await lookUpTask(host.context, '5')).toEqual(TASK);
    expect(await lookUpTask(host.context, 'sn-5', { connection: { timeout: 7 } })).toEqual(TASK);
    expect(bodies()).toMatchObject([
      { start_create_at: '2010-01-01', dial_task_main_sn: undefined },
      { start_create_at: '2010-01-01', dial_task_main_sn: 'sn-5' },
    ]);
    expect(host.sent[1].options.timeout).toBe(7);
    expect(await lookUpTask(host.context, '55')).toBeUndefined();
    expect(await lookUpTask(host.context, 'sn-55')).toBeUndefined();
    expect(await lookUpTask(host.context, 'x5')).toBeUndefined();
    expect(await lookUpTask(host.context, '5x')).toBeUndefined();
  });

  it('is named by its number in digits alone', () => {
    const names = ['5', '55', '5x', 'x5', '', 'sn-5', '5.0'];
    expect(names.filter(isTaskNumber)).toEqual(['5', '55']);
  });

  it('is looked up for a filter only by its number', async () => {
    for (const filters of [{}, { taskSn: 'sn-5' }, { taskSn: { mode: 'id', value: 'sn-9' } }]) {
      expect(await withTaskSn(host.context, filters)).toBe(filters);
    }
    expect(host.sent).toEqual([]);
    const filters = { taskSn: { __rl: true, mode: 'id', value: '5' }, phone: '1' };
    expect(await withTaskSn(host.context, filters)).toEqual({ taskSn: 'sn-5', phone: '1' });
    const error = await failureOf(
      withTaskSn(host.context, { taskSn: '6' }, { itemIndex: 3, connection: { timeout: 7 } }),
    );
    expect(error).toMatchObject({
      message: 'Task not found: 6',
      description: expect.stringMatching(/^Choose the task from the list, or give its number/),
      context: { itemIndex: 3 },
    });
    expect(host.sent[1].options.timeout).toBe(7);
  });
});
