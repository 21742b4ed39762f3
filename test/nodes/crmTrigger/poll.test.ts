import type { IDataObject } from 'n8n-workflow';

import { poll } from '../../../nodes/CrmTrigger/poll';
import { readSettings, TRIGGER_FIELDS } from '../../../nodes/CrmTrigger/settings';
import type { Row } from '../../../nodes/shared/lists';
import { addDays, platformTime } from '../../../xiaoa/shanghaiTime';
import { Host } from './n8n';

/** A poll as n8n starts it: what it reads of the node, what it asks for, and what it gives. */
let host: Host;
let nodes = 0;

beforeEach(() => {
  host = new Host();
  host.nodeId = `node ${nodes++}`;
});

const time = (daysAgo = 0, seconds = 60) =>
  platformTime(Date.now() - daysAgo * 86_400_000 - seconds * 1_000);
const today = () => time(0, 0).slice(0, 10);
const TALK = '##1@@你好#@##2@@您好#@';

/** A record in front of the list of calls. */
function add(id: number, more: Row = {}): void {
  host.lists['/api/crmList'].unshift({
    id,
    sn: `sn-${id}`,
    connected_at: time(),
    endreason: '对方挂机',
    phone: '13800138000',
    ...more,
  });
}

async function items(): Promise<IDataObject[] | null> {
  const output = await poll.call(host.context);
  return output && output[0].map(({ json }) => json);
}

const ids = async () => (await items())?.map(({ id }) => id) ?? null;
const failure = async (): Promise<Error & { description?: string }> =>
  await items().then(
    () => new Error('Nothing failed'),
    (error: Error) => error,
  );

describe('a poll', () => {
  it('gives nothing at first, then what is new', async () => {
    add(1);
    expect(await ids()).toBeNull();
    expect(await ids()).toBeNull();
    add(2);
    add(3);
    expect(await ids()).toEqual([2, 3]);
    expect(await ids()).toBeNull();
    expect(host.warnings).toEqual([]);
  });

  it('asks for the days that are watched, and for what the filters say', async () => {
    host.parameters = {
      filters: { phone: '13800138000', label: 'a' },
      options: { lookbackDays: 3 },
    };
    await items();
    expect(host.requests[0]).toEqual({
      path: '/api/crmList',
      parameters: {
        pageIndex: 0,
        pageSize: 1_000,
        start_create_at: addDays(today(), -3),
        end_create_at: addDays(today(), 2),
        phone: '13800138000',
        labelling: 'a',
      },
    });
  });

  it.each<[string, object, object]>([
    ['simplified', {}, { phone: '13800138000', sn: 'sn-2', task: null }],
    ['as the platform has it', { simplify: false }, { connected_at: expect.any(String) }],
    [
      'with the turns of the transcript',
      { includeTranscriptTurns: true },
      { transcript: [expect.anything(), expect.anything()] },
    ],
  ])('gives records %s', async (_, parameters, expected) => {
    host.parameters = parameters as IDataObject;
    await items();
    add(2, { talk_info: TALK });
    const [record] = (await items())!;
    expect(record).toMatchObject(expected);
    expect('transcript' in record).toBe('transcript' in expected);
    expect('connectedAt' in record).toBe(!('connected_at' in expected));
  });

  it('gives what is there at first when it is asked to', async () => {
    add(1);
    host.parameters = { options: { emitExisting: true } };
    expect(await ids()).toEqual([1]);
  });

  it('lets n8n do something else after each hundred records', async () => {
    await items();
    const pauses = async (count: number) => {
      for (let id = 1; id <= count; id++) add(count * 1_000 + id);
      const timers = jest.spyOn(globalThis, 'setTimeout');
      expect(await ids()).toHaveLength(count);
      const { length } = timers.mock.calls.filter(([, ms]) => ms === 0);
      timers.mockRestore();
      return length;
    };
    await pauses(10);
    const few = await pauses(50);
    expect((await pauses(250)) - few).toBe(2);
  });

  it('writes warnings with the name of the node into the log', async () => {
    host.data = { xiaoACrmTrigger: { [host.nodeId]: { Trigger: 5 } } };
    await items();
    expect(host.warnings).toEqual([
      expect.stringMatching(/^Trigger: The trigger's saved state can't be read/),
    ]);
  });

  it('keeps its state by the id of the node', async () => {
    await items();
    expect(Object.keys(host.data.xiaoACrmTrigger as object)).toEqual([host.nodeId]);
    expect(host.node).toEqual({});
    host.node = {};
    await items();
    expect(host.node).toMatchObject({ state: { version: 3, baseline: false } });
  });

  it('notes what it hands over, unless n8n keeps the state with the execution', async () => {
    const noted = async () => {
      await items();
      add(Math.floor(Math.random() * 1e9));
      await items();
      const { xiaoACrmTrigger: stored } = host.data as Record<string, Record<string, unknown>>;
      const kept = stored?.[host.nodeId] as { Trigger: object } | undefined;
      return 'handedOver' in (kept?.Trigger ?? (host.node.state as object));
    };
    expect(await noted()).toBe(true);
    host.data = {};
    host.node = {};
    const state = await noted();
    expect((host.node.state as { handedOver?: unknown }).handedOver).toBeUndefined();
    expect(state).toBe(true);
  });

  it('goes on with the state that fits the filters, of several under earlier names', async () => {
    await items();
    const names = () => (host.data.xiaoACrmTrigger as IDataObject)[host.nodeId] as IDataObject;
    const ours = names().Trigger as IDataObject;
    for (const wrong of [{ filters: 'f'.repeat(16) }, { account: 'a'.repeat(16) }]) {
      const other = { ...ours, ...wrong, lineage: 'other', serial: 9 };
      host.data = { xiaoACrmTrigger: { [host.nodeId]: { Before: ours, Other: other } } };
      await items();
      const { baseline, serial } = names().Trigger as { baseline: boolean; serial: number };
      expect(baseline).toBe(false);
      expect(serial).toBeLessThan(9);
    }
  });
});

