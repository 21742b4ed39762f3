import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { IDataObject } from 'n8n-workflow';

import { loadEngine, type Engine } from '../support/engine';
import { fakeClock } from '../support/onlyClock';
import { sampled } from '../support/randomRuns';

/** Lists that contradict themselves, and ids of every kind: a server in a few lines that can be as odd as needed. */
interface Row extends IDataObject {
  phone: string;
}
type List = (rows: readonly Row[], page: { index: number; size: number }) => object;

const TASK = { dial_task_main_id: 4711, dial_task_main_sn: 'task|abc', source: 'Spring' };
const HOUR = 3_600_000;

let engine: Engine;
let server: Server;
let baseUrl: string;
/** The newest call first. */
let rows: Row[];
let list: List;
let requests: Array<{ path: string; body: IDataObject }>;

let name: string;
let credentials: ReturnType<Engine['credentials']['add']>;
let staticData: IDataObject;
let warnings: string[];
let tests = 0;

beforeAll(async () => {
  fakeClock();
  engine = await loadEngine();
  server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const body = JSON.parse(text) as IDataObject;
      const data = answer(String(request.url), body);
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ code: 0, msg: '', data }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}, 60_000);

afterAll(() => {
  server.closeAllConnections();
  server.close();
  jest.useRealTimers();
});

beforeEach(() => {
  jest.setSystemTime(Date.parse('2026-05-08T12:00:00+08:00'));
  rows = [];
  requests = [];
  list = paged({});
  staticData = {};
  warnings = [];
  name = `server ${++tests}`;
  credentials = account(name);
});

function answer(path: string, body: IDataObject): object {
  if (path.includes('login')) {
    const expiry = Math.floor(Date.now() / 1000) + 7_200;
    const user = { user_name: 'u', user_sn: `SYSUSER|${'a'.repeat(32)}` };
    return { ...user, api_key: `key ${Date.now()}`, api_key_expire: expiry };
  }
  requests.push({ path, body });
  if (path.includes('index')) return { total: 1, list: [TASK] };
  return list(rows, { index: Number(body.pageIndex), size: Number(body.pageSize) });
}

function paged({
  cap = Infinity,
  total = (count) => count,
}: {
  cap?: number;
  total?: (count: number, onPage: number) => unknown;
}): List {
  return (all, { index, size: wanted }) => {
    const size = Math.min(wanted, cap);
    const page = all.slice(index * size, (index + 1) * size);
    return { total: total(all.length, page.length), list: page };
  };
}

function account(username: string) {
  return engine.credentials.add(username, { baseUrl, username, password: 'secret' } as never);
}

async function poll({
  parameters = {},
  used = credentials,
  nodeName = 'Trigger',
}: { parameters?: object; used?: typeof credentials; nodeName?: string } = {}): Promise<unknown[]> {
  const output = await engine.poll({
    parameters: parameters as never,
    credentials: used,
    staticData,
    nodeName,
    workflowId: name,
    warn: (message) => warnings.push(message),
  });
  return output?.[0].map(({ json }) => json.phone) ?? [];
}

async function polls(count: number, minutes: number): Promise<unknown[]> {
  const given: unknown[] = [];
  for (let made = 0; made < count; made++) {
    given.push(...(await poll()));
    jest.setSystemTime(Date.now() + minutes * 60_000);
  }
  return given;
}

let calls = 0;

/** @returns their phones */
function add(count: number, more: (nth: number) => IDataObject = () => ({})): string[] {
  return Array.from({ length: count }, (_, nth) => {
    const at = new Date(Date.now() + 8 * HOUR).toISOString().slice(0, 19).replace('T', ' ');
    const id = ++calls;
    const phone = `138${String(id).padStart(8, '0')}`;
    const times = { created_at: at, connected_at: at, disconnected_at: at };
    const ended = { ...times, endreason: '对方挂机', score: 90 };
    rows.unshift({ id, sn: `account|${id}`, phone, ...ended, ...more(nth) });
    return phone;
  });
}

