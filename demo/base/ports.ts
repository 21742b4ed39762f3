import { parseArgs } from 'node:util';
import { DemoError } from './lifetime';
import { createServer } from 'node:net';

export interface Ports {
  n8n: number;
  emulator: number;
  slack: number;
}

/** What each port is for, how to choose another, and which it is otherwise. */
export const PORT_OPTIONS = [
  { use: 'n8n', label: 'n8n', name: 'port', variable: 'XIAOA_DEMO_PORT', fallback: 5678 },
  {
    use: 'emulator',
    label: 'the emulator',
    name: 'emulator-port',
    variable: 'XIAOA_DEMO_EMULATOR_PORT',
    fallback: 8088,
  },
  {
    use: 'slack',
    label: 'the Slack page',
    name: 'slack-port',
    variable: 'XIAOA_DEMO_SLACK_PORT',
    fallback: 5680,
  },
] as const;

/** The ports asked for: by option, else by environment variable, else the usual ones. */
export function readPorts(args: string[], env: NodeJS.ProcessEnv): Ports {
  const values = readOptions(args);
  const entries = PORT_OPTIONS.map(({ use, name, variable, fallback }) => {
    const text = values[name] ?? env[variable];
    return [use, text ? portOf(text, name) : fallback];
  });
  return Object.fromEntries(entries);
}

function readOptions(args: string[]): Record<string, string | undefined> {
  const options = Object.fromEntries(PORT_OPTIONS.map(({ name }) => [name, { type: 'string' }]));
  try {
    return parseArgs({ args, options: options as Record<string, { type: 'string' }> }).values;
  } catch (error) {
    const known = PORT_OPTIONS.map(({ name }) => `--${name} <port>`).join(', ');
    throw new DemoError(`${(error as Error).message}\nOptions: ${known}`);
  }
}

function portOf(text: string, name: string): number {
  const port = Number(text);
  if (Number.isInteger(port) && port > 0 && port < 65_536) return port;
  throw new DemoError(`--${name} ${text}: a port is a number from 1 to 65535.`);
}

const LOOPBACK = '127.0.0.1';

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const port = await listenBriefly(0);
  if (port === undefined) throw new DemoError(`No free port is left on ${LOOPBACK}.`);
  return port;
}

export async function freePorts(): Promise<Ports> {
  const [n8n, emulator, slack] = await Promise.all([freePort(), freePort(), freePort()]);
  return { n8n, emulator, slack };
}

/** Throws, with what to do about it, if something listens on one of the ports already. */
export async function demandFree(ports: Ports): Promise<void> {
  for (const { use, label, name } of PORT_OPTIONS) {
    const port = ports[use];
    if ((await listenBriefly(port)) !== undefined) continue;
    throw new DemoError(
      `Port ${port}, meant for ${label}, is taken. Stop what listens there (another demo?), ` +
        `or choose another port: npm start -- --${name} ${port + 10}`,
    );
  }
}

/** Listens for a moment on a port (0: any free one) and tells which it was; undefined if it is taken. */
async function listenBriefly(port: number): Promise<number | undefined> {
  return await new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(undefined));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' ? address?.port : undefined));
    });
  });
}