describe('the time of a poll', () => {
  afterEach(() => jest.restoreAllMocks());

  it.each([
    [undefined, 12, 6],
    [500_000, 12, 6],
    [40_000, 8, 6],
    [20_000, 4, 4],
  ])(
    'is what n8n grants, at most a minute at first and then half of one: %p',
    async (budgetMs, first, next) => {
      host.budgetMs = budgetMs;
      host.cap = 10;
      for (let id = 1; id <= 300; id++) add(id);
      const began = Date.now();
      jest.spyOn(Date, 'now').mockImplementation(() => began + host.requests.length * 5_000);
      await items();
      expect(host.requests).toHaveLength(first);
      expect(JSON.stringify(host.data)).toContain('"baseline":true');
      // As if everything had been read, but that it is due again.
      jest.restoreAllMocks();
      const whole = host.requests.length;
      while (JSON.stringify(host.data).includes('"baseline":true')) await items();
      expect(host.requests.length).toBeGreaterThan(whole);
      const later = Date.now() + 31 * 60_000;
      host.requests = [];
      jest.spyOn(Date, 'now').mockImplementation(() => later + host.requests.length * 5_000);
      await items();
      expect(host.requests).toHaveLength(next);
    },
  );
});

describe('where n8n has not kept what a poll has written', () => {
  const names = () => (host.data.xiaoACrmTrigger as IDataObject)[host.nodeId] as IDataObject;
  const revert = (data: string) => (host.data = JSON.parse(data) as IDataObject);

  it('records that it has not taken come again', async () => {
    await items();
    const before = JSON.stringify(host.data);
    host.context.__emit([]);
    const { context } = host;
    await poll.call(context);
    context.__emit([]);
    add(1);
    expect(await ids()).toEqual([1]);
    revert(before);
    expect(await ids()).toEqual([1]);
  });

  it('what the process remembers counts where there were none', async () => {
    await items();
    const { context } = host;
    await poll.call(context);
    context.__emit([]);
    const before = JSON.stringify(host.data);
    await items();
    revert(before);
    await items();
    expect(names().Trigger).toMatchObject({ serial: 4 });
  });

  it('a poll of an activation that is over writes nothing', async () => {
    await items();
    add(1);
    const before = JSON.stringify(host.data);
    const old = host.data;
    const { context } = host;
    const { helpers } = context;
    const { httpRequestWithAuthentication: send } = helpers;
    let letGo: () => void = () => {};
    const held = new Promise<void>((resolve) => (letGo = resolve));
    helpers.httpRequestWithAuthentication = async function (...args) {
      await held;
      return (await send.apply(this, args)) as unknown;
    };
    const earlier = poll.call(context);
    await new Promise((resolve) => setTimeout(resolve, 20));
    revert(before);
    expect(await ids()).toEqual([1]);
    letGo();
    expect(await earlier).toBeNull();
    expect(JSON.stringify(old)).toBe(before);
  });
});

