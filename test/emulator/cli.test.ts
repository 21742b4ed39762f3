import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';

import { CATALOG } from '../../emulator/manners/catalog';

const ROOT = resolve(__dirname, '../..');
const running: ChildProcess[] = [];

/** Starts the command as a user does. */
function start(...options: string[]): { child: ChildProcess; printed: () => string } {
  const child = spawn(process.execPath, ['--import', 'tsx', 'emulator/cli.ts', ...options], {
    cwd: ROOT,
  });
  running.push(child);
  let text = '';
  child.stdout!.on('data', (chunk: Buffer) => (text += chunk.toString()));
  child.stderr!.on('data', (chunk: Buffer) => (text += chunk.toString()));
  return { child, printed: () => text };
}

async function ready(printed: () => string): Promise<string> {
  for (let waited = 0; waited < 30_000; waited += 50) {
    const match = /^XiaoA emulator: (http:\/\/\S+)$/m.exec(printed());
    if (match) return match[1];
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`It did not get ready: ${printed()}`);
}

/** The exit status of the command, and all that it printed. */
async function ended(...options: string[]): Promise<[number, string]> {
  const { child, printed } = start(...options);
  const [code] = (await once(child, 'close')) as [number];
  return [code, printed()];
}

afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL');
});

async function stateOf(url: string, printed: string): Promise<Record<string, unknown>> {
  const [, key] = /control key: +([0-9a-f]{32})$/m.exec(printed)!;
  const response = await fetch(`${url}/emulator/state`, { headers: { 'x-control-key': key } });
  return (await response.json()) as Record<string, unknown>;
}

it('says where it is and who may log in, and that its port is taken, and stops when told', async () => {
  const own = ['--username', 'anna', '--page-cap', '7', '--no-sample-data'];
  const { child, printed } = start('--port', '0', ...own);
  const url = await ready(printed);
  expect(printed()).toMatch(/anna[\s\S]*demo-password/);
  expect(await stateOf(url, printed())).toMatchObject({
    behaviour: { paging: { maxPageSize: 7, index: 'page' } },
    crmRecords: 0,
    tasks: [],
  });
  expect(await ended('--port', new URL(url).port)).toEqual([
    1,
    expect.stringMatching(/^XiaoA emulator: Port \d+ is taken.*\n$/),
  ]);
  child.kill('SIGTERM');
  const [code] = (await once(child, 'exit')) as [number];
  expect(code).toBe(0);
});

it('can be quiet', async () => {
  const { printed } = start('--port', '0', '--quiet');
  const url = await ready(printed);
  expect(printed()).toBe(`XiaoA emulator: ${url}\n`);
});

it('takes manners, lists them, and warns where it lets everybody in', async () => {
  const { printed } = start(
    ...['--port', '0', '--host', '0.0.0.0', '--tls'],
    ...['--manner', 'signs-raw,row-limit=7000', '--manner', 'bom'],
  );
  const { behaviour, crmRecords } = await stateOf(await ready(printed), printed());
  expect(crmRecords).toBeGreaterThan(0);
  expect(behaviour).toMatchObject({
    manners: ['signs-raw', 'row-limit=7000', 'bom'],
    signatureEncoding: 'raw',
    maxRowsPerImport: 7000,
  });
  expect(printed()).toContain('--host 0.0.0.0 lets everybody in');
  expect(printed()).toMatch(/behind TLS: +https:\/\/127\.0\.0\.1:\d+$/m);

  const help = start('--help');
  await once(help.child, 'close');
  for (const [name, { about }] of Object.entries(CATALOG)) {
    expect(help.printed()).toMatch(new RegExp(`^  ${name}(=-?\\d+)? +`, 'm'));
    expect(help.printed()).toContain(about);
  }
});

it.each([
  ['a wrong number', ['--port', 'x'], /^XiaoA emulator: --port takes a number\n$/],
  ['a wrong choice', ['--paging', 'x'], /^XiaoA emulator: --paging takes page or offset\n$/],
  ['an unknown manner', ['--manner', 'x'], /^XiaoA emulator: There is no manner 'x'\n$/],
  ['an unknown option', ['--nonsense'], /^XiaoA emulator: .*'--nonsense'.*\n$/],
])('says in one line what is wrong with %s', async (_what, options, line) => {
  expect(await ended(...options)).toEqual([1, expect.stringMatching(line)]);
});
