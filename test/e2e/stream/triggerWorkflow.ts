import type { Credential } from '../../../demo/n8n/credentials';
import type { RestClient } from '../../../demo/n8n/rest';
import { createWorkflow, publishWorkflow, type WorkflowNode } from '../../../demo/n8n/workflows';

export const TRIGGER_WORKFLOW = 'triggerWorkflow';

/** Switches on a workflow that begins with the trigger, which polls every three seconds. */
export async function publishTrigger(
  rest: RestClient,
  credential: Credential,
  behind: WorkflowNode[],
  {
    id = TRIGGER_WORKFLOW,
    parameters = {},
    settings = {},
  }: { id?: string; parameters?: object; settings?: object } = {},
): Promise<void> {
  const trigger = triggerNode(credential);
  Object.assign(trigger.parameters, parameters);
  const nodes = [trigger, ...behind];
  const workflow = await createWorkflow(rest, {
    id,
    name: id,
    nodes,
    connections: Object.fromEntries(
      behind.map(({ name }, place) => [
        nodes[place].name,
        { main: [[{ node: name, type: 'main', index: 0 }]] },
      ]),
    ),
    settings: { executionOrder: 'v1', ...settings },
  });
  await publishWorkflow(rest, workflow);
}

export function triggerNode(credential: Credential) {
  return {
    id: 'trigger',
    name: 'Trigger',
    type: 'n8n-nodes-xiaoa.xiaoACrmTrigger',
    typeVersion: 1,
    position: [0, 0],
    // n8n allows one poll a minute; several poll times make several of them.
    parameters: { pollTimes: pollTimes(3) } as Record<string, unknown>,
    credentials: { xiaoAApi: { id: credential.id, name: credential.name } },
  };
}

/**
 * Sends each record to a receiver, with the execution and the time.
 *
 * @param field the field that tells the records apart
 */
export function deliverTo(receiverUrl: string, field = 'id') {
  return {
    id: 'deliver',
    name: 'Deliver',
    type: 'n8n-nodes-base.httpRequest',
    typeVersion: 4.2,
    position: [300, 0],
    parameters: {
      method: 'POST',
      url: receiverUrl,
      sendBody: true,
      specifyBody: 'json',
      jsonBody: `={{ JSON.stringify({ id: $json.${field}, execution: $execution.id, sentAt: Date.now() }) }}`,
      options: {},
    },
  };
}

/** @param seconds between two polls; a divisor of 60 */
export function pollTimes(seconds: number) {
  const item = Array.from({ length: 60 / seconds }, (_, at) => ({
    mode: 'custom',
    cronExpression: `${at * seconds} * * * * *`,
  }));
  return { item };
}
