import { randomUUID } from 'node:crypto';

import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';

import {
  searchAiUsers,
  searchTaskIds,
  searchTasks,
  searchTemplates,
} from '../../../nodes/shared/listSearch';
import { failureOf, Host, platformAnswer } from './host';

/** What the dropdowns offer. */
const NOW = Date.parse('2026-05-08T23:30:00+08:00');

let host: Host;
let rows: IDataObject[];

beforeEach(() => {
  jest.spyOn(Date, 'now').mockReturnValue(NOW);
  host = new Host();
  host.credentialId = randomUUID();
  rows = [];
  host.answers = [() => platformAnswer(0, { total: rows.length, list: rows })];
});

afterEach(() => jest.restoreAllMocks());

async function offered(search: typeof searchTasks, filter?: string) {
  const context = host.context as unknown as ILoadOptionsFunctions;
  return (await search.call(context, filter)).results;
}

describe('the templates', () => {
  beforeEach(() => {
    rows = [
      { sn: 'project|a', project_caption: 'Spring Sale', project_name: 'internal' },
      { sn: 'project|b', project_name: '春季回访' },
      { sn: 'project|c' },
      { project_caption: 'Without an SN' },
    ];
    host.answers = [() => platformAnswer(0, rows)];
  });

  it('are offered by their titles; those without an SN are not', async () => {
    expect(await offered(searchTemplates)).toEqual([
      { value: 'project|a', name: 'Spring Sale' },
      { value: 'project|b', name: '春季回访' },
      { value: 'project|c', name: 'project|c' },
    ]);
    expect(host.sent.map(({ options: { url, body } }) => [url, body])).toEqual([
      ['/api/getProjects', {}],
    ]);
  });

  it.each([
    ['sale', ['project|a']],
    [' SPRING ', ['project|a']],
    ['project|', ['project|a', 'project|b', 'project|c']],
    ['T|B', ['project|b']],
    ['回访', ['project|b']],
    ['internal', []],
    // What is at the end of a name and what begins the SN are two things.
    ['saleproject', []],
    [' ', ['project|a', 'project|b', 'project|c']],
  ])('are found by a part of the title or the SN: %j', async (filter, found) => {
    const results = await offered(searchTemplates, filter);
    expect(results.map(({ value }) => value)).toEqual(found);
  });

  it('are not waited for longer than half a minute', async () => {
    await offered(searchTemplates);
    expect(host.sent[0].options.timeout).toBe(30_000);
  });

  it('are an error where the platform gives none', async () => {
    host.answers = [() => platformAnswer(20007)];
    expect((await failureOf(offered(searchTemplates))).httpCode).toBe('20007');
  });
});

describe('the AI users', () => {
  it.each<[IDataObject, string]>([
    [{ user_name: 'robot-1', contact: '小安' }, 'robot-1 (小安)'],
    [{ user_name: 'robot-1', contact: 'robot-1' }, 'robot-1'],
    [{ user_name: 'robot-1' }, 'robot-1'],
    [{ contact: '小安' }, 'SYSUSER|1 (小安)'],
    [{}, 'SYSUSER|1'],
    [{ user_name: 'robot-1', expired: '2026-05-07' }, 'robot-1 · expired 2026-05-07'],
    [{ user_name: 'robot-1', expired: '2026-05-08' }, 'robot-1'],
    [{ user_name: 'robot-1', expired: '2027-01-01 00:00:00' }, 'robot-1'],
  ])('are offered by name and contact, and say when they have expired: %j', async (row, name) => {
    rows = [{ user_sn: 'SYSUSER|1', ...row }, { user_name: 'without an SN' }];
    host.answers = [() => platformAnswer(0, rows)];
    expect(await offered(searchAiUsers)).toEqual([{ value: 'SYSUSER|1', name }]);
    expect(host.sent[0].options.url).toBe('/api/getAiUsers');
  });
});

describe('the tasks', () => {
  const TASK = { dial_task_main_id: 7, dial_task_main_sn: 'sn-7', source: 'Spring' };

  it.each<[IDataObject, string]>([
    [{ created_at: '2026-05-01 09:30:15' }, 'Spring · 2026-05-01 09:30'],
    [{ created_at: '0000-00-00 00:00:00' }, 'Spring'],
    [{}, 'Spring'],
  ])('are offered by name and day, in SN or number: %j', async (more, name) => {
    rows = [
      { ...TASK, ...more },
      { source: 'without any', id: 1 },
    ];
    expect(await offered(searchTasks)).toEqual([{ value: 'sn-7', name }]);
    expect(await offered(searchTaskIds)).toEqual([{ value: '7', name }]);
  });

  it('may have no name', async () => {
    rows = [{ ...TASK, source: '' }];
    expect(await offered(searchTasks)).toEqual([{ value: 'sn-7', name: 'sn-7' }]);
    expect(await offered(searchTaskIds)).toEqual([{ value: '7', name: '7' }]);
  });

  it('are those of the last thirty days in Shanghai, today included', async () => {
    rows = [
      { ...TASK, dial_task_main_sn: 'first', created_at: '2026-04-09 00:00:00' },
      { ...TASK, dial_task_main_sn: 'before', created_at: '2026-04-08 23:59:59' },
    ].map((row, at) => ({ ...row, dial_task_main_id: at + 1 }));
    expect((await offered(searchTasks)).map(({ value }) => value)).toEqual(['first']);
    expect(host.sent[0].options).toMatchObject({
      url: '/api/index',
      body: { start_create_at: '2026-04-09', end_create_at: '2026-05-09' },
    });
  });
});