describe('a total', () => {
  const TOTALS: Record<string, (count: number, onPage: number) => unknown> = {
    'is text with spaces': (count) => ` ${count}`,
    'is missing': () => undefined,
    'is always 0': () => 0,
    'counts the rows of the page': (_, onPage) => onPage,
    'counts more than the list has': (count) => count + 1_000,
    'goes no further than 15': (count) => Math.min(count, 15),
  };

  const CASES = Object.keys(TOTALS).flatMap((about) =>
    [Infinity, 7, 1].map((cap) => [about, cap] as const),
  );
  it.each(sampled(CASES, 2))('that %s hides nothing, with %d rows a page', async (about, cap) => {
    list = paged({ cap, total: TOTALS[about] });
    add(12);
    expect(await poll()).toEqual([]);
    const few = add(5);
    expect((await polls(2, 1)).sort()).toEqual(few);
    const many = add(30);
    expect((await polls(5, 11)).sort()).toEqual(many);
  });

  it('that is right costs one question more in a full reading, and none in a poll', async () => {
    add(50);
    await poll();
    expect(requests.at(-1)!.body).toMatchObject({ pageIndex: '50', pageSize: '1' });
    requests = [];
    await poll();
    expect(requests).toHaveLength(1);
  });

  it('that is right is believed where the last row is given again behind the end', async () => {
    const page = paged({});
    list = (all, { index, size }) => {
      const last = Math.max(0, Math.ceil(all.length / size) - 1);
      return page(all, { index: Math.min(index, last), size });
    };
    add(50);
    await poll();
    requests = [];
    const added = add(2);
    expect(await poll()).toEqual(added);
    expect(await poll()).toEqual([]);
    expect(requests).toHaveLength(2);
  });
});

describe('ids', () => {
  const IDS: Record<string, (nth: number) => IDataObject> = {
    'of 22 digits, without an SN': (nth) => ({ id: `90071992547409930000${10 + nth}`, sn: null }),
    'around 2^53 as text': (nth) => ({ id: String(9007199254740985n + BigInt(nth)), sn: '' }),
    'below 0': (nth) => ({ id: -5 - nth, sn: null }),
    'that are fractions': (nth) => ({ id: nth + 0.5, sn: null }),
    'that are fractions as text': (nth) => ({ id: `${nth}.5`, sn: null }),
    'that are UUIDs': (nth) => ({ id: `550e8400-e29b-41d4-a716-4466554400${10 + nth}`, sn: null }),
    'with spaces around': (nth) => ({ id: ` ${nth + 1} `, sn: null }),
    'in exponents': (nth) => ({ id: `1.${10 + nth}e30`, sn: null }),
    'in hexadecimal': (nth) => ({ id: `0x${10 + nth}`, sn: null }),
    'that are objects': () => ({ id: { a: 1 } }),
    'that are true': () => ({ id: true }),
    'that are missing, with an SN': () => ({ id: null }),
    'that are missing, without an SN': () => ({ id: undefined, sn: undefined }),
    'that are 0, without an SN': () => ({ id: 0, sn: null }),
    'that are one for all': () => ({ id: 77 }),
    'that differ beside one SN for all': () => ({ sn: 'account|same' }),
    'of calls without any time': () => ({
      ...{ connected_at: '', disconnected_at: null, created_at: null },
      endreason: '空号',
    }),
  };

  it.each(
    Object.keys(IDS).flatMap((about) =>
      (['newest', 'oldest'] as const).map((order) => [about, order] as const),
    ),
  )('%s let each record come once, with the %s first', async (about, order) => {
    const page = paged({});
    if (order === 'oldest') list = (all, asked) => page([...all].reverse(), asked);
    add(3, (nth) => IDS[about](nth + 40));
    expect(await poll()).toEqual([]);
    const added = add(20, IDS[about]);
    expect((await polls(6, 11)).sort()).toEqual(added);
  });

  it('let each record come once while the order of the list changes', async () => {
    const page = paged({ cap: 20 });
    const orders: Array<(all: readonly Row[]) => Row[]> = [
      (all) => [...all].reverse(),
      (all) => [...all],
      (all) =>
        [...all].sort((a, b) => ((Number(a.id) * 7919) % 101) - ((Number(b.id) * 7919) % 101)),
      (all) => [...all].reverse(),
    ];
    add(50);
    await poll();
    for (const order of orders) {
      list = (all, asked) => page(order(all), asked);
      const added = add(30);
      expect((await polls(3, 1)).sort()).toEqual(added);
    }
  });
});

describe('two records of one id that come one after the other', () => {
  it.each([
    ['a new name', () => ({ nodeName: 'Leads' })],
    [
      'a restart',
      () => {
        // What a process remembers, it remembers by the workflow.
        name = `${name}, restarted`;
        staticData = JSON.parse(JSON.stringify(staticData)) as IDataObject;
        return {};
      },
    ],
  ])('come once each over %s', async (_, happen) => {
    add(3);
    await poll();
    const id = calls + 100;
    const first = add(1, () => ({ id }));
    expect(await poll()).toEqual(first);
    const later = happen();
    jest.setSystemTime(Date.now() + 60_000);
    const second = add(1, () => ({ id }));
    expect(await poll(later)).toEqual(second);
    expect(await poll(later)).toEqual([]);
  });
});

