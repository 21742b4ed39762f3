import { randomUUID } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

import type { Lifetime } from '../../../demo/base/lifetime';
import { HIGH_SCORE_ALERT } from '../../../demo/base/settings';
import type { Credential } from '../../../demo/n8n/credentials';
import { runWorkflow } from '../../../demo/n8n/executions';
import { RestError } from '../../../demo/n8n/rest';
import { createWorkflow } from '../../../demo/n8n/workflows';
import { startTemporaryDemo, type TemporaryDemo } from '../../../demo/stage/temporaryDemo';
import { PlainPrograms } from './plainPrograms';

/** A node between the others of a workflow. */
export interface Step {
  name: string;
  /** Such as `xiaoATask`, or `n8n-nodes-base.httpRequest`. */
  type: string;
  version?: number;
  executeOnce?: boolean;
  parameters: Record<string, unknown>;
}

/** What an execution was, told by `nodeTimes.cjs` from inside n8n. */
export interface Timed {
  error?: string;
  /** Where `nodeTimes.cjs` answers. */
  watch: string;
  nodes: Record<string, TimedNode>;
}

export interface TimedNode extends Watched {
  ms: number;
  items: number;
  first?: Record<string, unknown>;
  /** Milliseconds by whose code ran, where that was asked for. */
  breakdown?: Record<string, number>;
  error?: string;
}

/** What was seen of n8n's process meanwhile. */
export interface Watched {
  /** The longest time that its event loop stood still. */
  stallMs: number;
  /** The most memory that it held, in bytes. */
  rss: number;
}

/**
 * The place of all comparisons: a real n8n, programs without n8n, and the platform, each in a process of its own.
 * The platform's is this one, which does nothing else while something is measured: its own work counts alike in all
 * that is compared.
 */
export interface Lab {
  readonly emulator: TemporaryDemo['emulator'];
  readonly plain: PlainPrograms;
  readonly lifetime: Lifetime;
  /** A workflow that can be run again and again. */
  workflow(steps: Step[], items?: string, credential?: Credential): Promise<() => Promise<Timed>>;
  readonly rest: TemporaryDemo['rest'];
  readonly credential: Credential;
  /** Where n8n keeps its data. */
  readonly folder: string;
  /** What n8n's process went through from then until now, whoever caused it. */
  watchedSince(from: number): Promise<Watched>;
  /** The same of the trigger's polls since then alone. */
  watchedPolls(from: number): Promise<Watched & { polls: number }>;
  /** From here on, or no longer, executions tell what the processor did: which makes them slower. */
  breakDown(on: boolean): Promise<void>;
  /** n8n's own key: a further login would take it away from n8n. */
  readonly session: { readonly userSn: string; readonly apiKey: string };
  /** Takes the key that n8n has by now into `session`: a measurement may have replaced the one before. */
  renewSession(): Promise<unknown>;
}

const HOOK = join(__dirname, 'nodeTimes.cjs');

export async function openLab(lifetime: Lifetime): Promise<Lab> {
  const times = await receiveTimes();
  await lifetime.add(() => void times.server.close());
  // The demo hands on what is not n8n's own.
  process.env.EXTERNAL_HOOK_FILES = HOOK;
  process.env.XIAOA_BENCH_TIMES = times.url;
  process.env.NODE_FUNCTION_ALLOW_BUILTIN = 'crypto';
  const demo = await startTemporaryDemo(lifetime, { report: console.error });
  demo.emulator.configure({ maxWaiting: Infinity });
  // The demo's own trigger would work through the records that are made here.
  await demo.rest.post(`/workflows/${HIGH_SCORE_ALERT.id}/deactivate`);
  const plain = await PlainPrograms.start();
  await lifetime.add(() => plain.stop());

  const workflow: Lab['workflow'] = async (
    steps,
    items = '[{}]',
    credential = demo.credentials.xiaoa,
  ) => {
    const { id } = await createWorkflow(demo.rest, workflowOf(steps, items, credential));
    return async () => {
      // The platform keeps what it was asked; a few hundred MB by and by.
      demo.emulator.clearRequests();
      return await times.of(await start(demo.rest, id));
    };
  };
  const ask = await workflow([
    {
      name: 'Ask',
      type: 'xiaoATask',
      parameters: { resource: 'task', operation: 'getAiUsers', returnAll: true },
    },
  ]);
  const { emulator, rest, folder } = demo;
  const session = { userSn: '', apiKey: '' };
  const renewSession = async () => {
    const outcome = succeeded(await ask());
    const { user_sn, api_key } = emulator.requestsTo('/api/getAiUsers').at(-1)!.params;
    Object.assign(session, { userSn: String(user_sn), apiKey: String(api_key) });
    return outcome;
  };
  const { watch } = await renewSession();
  const credential = demo.credentials.xiaoa;
  const seenSince = async (path: string, from: number) =>
    await (await fetch(`${watch}${path}?from=${from}&to=${Date.now()}`)).json();
  const watchedSince: Lab['watchedSince'] = async (from) => (await seenSince('/', from)) as never;
  const watchedPolls: Lab['watchedPolls'] = async (from) =>
    (await seenSince('/polls', from)) as never;
  const breakDown = async (on: boolean) => void (await fetch(`${watch}/breakdown?on=${on}`));
  return {
    emulator,
    breakDown,
    rest,
    credential,
    folder,
    plain,
    lifetime,
    session,
    renewSession,
    workflow,
    watchedSince,
    watchedPolls,
  };
}

