import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Lifetime } from '../../../demo/lifetime';

export interface Arrival {
  id: number;
  at: number;
}

/** What stands behind a workflow and writes down which records reach it. */
export interface Receiver {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
}

export async function startReceiver(lifetime: Lifetime): Promise<Receiver> {
  const arrivals: Arrival[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      arrivals.push({ id: Number((JSON.parse(body) as { id: number }).id), at: Date.now() });
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await lifetime.add(() => {
    server.closeAllConnections();
    server.close();
  });
  return { arrivals, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` };
}

/** The arrivals of records that had come before. */
export function repeated(
  arrivals: readonly Arrival[],
): Array<{ id: number; first: number; again: number }> {
  const first = new Map<number, number>();
  const repeats: Array<{ id: number; first: number; again: number }> = [];
  for (const { id, at } of arrivals) {
    const earlier = first.get(id);
    if (earlier === undefined) first.set(id, at);
    else repeats.push({ id, first: earlier, again: at });
  }
  return repeats;
}
