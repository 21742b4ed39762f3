import { parseArgs } from 'node:util';
import { CATALOG } from './manners/catalog';
import type { Emulator, EmulatorOptions } from './index';

const USAGE = `Runs a local XiaoA platform.

  --port <number>                 default 8088; 0: any free port
  --host <address>                default 127.0.0.1: this machine alone; any other lets
                                  everybody in who reaches it
  --username <name>               default demo
  --password <text>               default demo-password
  --seed <number>                 the same seed gives the same calls; default 1
  --calls-per-second <number>     default 2; 0: nobody is called
  --sample-data, --no-sample-data tasks and CRM records of the last days; default: with
  --paging <page|offset>          how pageIndex is read; default page
  --page-cap <number>             the largest page; default: none
  --signature-encoding <escaped|raw>  default escaped
  --manner <name,name=number>     habits of real servers, see below
  --tls                           also listens behind TLS, with a certificate that nobody has signed
  --quiet                         print the address alone
  --help

Everything below /emulator wants the control key, which it prints, in the header x-control-key, and is
there for this machine alone.

While it runs, POST /emulator/faults has something go wrong, e.g. {"kind": "status", "status": 503}.
With "endpoint" ("/api/addJson") only there; with "times" so often (null: always, default 1); with "after"
only behind so many requests. DELETE /emulator/faults ends it.

  aside                  delay (delayMs), replaceKey (someone else logs in)
  with nothing done      code (code, msg), status (status, headers), html (status), echo (status), dropBefore
  after it was done      truncated, brokenOff, stall, emptyBody, dropAfter, trickle (delayMs),
                         packed (encoding: gzip, deflate, br, lie), contentType (contentType),
                         text (text, with {json} or {members} for what it was), closeIdle

POST /emulator/configure changes how it behaves, e.g. {"apiKeyExpire": "milliseconds"} or
{"manners": ["signs-raw", "row-limit=7000"]}. The page /manners does it for people.

Manners:

${Object.entries(CATALOG).map(mannerLine).join('\n')}`;

function mannerLine([name, { about, value }]: [string, { about: string; value?: number }]): string {
  const given = value === undefined ? name : `${name}=${value}`;
  return `  ${given.padEnd(26)} ${about}`;
}

interface Settings {
  options: EmulatorOptions;
  quiet: boolean;
  tls: boolean;
}

/** @returns undefined when only help was asked for */
function readArguments(): Settings | undefined {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8088' },
      host: { type: 'string', default: '127.0.0.1' },
      username: { type: 'string', default: 'demo' },
      password: { type: 'string', default: 'demo-password' },
      seed: { type: 'string', default: '1' },
      'calls-per-second': { type: 'string', default: '2' },
      'sample-data': { type: 'boolean', default: true },
      'no-sample-data': { type: 'boolean', default: false },
      paging: { type: 'string', default: 'page' },
      'page-cap': { type: 'string' },
      'signature-encoding': { type: 'string', default: 'escaped' },
      manner: { type: 'string', multiple: true, default: [] },
      tls: { type: 'boolean', default: false },
      quiet: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return undefined;
  const callsPerSecond = number('calls-per-second', values['calls-per-second']);
  const cap = values['page-cap'];
  const options: EmulatorOptions = {
    port: number('port', values.port),
    host: values.host,
    account: { username: values.username, password: values.password },
    seed: number('seed', values.seed),
    dialler: callsPerSecond > 0 ? { callsPerSecond } : false,
    sampleData: values['sample-data'] && !values['no-sample-data'],
    paging: {
      index: oneOf('paging', values.paging, ['page', 'offset']),
      maxPageSize: cap === undefined ? undefined : number('page-cap', cap),
    },
    signatureEncoding: oneOf('signature-encoding', values['signature-encoding'], [
      'escaped',
      'raw',
    ]),
    manners: values.manner.flatMap((names) => names.split(',')).filter((name) => name !== ''),
  };
  return { options, quiet: values.quiet, tls: values.tls };
}

function number(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0)) throw new Error(`--${name} takes a number`);
  return value;
}

function oneOf<const T extends string>(name: string, text: string, choices: readonly T[]): T {
  const choice = choices.find((candidate) => candidate === text);
  if (choice === undefined) throw new Error(`--${name} takes ${choices.join(' or ')}`);
  return choice;
}

/** One line for what people can do something about. */
function explain(error: unknown): string {
  const { code, port, message } = error as NodeJS.ErrnoException & { port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is taken: choose another one with --port`;
  if (code === 'EACCES') return `Port ${port} may not be used: choose another one with --port`;
  return message;
}

async function announce(emulator: Emulator, { quiet, tls, options }: Settings): Promise<void> {
  const { url, account, controlKey } = emulator;
  // Whoever starts this waits for this line: keep its beginning.
  const address = `XiaoA emulator: ${url}`;
  const more = [
    `  user name:    ${account.username}`,
    `  password:     ${account.password}`,
    `  control key:  ${controlKey}`,
    ...(tls ? [`  behind TLS:   ${await emulator.tlsUrl()}`] : []),
    `  manners:      ${url}/manners?key=${controlKey}`,
    '  Open the address in a browser to watch. Ctrl+C stops it.',
  ];
  if (!/^(?:127\.|localhost$|::1$)/.test(options.host ?? '')) {
    console.error(
      `XiaoA emulator: --host ${options.host} lets everybody in who reaches this machine. The platform's password is no secret.`,
    );
  }
  // In one piece: who sees the first line sees the others.
  console.log((quiet ? [address] : [address, ...more]).join('\n'));
}

async function main(): Promise<void> {
  const settings = readArguments();
  if (!settings) {
    console.log(USAGE);
    return;
  }
  // The server takes most of the time to load: a wrong option is said before.
  const { startEmulator } = await import('./index');
  const emulator = await startEmulator(settings.options);
  await announce(emulator, settings);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void emulator.close().then(() => process.exit(0));
    });
  }
}

main().catch((error: unknown) => {
  console.error(`XiaoA emulator: ${explain(error)}`);
  process.exit(1);
});