/** On a machine that is short of time n8n believes for moments that its database is gone. */
async function start(rest: TemporaryDemo['rest'], id: string): Promise<string> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await runWorkflow(rest, id, 'Start');
    } catch (error) {
      if (!(error instanceof RestError && error.status === 503) || attempt === 30) throw error;
      await sleep(2_000);
    }
  }
}

/** @throws when a node did not get to its end */
export function succeeded(timed: Timed): Timed {
  const failed = Object.entries(timed.nodes).find(([, { error }]) => error !== undefined);
  if (failed) throw new Error(`${failed[0]}: ${failed[1].error}`);
  if (timed.error !== undefined) throw new Error(timed.error);
  return timed;
}

/** After a Code node that gives the items. */
function workflowOf(steps: Step[], items: string, credential: Credential) {
  const nodes = [
    node({ name: 'Start', type: 'n8n-nodes-base.manualTrigger', parameters: {} }),
    node({
      name: 'Items',
      type: 'n8n-nodes-base.code',
      version: 2,
      parameters: { jsCode: `return (${items}).map((json) => ({ json }));` },
    }),
    ...steps.map((step) =>
      step.type.includes('.')
        ? node(step)
        : {
            ...node({ ...step, type: `n8n-nodes-xiaoa.${step.type}` }),
            credentials: { xiaoAApi: { id: credential.id, name: credential.name } },
          },
    ),
  ];
  return {
    id: randomUUID().slice(0, 16),
    name: steps.map(({ name }) => name).join(', '),
    nodes,
    connections: Object.fromEntries(
      nodes
        .slice(0, -1)
        .map(({ name }, at) => [
          name,
          { main: [[{ node: nodes[at + 1].name, type: 'main', index: 0 }]] },
        ]),
    ),
    // Writing 100,000 items to the database would take longer than what is measured.
    settings: {
      executionOrder: 'v1',
      saveManualExecutions: false,
      saveDataSuccessExecution: 'none',
      saveDataErrorExecution: 'none',
    },
  };
}

function node({ name, type, version = 1, executeOnce, parameters }: Step) {
  return {
    id: randomUUID(),
    name,
    type,
    typeVersion: version,
    executeOnce,
    position: [0, 0],
    parameters,
  };
}

interface Times {
  readonly server: Server;
  readonly url: string;
  /** Waits for an execution's end. */
  of(executionId: string): Promise<Timed>;
}

async function receiveTimes(): Promise<Times> {
  const known = new Map<string, Timed>();
  const arrivals = new EventEmitter();
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { executionId, ...timed } = JSON.parse(Buffer.concat(pieces).toString()) as Timed & {
        executionId: string;
      };
      known.set(executionId, timed);
      response.end();
      arrivals.emit('timed');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    server,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async of(executionId) {
      while (!known.has(executionId)) await once(arrivals, 'timed');
      const timed = known.get(executionId)!;
      known.delete(executionId);
      return timed;
    },
  };
}