describe('what goes wrong', () => {
  it('is said as the platform says it', async () => {
    host.answer = () => ({ code: 20007, msg: 'no such thing', data: null });
    const error = await failure();
    expect(error.name).toBe('NodeApiError');
    expect(error.message).toContain('no such thing');
  });

  it('is said of a field that holds something else', async () => {
    host.parameters = { filters: { minScore: 'many' } };
    const error = await failure();
    expect(error.name).toBe('NodeOperationError');
    expect(error.message).toContain("'Min Score'");
  });

  it('is said of a credential that is gone', async () => {
    host.credential = new Error('Credential with ID "5" does not exist');
    const error = await failure();
    expect(error.name).toBe('NodeOperationError');
    expect(error.message).toBe('Credential with ID "5" does not exist');
    expect(error.description).toBe(
      "Check that this node's XiaoA credential exists and that this workflow may use it. The next poll tries again.",
    );
    host.credential = Object.assign(new Error('Not yours'), { description: 'Ask its owner.' });
    expect((await failure()).description).toBe('Ask its owner.');
  });

  it('has words though the error has none', async () => {
    for (const nothing of [new Error(''), Object.assign(new Error(), { message: undefined })]) {
      host.credential = nothing;
      expect((await failure()).message).toBe("Couldn't read the XiaoA credential");
    }
  });

  it('names no secret', async () => {
    const { context } = host;
    context.getMode = () => {
      throw new Error('It went wrong with secret-password in it');
    };
    const error = await poll.call(context).catch((thrown: Error) => thrown);
    expect((error as Error).message).toContain('It went wrong with');
    expect((error as Error).message).not.toContain('secret-password');
  });
});

describe('a poll that hangs', () => {
  afterEach(() => jest.restoreAllMocks());

  it('is given up with a reason, and the next one gives everything', async () => {
    await items();
    add(1);
    let letGo: () => void = () => {};
    const { context } = host;
    const { helpers } = context;
    helpers.httpRequestWithAuthentication = async () =>
      await new Promise((resolve) => (letGo = () => resolve({ statusCode: 500 })));
    const hanging = poll.call(context).catch((error: Error) => error);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const now = Date.now();
    jest.spyOn(Date, 'now').mockReturnValue(now + 11 * 60_000);
    expect(await ids()).toEqual([1]);
    expect(host.warnings).toEqual([
      "Trigger: The poll that started 11 minutes ago hasn't finished, so it was given up. This poll reads what it left.",
    ]);
    letGo();
    expect(await hanging).toBeNull();
    expect(await ids()).toBeNull();
  });

  it('says so when no other one comes', async () => {
    const { context } = host;
    context.helpers.httpRequestWithAuthentication = async () => await new Promise(() => {});
    const hanging = poll.call(context).catch((error: Error) => error);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const now = performance.now();
    jest.spyOn(performance, 'now').mockReturnValue(now + 11 * 60_000);
    const error = (await hanging) as Error & { description: string };
    expect(error.name).toBe('NodeOperationError');
    expect(error.message).toBe("The poll hasn't finished after 10 minutes");
    expect(error.description).toBe(
      'XiaoA is too slow, or a response never ends. Nothing is lost: the next poll reads everything again.',
    );
  });
});

