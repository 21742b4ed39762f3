import { setTimeout as sleep } from 'node:timers/promises';

import { secretsFoundIn } from '../support/secrets';
import { setUp, type Bench } from '../support/platform';
import type { FaultCase, Outcome } from './faults';
import type { Place, Request } from './requests';

/** One fault at one kind of request. */
export interface Cell {
  fault: FaultCase;
  request: Request;
  expected: Outcome;
  /** How many requests the fault hits. */
  times: 1 | typeof Infinity;
}

export interface Observation {
  message?: string;
  description: string;
  data: unknown;
  /** What `data` is when nothing is lost. */
  whole: unknown;
  /** Requests to the endpoint whose answers go wrong, from the fault on. */
  requests: number;
  /** How often the platform did it. */
  done: number;
  /** The same request again, once the fault is over; not for writes. */
  after?: { data: unknown; message?: string };
  /** Secrets in what n8n would keep, and where. */
  leaks: string[];
}

/** Its JSON form differs from its URL form, and both from what was typed. */
const PASSWORD = 'pä"ss/w\\örd &+密=';

let count = 0;

function newAccount(bench: Bench): Place {
  count += 1;
  const { username } = bench.emulator.addAccount({
    username: `fault-${count}`,
    password: PASSWORD,
  });
  const credentialId = `fault ${count}`;
  const baseUrl = bench.emulator.url;
  return {
    ...bench,
    username,
    credentialId,
    credentials: bench.engine.credentials.add(credentialId, {
      baseUrl,
      username,
      password: PASSWORD,
    }),
  };
}

async function observe(bench: Bench, { fault, request, times }: Cell): Promise<Observation> {
  const place = newAccount(bench);
  const { emulator } = place;
  const prepared = (await request.prepare(place)) as never;
  emulator.clearRequests();
  emulator.faults.add({ ...fault.fault, endpoint: request.endpoint, times });
  const more = fault.timeout ? { requestOptions: { timeout: fault.timeout } } : {};

  const { error, data, kept } = await request.run(place, prepared, more);

  await answered(place);
  const requests = emulator.requestsTo(request.endpoint).length;
  const done = request.done(place);
  emulator.faults.clear();
  // Of a write this would be the repeat that the node itself must not send.
  const again = request.column === 'write' ? undefined : await request.run(place, prepared, {});
  return {
    message: error?.message.replaceAll(emulator.url, '<Base URL>'),
    description: String(error?.description ?? ''),
    data,
    whole: request.whole(place),
    requests,
    done,
    after: again && { data: again.data, message: again.error?.message },
    leaks: secretsFoundIn(kept, [PASSWORD, ...keysOf(place)]),
  };
}

/** What the user has given up waiting for may still be done. */
async function answered({ emulator }: Bench): Promise<void> {
  const end = Date.now() + 30_000;
  const waiting = () => emulator.pendingRequests > 0;
  while (waiting() && Date.now() < end) await sleep(50);
}

/** Every key that there was: the stored one, and those that requests carried. */
function keysOf({ engine, emulator, credentialId }: Bench): string[] {
  const stored = String(engine.credentials.read(credentialId).sessionToken ?? '');
  const keys = emulator.requests.map(({ params }) => params.api_key);
  if (stored !== '') keys.push((JSON.parse(stored) as { apiKey: string }).apiKey);
  return [...new Set(keys.filter((key) => typeof key === 'string'))];
}

/** As many at the same time as their waiting allows: most of it is for the next attempt. */
const AT_ONCE = 16;

/** Runs each cell with an account of its own; those at the same time on platforms of their own. */
export async function observeAll(cells: readonly Cell[]): Promise<Map<Cell, Observation>> {
  const observations = new Map<Cell, Observation>();
  const left = cells.values();
  const worker = async () => {
    const bench = await setUp();
    try {
      for (const cell of left) observations.set(cell, await observe(bench, cell));
    } finally {
      await bench.close();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return observations;
}
