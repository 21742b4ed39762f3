import { randomUUID } from 'node:crypto';

import type { Demo } from '../../../demo/stage/demo';
import { createCredential, type Credential } from '../../../demo/n8n/credentials';
import { finishedExecution, runWorkflow, type Execution } from '../../../demo/n8n/executions';
import { createWorkflow, type WorkflowNode } from '../../../demo/n8n/workflows';
import type { Conversation, Script } from '../../../demo/model/conversation';
import { MODEL, type ModelStandIn } from '../../../demo/model/standIn';

/** Where an agent runs: n8n, and the model that n8n's credential leads to. */
export interface AgentWorld {
  demo: Demo;
  model: ModelStandIn;
  credential: Credential;
}

/** One of this package's nodes as a tool. The model knows it by its name, with `_` for blanks. */
export interface ToolNode {
  name: string;
  /** `xiaoATask` stands for `n8n-nodes-xiaoa.xiaoATaskTool`, which n8n makes of it. */
  type: string;
  parameters: Record<string, unknown>;
}

export interface AgentRun {
  tools: ToolNode[];
  script: Script;
  /** Has somebody approve each call of a tool in Slack before it is carried out. */
  reviewed?: boolean;
  /** What a human does while the agent is at work, given the id of its execution. */
  meanwhile?: (execution: string) => Promise<void>;
}

export interface AgentOutcome {
  /** The agent's last words. */
  answer: string | undefined;
  /** What the model was sent, oldest first. */
  conversations: Conversation[];
  execution: Execution;
}

export async function agentWorld(demo: Demo, model: ModelStandIn): Promise<AgentWorld> {
  const credential = await createCredential(demo.rest, {
    type: 'openAiApi',
    name: 'Model (stand-in)',
    data: { apiKey: 'none', url: model.url },
  });
  return { demo, model, credential };
}

/** Runs n8n's AI Agent once, with nothing but the model replaced. */
export async function runAgent(world: AgentWorld, run: AgentRun): Promise<AgentOutcome> {
  const { demo, model } = world;
  const before = model.conversations.length;
  model.script = run.script;
  const nodes = agentNodes(world, run);
  const workflow = await createWorkflow(demo.rest, {
    id: randomUUID().slice(0, 16),
    name: `Agent with ${run.tools.map(({ name }) => name).join(', ')}`,
    nodes,
    connections: agentConnections(run),
    settings: { executionOrder: 'v1' },
  });
  const id = await runWorkflow(demo.rest, workflow.id, 'Start');
  await run.meanwhile?.(id);
  const execution = await finishedExecution(demo.rest, id);
  const last = execution.data.resultData.runData.Agent?.at(-1);
  const failure = execution.data.resultData.error;
  if (failure) throw new Error(`The agent ended with: ${failure.message}`);
  return {
    answer: last?.data?.main?.[0]?.[0]?.json.output as string | undefined,
    conversations: model.conversations.slice(before),
    execution,
  };
}

function agentNodes({ demo, credential }: AgentWorld, { tools, reviewed }: AgentRun) {
  const { xiaoa, slack } = demo.credentials;
  const nodes = [
    node('Start', 'n8n-nodes-base.manualTrigger', 1, {}),
    node('Agent', '@n8n/n8n-nodes-langchain.agent', 3.1, {
      promptType: 'define',
      text: 'Call back whoever sounded interested.',
      options: {},
    }),
    node(
      'Model',
      '@n8n/n8n-nodes-langchain.lmChatOpenAi',
      1.3,
      {
        model: { __rl: true, mode: 'id', value: MODEL },
        responsesApiEnabled: false,
        options: {},
      },
      credential,
    ),
    ...tools.map(({ name, type, parameters }) =>
      node(name, `n8n-nodes-xiaoa.${type}Tool`, 1, parameters, xiaoa),
    ),
  ];
  if (reviewed) nodes.push(node('Review', 'n8n-nodes-base.slackHitlTool', 2.5, REVIEW, slack));
  return nodes;
}

const REVIEW = {
  authentication: 'accessToken',
  select: 'channel',
  channelId: { __rl: true, mode: 'name', value: '#sales' },
  message: '=The agent wants to run {{ $tool.name }} with {{ JSON.stringify($tool.parameters) }}',
  approvalOptions: { values: { approvalType: 'double' } },
  options: { appendAttribution: false },
};

/** Tools lead to the agent; where they are reviewed, to the review, and that to the agent. */
function agentConnections({ tools, reviewed }: AgentRun) {
  const to = (name: string, type: string) => ({ [type]: [[{ node: name, type, index: 0 }]] });
  return {
    Start: to('Agent', 'main'),
    Model: to('Agent', 'ai_languageModel'),
    ...Object.fromEntries(
      tools.map(({ name }) => [name, to(reviewed ? 'Review' : 'Agent', 'ai_tool')]),
    ),
    ...(reviewed && { Review: to('Agent', 'ai_tool') }),
  };
}

function node(
  name: string,
  type: string,
  typeVersion: number,
  parameters: Record<string, unknown>,
  credential?: Credential,
): WorkflowNode {
  return {
    id: randomUUID(),
    name,
    type,
    typeVersion,
    position: [0, 0],
    parameters,
    ...(credential && {
      credentials: { [credential.type]: { id: credential.id, name: credential.name } },
    }),
  };
}
