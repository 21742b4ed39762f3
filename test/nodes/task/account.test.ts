import { randomUUID } from 'node:crypto';

import { XiaoATask } from '../../../nodes/Task/XiaoATask.node';
import type { Session } from '../../../xiaoa/session/session';
import { failureOf, platformAnswer, sessionOf } from '../shared/host';
import { NodeHost } from '../shared/nodeHost';

/** What is told of the credential's account: what the stored session knows, without its secrets. */
const NOON = Date.parse('2026-11-27T12:00:00+08:00');

let host: NodeHost;

beforeEach(() => {
  host = new NodeHost(new XiaoATask());
  host.credentialId = randomUUID();
});

async function account(session: Partial<Session>) {
  host.store(sessionOf('the-key', session));
  const [{ json }] = await host.run('getAccount');
  return json;
}

it('is one item for all input items', async () => {
  host.store(sessionOf('the-key', { expiresAt: NOON }));
  const items = await host.run('getAccount', [{}, {}]);
  expect(items).toMatchObject([{ pairedItem: [{ item: 0 }, { item: 1 }] }]);
  expect(host.sent).toHaveLength(1);
});

it('has what the login said, and what was found out about the server', async () => {
  const json = await account({
    profile: { team_name: 'Team', expired: '2027-01-31', ai_count: 3 },
    form: 'raw',
    expiresAt: NOON,
    clockAheadMs: -3_600_400,
  });
  expect(json).toEqual({
    team_name: 'Team',
    expired: '2027-01-31',
    ai_count: 3,
    user_sn: 'SYSUSER|1',
    signatureEncoding: 'raw',
    keyValidUntil: '2026-11-27T12:00:00+08:00',
    clockDifferenceSeconds: -3600,
  });
});

it('has no secret that a login tells', async () => {
  const profile = {
    api_key: 'a',
    accessToken: 'b',
    PASSWORD: 'c',
    client_secret: 'd',
    sessionId: 'e',
    team_name: 'Team',
  };
  const json = await account({ profile, expiresAt: NOON });
  expect(Object.keys(json)).toEqual([
    'team_name',
    'user_sn',
    'signatureEncoding',
    'keyValidUntil',
    'clockDifferenceSeconds',
  ]);
  expect(JSON.stringify(json)).not.toContain('the-key');
});

it('says so where the clocks have not been compared', async () => {
  expect(await account({ expiresAt: NOON })).toMatchObject({ clockDifferenceSeconds: null });
});

it('is told where XiaoA does not let the account list tasks', async () => {
  host.answers = [() => platformAnswer(20007)];
  expect(await account({ expiresAt: NOON })).toMatchObject({ user_sn: 'SYSUSER|1' });
});

it('is not told while XiaoA refuses for another reason', async () => {
  host.answers = [() => platformAnswer(50001)];
  const error = await failureOf(account({ expiresAt: NOON }));
  expect(error.message).toContain('50001');
  expect(error.context.itemIndex).toBe(0);
});

it('needs nothing to be filled in', () => {
  const { properties } = host.nodeType.description;
  const own = properties.filter(({ displayOptions }) =>
    displayOptions?.show?.operation?.includes('getAccount'),
  );
  expect(own).toEqual([]);
});

it('is called so in the list of operations', () => {
  const { properties } = host.nodeType.description;
  const { options } = properties.find(({ name }) => name === 'operation')!;
  expect(options).toContainEqual(
    expect.objectContaining({
      name: 'Get Account',
      value: 'getAccount',
      action: 'Get account',
      description: expect.stringContaining('license end') as string,
    }),
  );
});
