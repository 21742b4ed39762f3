import { randomUUID } from 'node:crypto';

import type { Credential } from '../../demo/n8n/credentials';
import type { RestClient } from '../../demo/n8n/rest';
import { createWorkflow } from '../../demo/n8n/workflows';
import { finishedExecution, runWorkflow, type Execution } from '../../demo/n8n/executions';

/** An n8n to run things in. A demo is one. */
export interface Runner {
  readonly rest: RestClient;
  readonly credentials: { readonly xiaoa: Credential };
}

export interface Step {
  name: string;
  /** Such as `xiaoATask`, or another package's `n8n-nodes-base.convertToFile`. */
  type: string;
  parameters: Record<string, unknown>;
  /** What else the node has, such as its version or `retryOnFail`. */
  more?: Record<string, unknown>;
}

/** An item as it stands in an execution. */
export interface Item {
  json: Record<string, unknown>;
  binary?: Record<string, { id: string; fileName: string; mimeType: string; fileSize?: string }>;
}

export interface Outcome {
  execution: Execution;
  /** What the last step gave. */
  items: Item[];
  error?: { message: string; description?: string };
  /** How long the last step took by n8n's own clock. */
  milliseconds: number;
}

/**
 * Runs steps one after another in n8n, after a Code node that gives the items.
 *
 * @param items the items, or JavaScript that gives them
 * @param settings of the workflow, on top of the usual ones
 */
export async function runSteps(
  demo: Runner,
  steps: Step[],
  items: object[] | string = [{}],
  credential = demo.credentials.xiaoa,
  settings: Record<string, unknown> = {},
): Promise<Outcome> {
  return await runNodes(demo, nodesOf(steps, items, credential), settings);
}

/** As `runSteps`, but does not wait for the end. Gives the execution's id. */
export async function startSteps(
  demo: Runner,
  steps: Step[],
  items: object[] | string = [{}],
  settings: Record<string, unknown> = {},
): Promise<string> {
  return await startNodes(demo, nodesOf(steps, items, demo.credentials.xiaoa), settings);
}

function nodesOf(steps: Step[], items: object[] | string, credential: Credential) {
  const source = typeof items === 'string' ? items : JSON.stringify(items);
  return [
    node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
    node('Items', 'n8n-nodes-base.code', 2, {
      jsCode: `return (${source}).map((json) => ({ json }));`,
    }),
    ...steps.map((step) => nodeOf(step, credential)),
  ];
}

/** Tests a trigger as the editor does, and runs the steps behind it on what it gives. */
export async function runFromTrigger(demo: Runner, steps: Step[]): Promise<Outcome> {
  return await runNodes(
    demo,
    steps.map((step) => nodeOf(step, demo.credentials.xiaoa)),
  );
}

async function runNodes(
  demo: Runner,
  nodes: Array<ReturnType<typeof node>>,
  settings: Record<string, unknown> = {},
): Promise<Outcome> {
  const id = await startNodes(demo, nodes, settings);
  const execution = await finishedExecution(demo.rest, id);
  const last = execution.data.resultData.runData[nodes[nodes.length - 1].name]?.at(-1) as
    | { data?: { main: Array<Item[] | null> }; executionTime?: number }
    | undefined;
  return {
    execution,
    items: last?.data?.main[0] ?? [],
    error: execution.data.resultData.error as Outcome['error'],
    milliseconds: last?.executionTime ?? NaN,
  };
}

async function startNodes(
  demo: Runner,
  nodes: Array<ReturnType<typeof node>>,
  settings: Record<string, unknown>,
): Promise<string> {
  const connections = Object.fromEntries(
    nodes
      .slice(0, -1)
      .map(({ name }, place) => [
        name,
        { main: [[{ node: nodes[place + 1].name, type: 'main', index: 0 }]] },
      ]),
  );
  const workflow = await createWorkflow(demo.rest, {
    id: randomUUID().slice(0, 16),
    name: `Test ${nodes.map(({ name }) => name).join(', ')}`,
    nodes,
    connections,
    settings: { executionOrder: 'v1', ...settings },
  });
  return await runWorkflow(demo.rest, workflow.id, nodes[0].name);
}

/** Types without a package are this package's, and get its credential. */
function nodeOf({ name, type, parameters, more }: Step, { id, name: credential }: Credential) {
  if (type.includes('.')) return { ...node(name, type, 1, parameters), ...more };
  return {
    ...node(name, `n8n-nodes-xiaoa.${type}`, 1, parameters),
    credentials: { xiaoAApi: { id, name: credential } },
    ...more,
  };
}

function node(
  name: string,
  type: string,
  typeVersion: number,
  parameters: Record<string, unknown>,
) {
  return { id: randomUUID(), name, type, typeVersion, position: [0, 0], parameters };
}

/** A resource locator whose value is written down. */
export function byId(value: string) {
  return { __rl: true, mode: 'id', value };
}
