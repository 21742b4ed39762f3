import type { Emulator } from '../../../emulator';
import { CATALOG } from '../../../emulator/manners/catalog';
import { contacts } from '../client';
import { withManners, type Caller } from './caller';

let emulator: Emulator | undefined;
afterEach(() => emulator?.close());

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

it.each(Object.keys(CATALOG))('%s answers everything without an error of its own', async (name) => {
  const errors = jest.spyOn(console, 'error').mockImplementation(() => {});
  const more = name === 'drip' ? 'drip=0' : name;
  const started = await withManners([more], { sampleData: true });
  emulator = started.emulator;
  await askAll(started.caller);
  expect(errors).not.toHaveBeenCalled();
  errors.mockRestore();
});

it('combines all of them', async () => {
  const errors = jest.spyOn(console, 'error').mockImplementation(() => {});
  const names = Object.keys(CATALOG).filter(
    (name) => !['drip', 'https-only', 'login-forbidden', 'whitelist'].includes(name),
  );
  const started = await withManners(names, { sampleData: true });
  emulator = started.emulator;
  await askAll(started.caller);
  expect(errors).not.toHaveBeenCalled();
  errors.mockRestore();
});

it('refuses names and numbers that it does not know, and changes nothing then', async () => {
  const started = await withManners(['bom']);
  emulator = started.emulator;
  for (const [manner, words] of [
    ['x', "There is no manner 'x'"],
    ['toString', "There is no manner 'toString'"],
    ['bom=1', "The manner 'bom' takes no number"],
    ['row-limit=x', "The manner 'row-limit' takes a number"],
  ]) {
    expect(() => emulator!.configure({ maxWaiting: 1, manners: [manner] })).toThrow(words);
  }
  expect((await started.caller.post('index')).text).toMatch(/^\uFEFF/);
});

it('is as documented again when they are switched off', async () => {
  const started = await withManners(['row-limit=2', 'page-cut=1', 'signs-raw']);
  emulator = started.emulator;
  emulator.configure({ keyLifetimeSeconds: 60 });
  emulator.configure({ manners: [] });
  const client = started.caller.client;
  expect(await client.addJson(contacts(3))).toMatchObject({ code: 0 });
  expect(await client.post('crmList', { phone: '春' })).toMatchObject({ code: 0 });
});