describe('a test in the editor', () => {
  beforeEach(() => (host.mode = 'manual'));

  it('shows the newest record, and leaves the state alone', async () => {
    add(1, { connected_at: time(0, 90) });
    add(2);
    expect(await ids()).toEqual([2]);
    expect(host.data).toEqual({});
    // The list begins with the newest, so that no more is asked for.
    expect(host.requests).toHaveLength(1);
    expect(host.requests[0].parameters).toMatchObject({
      pageIndex: 0,
      pageSize: 100,
      start_create_at: today(),
      end_create_at: addDays(today(), 1),
    });
  });

  it('shows one that passes the filters', async () => {
    add(1, { score: 90 });
    add(2, { score: 20 });
    host.parameters = { filters: { minScore: 80 } };
    expect(await ids()).toEqual([1]);
  });

  it('shows one that has ended rather than a newer one that goes on', async () => {
    add(1, { connected_at: time(0, 90) });
    add(2, { connected_at: time(0, 90) });
    add(3, { endreason: '' });
    expect(await ids()).toEqual([2]);
    host.lists['/api/crmList'].splice(1);
    expect(await ids()).toEqual([3]);
  });

  it('looks back a week, then a month, and says so when there is none', async () => {
    add(1, { connected_at: time(29) });
    expect(await ids()).toEqual([1]);
    const first = () => [
      ...new Set(host.requests.map(({ parameters }) => parameters.start_create_at)),
    ];
    expect(first()).toEqual([today(), addDays(today(), -6), addDays(today(), -29)]);
    host.requests = [];
    add(2, { connected_at: time(6) });
    expect(await ids()).toEqual([2]);
    expect(first()).toEqual([today(), addDays(today(), -6)]);
    host.lists['/api/crmList'] = [];
    const error = await failure();
    expect(error.message).toBe('No call in the last 30 days matches the filters');
    expect(error.description).toBe(
      'There is no record to test with. Remove a filter, or run a calling task first. Once the workflow is published, new records arrive on their own.',
    );
  });

  it.each(['newest', 'oldest', 'none'])(
    'finds the newest of many, with %s first',
    async (order) => {
      for (let id = 1; id <= 250; id++) add(id, { connected_at: time(0, 1_000 - id) });
      const list = host.lists['/api/crmList'];
      if (order === 'oldest') list.reverse();
      if (order === 'none') list.sort((a, b) => mixed(a) - mixed(b));
      expect(await ids()).toEqual([250]);
      expect(host.requests.length > 1).toBe(order !== 'newest');
    },
  );

  it('asks for no more where it has seen all of them', async () => {
    add(1);
    expect(await ids()).toEqual([1]);
    expect(host.requests).toHaveLength(1);
  });

  it('finds it on the last of several pages', async () => {
    for (let id = 1; id <= 3_500; id++) add(id, { connected_at: time(0, 4_000 - id) });
    host.lists['/api/crmList'].reverse();
    expect(await ids()).toEqual([3_500]);
  });

  it('reads on where the first hundred do not pass', async () => {
    for (let id = 1; id <= 250; id++) {
      add(id, { score: id <= 100 ? 90 : 20, connected_at: time(0, 1_000 - id) });
    }
    host.parameters = { filters: { minScore: 80 } };
    expect(await ids()).toEqual([100]);
  });

  it('finds it without a total', async () => {
    for (let id = 1; id <= 150; id++) add(id, { connected_at: time(0, 1_000 - id) });
    const list = host.lists['/api/crmList'].reverse();
    host.answer = () => {
      const { pageIndex, pageSize } = host.requests.at(-1)!.parameters as Record<string, number>;
      return { code: 0, data: list.slice(pageIndex * pageSize, (pageIndex + 1) * pageSize) };
    };
    expect(await ids()).toEqual([150]);
  });

  it('does not read for longer than a minute', async () => {
    for (let id = 1; id <= 3_000; id++) add(id, { score: 20 });
    host.parameters = { filters: { minScore: 80 } };
    const began = Date.now();
    const now = jest
      .spyOn(Date, 'now')
      .mockImplementation(() => began + host.requests.length * 40_000);
    const error = await failure();
    now.mockRestore();
    expect(error.message).toContain('No call in the last 30 days');
    expect(host.requests.length).toBeLessThanOrEqual(12);
  });

  const mixed = ({ id }: Row) => (Number(id) * 7_919) % 1_009;
});

it('has the fields that it reads', () => {
  expect(TRIGGER_FIELDS.map(({ name }) => name)).toEqual([
    'delayNotice',
    'filters',
    'simplify',
    'includeTranscriptTurns',
    'options',
  ]);
});

