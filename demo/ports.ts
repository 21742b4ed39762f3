import { createServer } from 'node:net';
import { PORT_OPTIONS, type Ports } from './arguments';
import { DemoError } from './demoError';

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