describe('the filter by task', () => {
  const parameters = { filters: { taskSn: { __rl: true, mode: 'id', value: '4711' } } };

  it('takes a number, and looks it up once', async () => {
    await poll({ parameters });
    await poll({ parameters });
    expect(requests.filter(({ path }) => path.includes('index'))).toHaveLength(1);
    const asked = requests.filter(({ path }) => path.includes('crmList'));
    expect(new Set(asked.map(({ body }) => body.dial_task_main_sn))).toEqual(new Set(['task|abc']));
  });

  it('is the same filter whether it names the number or the SN', async () => {
    await poll({ parameters });
    const added = add(2);
    const sn = { filters: { taskSn: { __rl: true, mode: 'id', value: 'task|abc' } } };
    expect(await poll({ parameters: sn })).toEqual(added);
  });

  it('says so when there is no task with this number', async () => {
    const other = { filters: { taskSn: { __rl: true, mode: 'id', value: '4712' } } };
    await expect(poll({ parameters: other })).rejects.toThrow('Task not found: 4712');
  });
});

describe('what is remembered', () => {
  it.each(['constructor', '__proto__', 'toString'])(
    'is found by a node that is named %s',
    async (nodeName) => {
      add(3);
      expect(await poll({ nodeName })).toEqual([]);
      staticData = JSON.parse(JSON.stringify(staticData)) as IDataObject;
      const added = add(2);
      expect(await poll({ nodeName })).toEqual(added);
      expect(warnings).toEqual([]);
    },
  );

  it.each<[unknown]>([
    ['text'],
    [[]],
    [{ Trigger: 5 }],
    [{ Trigger: { Trigger: null } }],
    [{ Trigger: { Trigger: [] } }],
    [{ Trigger: { Trigger: { version: 3 } } }],
    [{ Trigger: { Trigger: { version: '3', seen: { '2026-05-08': '' } } } }],
  ])('may be written by hand: %j', async (state) => {
    staticData = { global: { xiaoACrmTrigger: state as IDataObject } };
    add(5);
    expect(await poll()).toEqual([]);
    const added = add(2);
    expect(await poll()).toEqual(added);
  });

  it('belongs to the account: another one begins anew, and so does the first one again', async () => {
    add(2);
    await poll();
    const other = account(`${name}, other`);
    expect(await poll({ used: other })).toEqual([]);
    const added = add(2);
    expect(await poll({ used: other })).toEqual(added);
    expect(await poll()).toEqual([]);
    const more = add(2);
    expect(await poll()).toEqual(more);
  });

  it('of two earlier names is the later one, also when another account came in between', async () => {
    add(2);
    for (let times = 0; times < 3; times++) await poll({ nodeName: 'One' });
    const other = account(`${name}, other`);
    await poll({ nodeName: 'Two', used: other });
    const added = add(2);
    const parameters = { filters: { minTalkSeconds: 0 } };
    expect(await poll({ nodeName: 'Two', used: other })).toEqual(added);
    // Neither state fits these filters, so the later one goes on.
    expect(await poll({ nodeName: 'Three', used: other, parameters })).toEqual([]);
    rows.forEach((row) => (row.talktimes = 5));
    expect(await poll({ nodeName: 'Three', used: other, parameters })).toEqual([]);
  });

  it('survives a clock that is a day behind, a month ahead, and right again', async () => {
    add(5);
    await poll();
    for (const days of [-1, 31, -1]) {
      jest.setSystemTime(Date.now() + days * 24 * HOUR);
      await polls(2, 1);
      jest.setSystemTime(Date.now() - days * 24 * HOUR);
      const added = add(3);
      expect((await polls(4, 11)).sort()).toEqual(added);
    }
  });

  it('holds calls that had not ended when the filters changed', async () => {
    await poll();
    const [phone] = add(1, () => ({ endreason: '', disconnected_at: '', score: null }));
    expect(await poll()).toEqual([]);
    const parameters = { filters: { minTalkSeconds: 0 } };
    expect(await poll({ parameters })).toEqual([]);
    jest.setSystemTime(Date.now() + 3 * 60_000);
    Object.assign(rows[0], { endreason: '对方挂机', score: 5 });
    expect(await poll({ parameters })).toEqual([phone]);
  });
});

it('a list without a total and without an end is left when the time of the poll is over', async () => {
  const page = paged({});
  list = (all, { index, size }) => {
    jest.setSystemTime(Date.now() + 3_000);
    const { list: found } = page(all, { index, size }) as { list: Row[] };
    const more = Array.from({ length: size - found.length }, (_, at) => ({
      id: 1e12 + index * size + at,
      ...{ connected_at: '2026-05-07 01:00:00', endreason: '空号' },
    }));
    return { list: [...found, ...more] };
  };
  // As long as it takes the calls that are there for known, a poll has five minutes.
  const start = Date.now();
  await poll();
  expect(Date.now() - start).toBeLessThan(310_000);
  expect(requests.length).toBeLessThan(110);
});
