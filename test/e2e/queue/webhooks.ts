import type { Credential } from '../../../demo/n8n/credentials';
import type { RestClient } from '../../../demo/n8n/rest';
import { createWorkflow, publishWorkflow } from '../../../demo/n8n/workflows';

export interface Answer {
  status: number;
  body: string;
}

/** A workflow that runs one node of this package for each request that reaches it, and answers with what that gave. */
export interface Webhook {
  readonly workflowId: string;
  /** Sends one request and waits for the end of its execution. */
  call(body: object): Promise<Answer>;
}

export async function publishWebhook(
  rest: RestClient,
  name: string,
  type: string,
  parameters: Record<string, unknown>,
  credential: Credential,
  settings: Record<string, unknown> = {},
): Promise<Webhook> {
  const workflow = await createWorkflow(rest, {
    id: name,
    name,
    nodes: [
      {
        id: 'webhook',
        name: 'Webhook',
        type: 'n8n-nodes-base.webhook',
        typeVersion: 2,
        position: [0, 0],
        webhookId: name,
        parameters: {
          httpMethod: 'POST',
          path: name,
          responseMode: 'lastNode',
          responseData: 'allEntries',
          options: {},
        },
      },
      {
        id: 'node',
        name: 'XiaoA',
        type: `n8n-nodes-xiaoa.${type}`,
        typeVersion: 1,
        position: [300, 0],
        parameters,
        credentials: { xiaoAApi: { id: credential.id, name: credential.name } },
      },
    ],
    connections: { Webhook: { main: [[{ node: 'XiaoA', type: 'main', index: 0 }]] } },
    settings: { executionOrder: 'v1', ...settings },
  });
  await publishWorkflow(rest, workflow);
  return {
    workflowId: name,
    call: async (body) => await post(`${rest.baseUrl}/webhook/${name}`, body),
  };
}

/** Calls many times over so many connections at once. */
export async function callMany(
  { call }: Webhook,
  bodies: object[],
  connections: number,
  onAnswer: (answered: number) => void = () => {},
): Promise<Answer[]> {
  const answers: Answer[] = [];
  let next = 0;
  let answered = 0;
  const line = async () => {
    while (next < bodies.length) {
      const place = next++;
      answers[place] = await call(bodies[place]);
      onAnswer(++answered);
    }
  };
  await Promise.all(Array.from({ length: connections }, line));
  return answers;
}

async function post(url: string, body: object): Promise<Answer> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: await response.text() };
  } catch (error) {
    return { status: 0, body: String(error) };
  }
}
