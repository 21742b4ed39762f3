import { randomUUID } from 'node:crypto';

import {
  AI_USERS,
  CALL_RECORDS,
  CRM_RECORDS,
  fetchPage,
  readRows,
  shape,
  TASKS,
  TEMPLATES,
  type Row,
} from '../../../nodes/shared/lists';
import { ENDPOINTS } from '../../../xiaoa/endpoints';
import { failureOf, Host, platformAnswer, quickSleep, type Sent } from './host';

let host: Host;
/** The largest page that the platform gives without a complaint. */
let cap: number;
let rows: Row[];
/** What the platform says of how many there are. */
let total: number | undefined;
/** Each run has a time of its own: something is remembered without a credential, too. */
let later = Date.now();

beforeEach(() => {
  host = new Host();
  cap = Infinity;
  rows = rowsOf(3);
  total = undefined;
  quickSleep();
  host.answers = [answer];
  // What a server takes is remembered by its credential.
  host.credentialId = randomUUID();
});
afterEach(() => jest.restoreAllMocks());

const rowsOf = (count: number): Row[] =>
  Array.from({ length: count }, (_, at) => ({
    dial_task_main_id: at + 1,
    dial_task_main_sn: `sn-${at + 1}`,
  }));

const askedFor = ({ options }: Sent) => options.body as { pageIndex: number; pageSize: number };

function answer(sent: Sent) {
  const { pageIndex, pageSize } = askedFor(sent);
  if (pageSize > cap) return platformAnswer(20002, null, {}, 'page too large');
  const list = rows.slice(pageIndex * pageSize, (pageIndex + 1) * pageSize);
  return platformAnswer(0, { total: total ?? rows.length, list });
}

const sizes = () => host.sent.splice(0).map((sent) => askedFor(sent).pageSize);

describe('a page', () => {
  const page = async (pageIndex: number, pageSize: number, endpoint = ENDPOINTS.tasks) =>
    await fetchPage(
      host.context,
      { endpoint, parameters: { status: 1 }, itemIndex: 4, connection: { timeout: 7 } },
      { pageIndex, pageSize },
    );

  it('is asked for with what the list is asked for', async () => {
    expect(await page(0, 2)).toEqual({ rows: rows.slice(0, 2), total: 3 });
    expect(await page(1, 2)).toEqual({ rows: rows.slice(2), total: 3 });
    const [{ options }] = host.sent;
    expect(JSON.stringify(options.body)).toBe('{"pageIndex":0,"pageSize":2,"status":1}');
    expect(options).toMatchObject({ url: '/api/index', timeout: 7 });
    host.node = { credentials: {} };
    expect((await page(0, 2)).rows).toHaveLength(2);
  });

  it('is smaller where the platform refuses it, and from then on', async () => {
    cap = 50;
    expect((await page(0, 1_000)).rows).toHaveLength(3);
    expect(sizes()).toEqual([1_000, 100, 50]);
    await page(0, 1_000);
    await page(0, 20);
    await page(1, 50);
    expect(sizes()).toEqual([50, 20, 50]);
    cap = 10;
    await page(0, 30);
    expect(sizes()).toEqual([30, 20, 10]);
    cap = 20;
    await page(0, 20);
    expect(sizes()).toEqual([10]);
  });

  it('is as small as the smallest, or refused', async () => {
    cap = 5;
    await page(0, 1_000);
    expect(sizes()).toEqual([1_000, 100, 50, 20, 10, 5]);
    host.credentialId = randomUUID();
    cap = 4;
    const error = await failureOf(page(0, 1_000));
    expect(sizes()).toEqual([1_000, 100, 50, 20, 10, 5]);
    expect(error.httpCode).toBe('20002');
    expect(error).toMatchObject({ context: { itemIndex: 4 } });
    expect((await failureOf(page(0, 5))).httpCode).toBe('20002');
    expect(sizes()).toEqual([5]);
  });

  it('further on has to have the same size, or the list is read from its beginning', async () => {
    cap = 50;
    const error = await failureOf(page(1, 1_000));
    expect([error.name, error.message]).toEqual([
      'XiaoAInconsistentList',
      'Pages of this size are refused',
    ]);
    expect(sizes()).toEqual([1_000]);
    cap = 4;
    expect((await failureOf(page(1, 5))).httpCode).toBe('20002');
    expect((await failureOf(page(1, 6))).name).toBe('XiaoAInconsistentList');
  });

  it('is not smaller where it is refused for anything else', async () => {
    host.answers = [() => platformAnswer(30011)];
    for (const index of [0, 1]) expect((await failureOf(page(index, 9))).httpCode).toBe('30011');
    expect(sizes()).toEqual([9, 9]);
  });

  it('is remembered for six hours, of each list and each account', async () => {
    let now = (later += 7 * 24 * 3_600_000);
    jest.spyOn(Date, 'now').mockImplementation(() => now);
    cap = 100;
    await page(0, 1_000);
    const { credentialId } = host;
    await page(0, 1_000, ENDPOINTS.crmRecords);
    host.credentialId = undefined;
    await page(0, 1_000);
    expect(sizes()).toEqual([1_000, 100, 1_000, 100, 1_000, 100]);
    cap = Infinity;
    await page(0, 1_000);
    host.credentialId = credentialId;
    now += 6 * 3_600_000 - 1;
    await page(0, 1_000);
    now += 1;
    await page(0, 1_000);
    expect(sizes()).toEqual([100, 100, 1_000]);
  });
});

