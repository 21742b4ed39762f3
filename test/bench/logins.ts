/**
 * How often the package logs in when 1,000 items start at once, in a real n8n: with no key yet, with one that has
 * expired, and with one that somebody else's login has replaced.
 */
import { createCredential } from '../../demo/n8n/credentials';
import { succeeded, type Lab, type Timed } from './support/lab';
import type { Line } from './support/table';

const ITEMS = 1_000;

export async function countLogins(lab: Lab): Promise<Line[]> {
  const { emulator, rest } = lab;
  const account = { username: 'bench', password: 'bench-password' };
  emulator.addAccount(account);
  const credential = await createCredential(rest, {
    name: 'Bench',
    type: 'xiaoAApi',
    data: { baseUrl: emulator.url, ...account, signatureEncoding: 'escaped' },
  });
  const run = await lab.workflow(
    [
      {
        name: 'List',
        type: 'xiaoATask',
        parameters: { resource: 'task', operation: 'getAiUsers', returnAll: true },
      },
    ],
    `Array.from({ length: ${ITEMS} }, (_, index) => ({ index }))`,
    credential,
  );
  const lines: Line[] = [];
  for (const [state, prepare] of [
    ['no key', () => {}],
    ['an expired key', () => emulator.expireKeys()],
    ['a replaced key', () => emulator.replaceKey(account.username)],
  ] as const) {
    prepare();
    const { List } = succeeded(await run()).nodes;
    expectAll(List, emulator.aiUsers.length);
    // Of this account alone: the demo's own trigger goes on polling with another one.
    const logins = emulator
      .requestsTo('/api/login')
      .filter(({ params }) => params.username === account.username).length;
    lines.push({
      what: `logins for ${ITEMS} items, ${state}`,
      against: '–',
      goal: '1',
      figure: String(logins),
      absolute: `${(List.ms / 1000).toFixed(2)} s`,
      met: logins === 1,
    });
    console.error(`  ${state}: ${logins} logins, ${List.ms} ms`);
  }
  return lines;
}

function expectAll({ items }: Timed['nodes'][string], aiUsers: number): void {
  if (items !== ITEMS * aiUsers) throw new Error(`${items} AI users came for ${ITEMS} items`);
}
