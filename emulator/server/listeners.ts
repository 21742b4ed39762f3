import type { FastifyInstance } from 'fastify';
import type { AddressInfo } from 'node:net';
import type { Manners } from '../manners/manners';
import type { Platform } from '../platform/platform';
import { makeServer } from './server';

export interface Listeners {
  close(): Promise<void>;
}

/** Has the platform listen; its other listeners start when they are first asked for. */
export async function listen(
  platform: Platform,
  manners: Manners,
  { port, host }: { port: number; host: string },
): Promise<Listeners> {
  const servers: FastifyInstance[] = [];
  const start = async (listener: 'main' | 'recordings' | 'tls', listenerPort: number) => {
    const server = makeServer(platform, manners, listener);
    servers.push(server);
    await server.listen({ port: listenerPort, host });
    const scheme = listener === 'tls' ? 'https' : 'http';
    return `${scheme}://${hostAndPort(server.server.address() as AddressInfo)}`;
  };
  const once = (listener: 'recordings' | 'tls') => {
    let address: Promise<string> | undefined;
    return async () => await (address ??= start(listener, 0));
  };
  platform.url = await start('main', port);
  platform.elsewhere = { recordings: once('recordings'), tls: once('tls') };
  return {
    async close() {
      await Promise.all(servers.map(async (server) => await server.close()));
    },
  };
}

function hostAndPort({ address, family, port }: AddressInfo): string {
  // "All interfaces" is no address to go to.
  const host = address === '0.0.0.0' || address === '::' ? '127.0.0.1' : address;
  return `${family === 'IPv6' && host.includes(':') ? `[${host}]` : host}:${port}`;
}