describe('the rows of a list', () => {
  it('may come in one piece', async () => {
    rows = [{ user_sn: 'a' }, { user_sn: 'b' }, { user_sn: 'c' }];
    host.answers = [() => platformAnswer(0, rows)];
    expect(await readRows(host.context, AI_USERS, { parameters: { x: 1 } })).toEqual(rows);
    expect(host.sent.map(({ options }) => options.body)).toEqual([{ x: 1 }]);
    const accept = ({ user_sn: sn }: Row) => sn !== 'a';
    const options = { limit: 1, make: ({ user_sn: sn }: Row) => sn };
    expect(await readRows(host.context, AI_USERS, { parameters: {}, accept }, options)).toEqual([
      'b',
    ]);
    expect(await readRows(host.context, TEMPLATES, { parameters: {} })).toEqual(rows);
    expect(host.sent.at(-1)!.options.url).toBe('/api/getProjects');
    expect(shape(TEMPLATES, { sn: 'project|1' }, true)).toMatchObject({ sn: 'project|1' });
  });

  it.each<[number | undefined, boolean, number]>([
    [undefined, false, 1_000],
    [undefined, true, 1_000],
    [3, false, 3],
    [3, true, 100],
    [200, true, 200],
    [5_000, false, 1_000],
    [5_000, true, 1_000],
  ])('up to %p, filtered here: %p, come in pages of %i', async (limit, filtered, size) => {
    const query = { parameters: {}, ...(filtered ? { accept: () => true } : {}) };
    const read = await readRows(host.context, TASKS, query, { limit });
    expect(read).toEqual(rows);
    expect(sizes()[0]).toBe(size);
  });

  it('are each given once, as they are to be kept', async () => {
    rows = [...rowsOf(4), ...rowsOf(2)];
    const make = ({ dial_task_main_id: id }: Row) => id;
    const accept = ({ dial_task_main_id: id }: Row) => id !== 3;
    expect(await readRows(host.context, TASKS, { parameters: {}, accept }, { make })).toEqual([
      1, 2, 4,
    ]);
  });

  it('that are missing are told in the log', async () => {
    total = 5;
    await readRows(host.context, TASKS, { parameters: {} });
    expect(host.warnings).toEqual([
      'XiaoA reports 5 rows at /api/index, but gave 3 after reading all pages again',
    ]);
  });

  it('are asked for several pages at a time where nothing else is asked for', async () => {
    rows = rowsOf(9_000);
    for (const alone of [true, false]) {
      let [now, most] = [0, 0];
      host.answers = [
        async (sent) => {
          now += 1;
          most = Math.max(most, now);
          await new Promise((resolve) => setImmediate(resolve));
          now -= 1;
          return await answer(sent);
        },
      ];
      expect(await readRows(host.context, TASKS, { parameters: {} }, { alone })).toHaveLength(
        9_000,
      );
      expect(most).toBe(alone ? 5 : 1);
    }
  });

  it('are told apart by number and SN, as far as there are any', () => {
    for (const [{ keyOf }, id, sn] of [
      [TASKS, 'dial_task_main_id', 'dial_task_main_sn'],
      [CALL_RECORDS, 'cdr_id', 'cdr_sn'],
      [CRM_RECORDS, 'id', 'sn'],
    ] as const) {
      expect(keyOf!({ [id]: 5, [sn]: 'a' })).toBe('5 a');
      expect(keyOf!({ [id]: 5 })).toBe('5');
      expect(keyOf!({ [id]: 0, [sn]: 'a' })).toBe('a');
      expect(keyOf!({ [id]: '0', [sn]: 'a' })).toBe('a');
      expect(keyOf!({ [sn]: 'a' })).toBe('a');
      expect(keyOf!({})).toBeUndefined();
    }
  });

  it('are shown as people want them, or as they came', () => {
    const row = { dial_task_main_id: 5, status: 0 };
    expect(shape(TASKS, row, false)).toBe(row);
    expect(shape(TASKS, row, true)).toMatchObject({ id: 5 });
    expect(shape(TASKS, row, true, { status: 4 })).toMatchObject({ status: 'paused' });
  });
});
