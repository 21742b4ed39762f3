import type { Emulator } from '../../../emulator';
import { CATALOG } from '../../../emulator/manners/catalog';
import { sampled } from '../../support/randomRuns';
import { contacts } from '../client';
import { withManners, type Caller } from './caller';

let emulator: Emulator;
let caller: Caller;
beforeAll(async () => {
  ({ emulator, caller } = await withManners([], { sampleData: true }));
});
afterAll(() => emulator.close());
afterEach(() => emulator.configure({ manners: [] }));

/** Everything once. */
async function askAll(caller: Caller): Promise<void> {
  await caller.login();
  const [record] = caller.emulator.crmRecords;
  const { recordpath, recordfile, sn, connected_at } = record;
  for (const endpoint of ['index', 'getAiUsers', 'getProjects', 'cdrlist', 'crmList']) {
    await caller.post(endpoint, { pageIndex: '0', pageSize: '20' });
  }
  await caller.post('crmList', { phone: '1' });
  await caller.post('cdrshow', { accounts_sn: sn, recordpath, recordfile, connected_at });
  await caller.post('operateTask', { project_type: '2', pkeys: '1', oper: 'stop' });
  await caller.post('addJson', {
    project_sn: caller.emulator.templates[0].sn,
    source: '春季',
    ai_user_sn: caller.emulator.aiUsers[0].user_sn,
    client_info_json: JSON.stringify({ data: contacts(3) }),
  });
  await (await caller.get('cdrDownload', { recordpath, recordfile })).arrayBuffer();
  const template = await caller.get('exportModel', {
    project_sn: caller.emulator.templates[0].sn,
  });
  await template.arrayBuffer();
}

/** A list that comes byte by byte would take a minute. */
const NAMES = Object.keys(CATALOG).filter((name) => name !== 'drip');

it.each(sampled(NAMES, 3))('%s answers everything without an error of its own', async (name) => {
  const errors = jest.spyOn(console, 'error').mockImplementation(() => {});
  emulator.configure({ manners: [name] });
  await askAll(caller);
  expect(errors).not.toHaveBeenCalled();
  errors.mockRestore();
});

it('combines all of them', async () => {
  const errors = jest.spyOn(console, 'error').mockImplementation(() => {});
  emulator.configure({
    manners: NAMES.filter((name) => !['https-only', 'login-forbidden', 'whitelist'].includes(name)),
  });
  await askAll(caller);
  expect(errors).not.toHaveBeenCalled();
  errors.mockRestore();
});

it('refuses names and numbers that it does not know, and changes nothing then', async () => {
  emulator.configure({ manners: ['bom'] });
  for (const [manner, words] of [
    ['x', "There is no manner 'x'"],
    ['toString', "There is no manner 'toString'"],
    ['bom=1', "The manner 'bom' takes no number"],
    ['row-limit=x', "The manner 'row-limit' takes a number"],
  ]) {
    expect(() => emulator.configure({ maxWaiting: 1, manners: [manner] })).toThrow(words);
  }
  expect((await caller.post('index')).text).toMatch(/^\uFEFF/);
});

it('is as documented again when they are switched off', async () => {
  emulator.configure({ manners: ['row-limit=2', 'page-cut=1', 'signs-raw'] });
  emulator.configure({ keyLifetimeSeconds: 7_000 });
  emulator.configure({ manners: [] });
  await caller.login();
  expect(await caller.client.addJson(contacts(3))).toMatchObject({ code: 0 });
  expect(await caller.client.post('crmList', { phone: '春' })).toMatchObject({ code: 0 });
});
