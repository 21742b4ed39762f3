import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

import type { Lifetime } from '../../../demo/base/lifetime';

export interface Arrival {
  id: number;
  /** The id of the execution that brought it. */
  execution: number;
  /** When n8n sent it, in ms since the epoch: what n8n sent before it died may be read here only afterwards. */
  sentAt: number;
}

/** What stands behind a workflow and writes down which records reach it. */
export interface Receiver {
  readonly url: string;
  readonly arrivals: readonly Arrival[];
}

/** Takes a record a request. */
export async function startReceiver(lifetime: Lifetime): Promise<Receiver> {
  return await receive<Arrival>(lifetime, (arrival) => [arrival]);
}

/** Takes all records of an execution in one request. */
export async function startListReceiver(lifetime: Lifetime): Promise<Receiver> {
  return await receive<Omit<Arrival, 'id'> & { ids: number[] }>(lifetime, ({ ids, ...common }) =>
    ids.map((id) => ({ id, ...common })),
  );
}

async function receive<T>(
  lifetime: Lifetime,
  arrivalsIn: (body: T) => Arrival[],
): Promise<Receiver> {
  const arrivals: Arrival[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      for (const { id, execution, sentAt } of arrivalsIn(JSON.parse(body) as T)) {
        arrivals.push({ id: Number(id), execution: Number(execution), sentAt });
      }
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

export interface Repeat {
  id: number;
  first: number;
  again: number;
}

/** Those that no kill explains: what came before n8n died and again after it is what it may have died over. */
export function unexplained(repeats: readonly Repeat[], kills: readonly number[]): Repeat[] {
  return repeats.filter(({ first, again }) => !kills.some((kill) => first <= kill && kill < again));
}

/**
 * The arrivals of records that had come before.
 *
 * @param timeOf when an arrival counts as come; when it was sent without it
 */
export function repeated(
  arrivals: readonly Arrival[],
  timeOf: (arrival: Arrival) => number = ({ sentAt }) => sentAt,
): Repeat[] {
  const first = new Map<number, number>();
  const repeats: Repeat[] = [];
  for (const arrival of arrivals) {
    const { id } = arrival;
    const time = timeOf(arrival);
    const earlier = first.get(id);
    if (earlier === undefined) first.set(id, time);
    else repeats.push({ id, first: earlier, again: time });
  }
  return repeats;
}
