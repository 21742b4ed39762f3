import { randomUUID } from 'node:crypto';

import type { Demo } from '../../demo/demo';
import { createWorkflow } from '../../demo/n8n/workflows';
import { finishedExecution, runWorkflow, type Execution } from '../../demo/n8n/executions';

export interface Step {
  name: string;
  /** Such as `xiaoATask`. */
  type: string;
  parameters: Record<string, unknown>;
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
 */
export async function runSteps(
  demo: Demo,
  steps: Step[],
  items: object[] | string = [{}],
  credential = demo.credentials.xiaoa,
): Promise<Outcome> {
  const source = typeof items === 'string' ? items : JSON.stringify(items);
  const all = [
    node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
    node('Items', 'n8n-nodes-base.code', 2, {
      jsCode: `return (${source}).map((json) => ({ json }));`,
    }),
    ...steps.map(({ name, type, parameters }) => ({
      ...node(name, `n8n-nodes-xiaoa.${type}`, 1, parameters),
      credentials: { xiaoAApi: { id: credential.id, name: credential.name } },
    })),
  ];
  const connections = Object.fromEntries(
    all
      .slice(0, -1)
      .map(({ name }, place) => [
        name,
        { main: [[{ node: all[place + 1].name, type: 'main', index: 0 }]] },
      ]),
  );
  const workflow = await createWorkflow(demo.rest, {
    id: randomUUID().slice(0, 16),
    name: `Test ${steps.map(({ name }) => name).join(', ')}`,
    nodes: all,
    connections,
    settings: { executionOrder: 'v1' },
  });
  const id = await runWorkflow(demo.rest, workflow.id, 'Start');
  const execution = await finishedExecution(demo.rest, id);
  const last = execution.data.resultData.runData[all[all.length - 1].name]?.at(-1) as
    | { data?: { main: Array<Item[] | null> }; executionTime?: number }
    | undefined;
  return {
    execution,
    items: last?.data?.main[0] ?? [],
    error: execution.data.resultData.error as Outcome['error'],
    milliseconds: last?.executionTime ?? NaN,
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