describe('the settings', () => {
  const settings = async (parameters: object = {}, credential: object = {}) => {
    Object.assign(host.credential, credential);
    host.parameters = parameters as IDataObject;
    return await readSettings(host.context);
  };

  it('have defaults', async () => {
    expect(await settings()).toMatchObject({
      simplify: true,
      includeTranscriptTurns: false,
      emitExisting: false,
      lookbackDays: 1,
      rescanMs: 30 * 60_000,
    });
  });

  it('are read', async () => {
    const read = await settings({
      simplify: true,
      includeTranscriptTurns: true,
      options: { emitExisting: true, lookbackDays: 5, fullRescanMinutes: 7 },
      filters: { minScore: 80 },
    });
    expect(read).toMatchObject({
      includeTranscriptTurns: true,
      emitExisting: true,
      lookbackDays: 5,
      rescanMs: 7 * 60_000,
    });
    expect(read.query.accept!({ score: 80 })).toBe(true);
    expect(read.query.accept!({ score: 79 })).toBe(false);
  });

  it('have no turns of what is not simplified', async () => {
    const read = await settings({ simplify: false, includeTranscriptTurns: true });
    expect(read).toMatchObject({ simplify: false, includeTranscriptTurns: false });
  });

  it('have everything read at least once a day', async () => {
    const { rescanMs } = await settings({ options: { fullRescanMinutes: 5_000 } });
    expect(rescanMs).toBe(24 * 3_600_000);
  });

  it('belong to an account, but not to its password', async () => {
    const account = async (credential: object) => (await settings({}, credential)).scope.account;
    const first = await account({});
    expect(first).toMatch(/^[0-9a-f]{16}$/);
    expect(await account({ password: 'other' })).toBe(first);
    const second = await account({ username: 'other' });
    expect(second).not.toBe(first);
    expect(await account({ baseUrl: 'https://other.example' })).not.toBe(second);
    const access = { authentication: 'accessId', accessSecret: 's', accessId: 'other' };
    const third = await account(access);
    expect(third).not.toBe(await account({ authentication: 'password' }));
    expect(await account({ authentication: 'accessId', accessId: 'third' })).not.toBe(third);
  });

  it('have a form that is the same for the same filters', async () => {
    const filters = async (given: object) => (await settings({ filters: given })).scope.filters;
    const none = await filters({});
    expect(none).toMatch(/^[0-9a-f]{16}$/);
    for (const nothing of [{ label: '' }, { phone: '' }, { categories: [] }]) {
      expect([nothing, await filters(nothing)]).toEqual([nothing, none]);
    }
    const different = [
      { minScore: 80 },
      { minScore: 81 },
      { label: 'a' },
      { label: 'a, b' },
      { label: 'a, c' },
      { hasRecording: true },
      { hasRecording: false },
      { phone: '13800138000' },
      { taskSn: 'one' },
    ];
    const marks = await Promise.all(different.map(filters));
    expect(new Set([none, ...marks]).size).toBe(different.length + 1);
    expect(await filters({ minScore: '80' })).toBe(marks[0]);
    expect(await filters({ label: 'a,b' })).toBe(marks[3]);
  });

  it('has the mark that it had when a state was stored by an earlier version', async () => {
    expect((await settings()).scope).toEqual({
      account: '5c2bb7ba4df391f7',
      filters: 'c13772838c67b97c',
    });
    const { filters } = (
      await settings({ filters: { label: 'a,b', minScore: 80, hasRecording: true } })
    ).scope;
    expect(filters).toBe('87b2caa3565d1d53');
    const access = { authentication: 'accessId', accessId: 'id', accessSecret: 's' };
    expect((await settings({}, access)).scope.account).toBe('a95d01aa80186f43');
  });

  it('look a task up by its number once, and name it by its sn', async () => {
    host.lists['/api/index'] = [
      { dial_task_main_id: 77, dial_task_main_sn: 'sn-of-77' },
      { dial_task_main_id: 78, dial_task_main_sn: 'sn-of-78' },
    ];
    const asked = () => host.requests.filter(({ path }) => path === '/api/index').length;
    const named = async (taskSn: unknown) =>
      (await settings({ filters: { taskSn } })).query.parameters.dial_task_main_sn;
    expect(await named('77')).toBe('sn-of-77');
    expect(asked()).toBe(1);
    expect(await named({ __rl: true, mode: 'id', value: '77' })).toBe('sn-of-77');
    expect(asked()).toBe(1);
    expect(await named('sn-of-78')).toBe('sn-of-78');
    expect(asked()).toBe(1);
    expect(await named('78')).toBe('sn-of-78');
    expect(await named('77')).toBe('sn-of-77');
    expect(asked()).toBe(2);
    // Numbers of another account are those of other tasks.
    host.lists['/api/index'] = [{ dial_task_main_id: 77, dial_task_main_sn: 'other' }];
    Object.assign(host.credential, { username: 'somebody else' });
    expect(await named('77')).toBe('other');
    const error = await named('79').catch((thrown: Error) => thrown.message);
    expect(error).toBe('Task not found: 79');
  });
});
