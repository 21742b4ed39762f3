import { createHash } from 'crypto';
import { sleep, type IExecuteFunctions } from 'n8n-workflow';

import type { Envelope } from '../../xiaoa/envelope';
import { MultipartUpload } from '../../xiaoa/signing/signParameters';
import type { Call, TransportContext } from './context';
import { RequestFailure } from './requestFailure';

/** A write that the platform has accepted or may have carried out, or that is under way. */
interface Write {
  readonly path: string;
  readonly itemIndex: number | undefined;
  /** Of the parameters, without key and signature. */
  readonly fingerprint: string;
  /** Each try of a run has contexts of its own. */
  readonly from: TransportContext;
  readonly outcome: Promise<Envelope>;
  inDoubt?: RequestFailure;
}

/** By n8n's record of a node's run, which all tries of that run share; a loop's next round has another. */
const runs = new WeakMap<object, Write[]>();

/** Which writes of earlier tries a context has met again. */
const met = new WeakMap<TransportContext, Set<Write>>();

/**
 * Makes a write unless an earlier try of the same run of the same node has made it: n8n's Retry On Fail runs the
 * whole node again, and a second time would call people twice. What was accepted is not sent again, its answer is
 * given again; what may have been carried out ends with the failure that it ended with.
 *
 * @param write sends it; must throw a RequestFailure
 * @throws {RequestFailure}
 */
export async function onceInRun(
  context: TransportContext,
  request: Call,
  write: () => Promise<Envelope>,
): Promise<Envelope> {
  const run = runOf(context);
  if (!run) return await write();
  const writes = runs.get(run) ?? [];
  runs.set(run, writes);
  const fingerprint = await fingerprintOf(request);
  for (;;) {
    const earlier = writes.find((one) => isSame(one, context, fingerprint));
    if (!earlier) break;
    meet(context, earlier);
    // Otherwise it has not been carried out, and may be sent.
    const answer = await earlier.outcome.catch(() => undefined);
    if (answer) return answer;
    if (earlier.inDoubt) throw earlier.inDoubt;
  }
  refuseChanged(writes, context, request);
  return await make(writes, context, request, fingerprint, write);
}

async function make(
  writes: Write[],
  from: TransportContext,
  { endpoint: { path }, itemIndex }: Call,
  fingerprint: string,
  write: () => Promise<Envelope>,
): Promise<Envelope> {
  const outcome = write();
  const made: Write = { path, itemIndex, fingerprint, from, outcome };
  writes.push(made);
  outcome.catch((error: unknown) => {
    if (error instanceof RequestFailure && error.facts.mayBeDone !== true) {
      writes.splice(writes.indexOf(made), 1);
    } else made.inDoubt = error as RequestFailure;
  });
  return await outcome;
}

function isSame(one: Write, context: TransportContext, fingerprint: string): boolean {
  if (one.from === context || met.get(context)?.has(one)) return false;
  // All calls of a tool share one record, and a model may well want the same thing twice.
  if (isTool(context) && !one.inDoubt) return false;
  return one.fingerprint === fingerprint;
}

function meet(context: TransportContext, write: Write): void {
  const known = met.get(context) ?? new Set();
  met.set(context, known.add(write));
}

/**
 * A name with the time in it makes the same write look like another one. So what an earlier try has sent for the same
 * item, and this one does not send again, stops it.
 *
 * @throws {RequestFailure}
 */
function refuseChanged(writes: readonly Write[], context: TransportContext, request: Call): void {
  if (isTool(context)) return;
  const left = writes.filter(
    (one) =>
      one.from !== context &&
      !met.get(context)?.has(one) &&
      one.path === request.endpoint.path &&
      one.itemIndex === request.itemIndex,
  );
  const inDoubt = left.find((one) => one.inDoubt)?.inDoubt;
  if (inDoubt) throw inDoubt;
  if (left.length === 0) return;
  throw new RequestFailure(
    'XiaoA has already accepted an earlier attempt of this run, with other values',
    "Nothing was sent this time. n8n ran the node again ('Retry On Fail'), and an expression, for example with the current time, gave another value. Sending that too could call people twice. Check in XiaoA what the first attempt did.",
  );
}

/** n8n's record of the node's run; undefined where nothing is run again. */
function runOf(context: TransportContext): object | null | undefined {
  const record: unknown = (context as Partial<IExecuteFunctions>).getExecuteData?.();
  return typeof record === 'object' ? record : undefined;
}

/** What n8n calls older AI agents' tools with. */
function isTool(context: TransportContext): boolean {
  return 'getNextRunIndex' in context;
}

/** 30,000 contacts are a lot of text: others have a turn before and after it is looked at. */
async function fingerprintOf({ endpoint, parameters, server }: Call): Promise<string> {
  await sleep(0);
  const hash = createHash('sha256');
  const add = (part: string | Uint8Array) => hash.update(`${part.length} `).update(part);
  add(`${server ?? ''} ${endpoint.path}`);
  if (parameters instanceof MultipartUpload) {
    const { name, bytes } = parameters.file;
    add(JSON.stringify([parameters.parameters, name]));
    add(bytes);
  } else {
    for (const [name, value] of Object.entries(parameters)) {
      if (value === undefined) continue;
      add(name);
      add(typeof value === 'string' ? value : (JSON.stringify(value) ?? ''));
    }
  }
  await sleep(0);
  return hash.digest('hex');
}
