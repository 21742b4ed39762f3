import type { Credential } from '../../../demo/n8n/credentials';
import type { RestClient } from '../../../demo/n8n/rest';
import { createWorkflow, publishWorkflow, type WorkflowNode } from '../../../demo/n8n/workflows';
import { deliverTo, pollTimes, triggerNode } from '../../e2e/stream/triggerWorkflow';
import { smallWorkflow } from '../support/smallWorkflow';

export const HIGH_SCORE = 80;
/** The one that takes all records, and the one that takes high scores. */
export const WORKFLOWS = ['dayAll', 'dayHigh'] as const;

interface Pace {
  pollSeconds: number;
  rescanMinutes: number;
}

/** Both workflows, switched on. The first polls read everything once, which takes a while. */
export async function publishDay(
  rest: RestClient,
  credential: Credential,
  receivers: { all: { url: string }; high: { url: string } },
  pace: Pace,
): Promise<void> {
  await publish(rest, WORKFLOWS[0], trigger(credential, pace, {}), [
    [deliver(receivers.all.url)],
    smallWorkflow({ field: 'talkSeconds', least: 60, y: 200 }),
  ]);
  await publish(rest, WORKFLOWS[1], trigger(credential, pace, { minScore: HIGH_SCORE }), [
    [deliver(receivers.high.url)],
  ]);
}

function trigger(
  credential: Credential,
  { pollSeconds, rescanMinutes }: Pace,
  filters: object,
): WorkflowNode {
  const node = triggerNode(credential);
  node.parameters = {
    pollTimes: pollTimes(pollSeconds),
    filters,
    options: { fullRescanMinutes: rescanMinutes },
  };
  return node;
}

/** @param branches chains of nodes, each behind the trigger */
async function publish(
  rest: RestClient,
  id: string,
  first: WorkflowNode,
  branches: WorkflowNode[][],
): Promise<void> {
  const to = (name: string) => ({ node: name, type: 'main', index: 0 });
  const connections: Record<string, unknown> = {
    [first.name]: { main: [branches.map(([{ name }]) => to(name))] },
  };
  for (const branch of branches) {
    for (const [at, { name }] of branch.slice(0, -1).entries()) {
      connections[name] = { main: [[to(branch[at + 1].name)]] };
    }
  }
  const workflow = await createWorkflow(rest, {
    id,
    name: id,
    nodes: [first, ...branches.flat()],
    connections,
    settings: { executionOrder: 'v1' },
  });
  await publishWorkflow(rest, workflow, 600_000);
}

/** Tells which records have come, in one request an execution. */
function deliver(url: string): WorkflowNode {
  const node = deliverTo(url);
  return {
    ...node,
    executeOnce: true,
    parameters: {
      ...node.parameters,
      jsonBody:
        '={{ JSON.stringify({ ids: $input.all().map((item) => item.json.id), execution: $execution.id, sentAt: Date.now() }) }}',
    },
  };
}
