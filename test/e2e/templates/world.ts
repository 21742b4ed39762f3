import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Emulator } from '../../../emulator';
import { shanghaiDay } from '../../../emulator/platform/clock';
import type { Report } from '../../../demo/base/report';
import type { Demo } from '../../../demo/stage/demo';
import { createCredential, type Credential } from '../../../demo/n8n/credentials';
import {
  errorOf,
  finishedExecution,
  runWorkflow,
  type Execution,
} from '../../../demo/n8n/executions';
import {
  createWorkflow,
  type StoredWorkflow,
  type Workflow,
  type WorkflowNode,
} from '../../../demo/n8n/workflows';
import { PACKAGE_FOLDER } from '../../../demo/base/settings';

const FOLDER = join(PACKAGE_FOLDER, 'workflows');

/** What is checked of one template. */
export interface TemplateCheck {
  /** Its file in `workflows/`, without `.json`. */
  file: string;
  check(world: World, report: Report): Promise<void>;
}

/** A demo, and an account on its platform that nothing else uses. */
export interface World extends Demo {
  username: string;
  /** By type: what the nodes of a template may want. */
  credentialOf: Record<string, Credential>;
}

/** The names of all templates that there are. */
export async function templateFiles(): Promise<string[]> {
  const files = await readdir(FOLDER);
  return files
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.replace(/\.json$/, ''))
    .sort();
}

export function pathOf(file: string): string {
  return join(FOLDER, `${file}.json`);
}

export async function readTemplate(file: string): Promise<Workflow> {
  return JSON.parse(await readFile(pathOf(file), 'utf8')) as Workflow;
}

export async function createWorld(demo: Demo, file: string): Promise<World> {
  const account = { username: `templates-${file}`, password: 'templates-password' };
  demo.emulator.addAccount(account);
  const xiaoa = await createCredential(demo.rest, {
    name: `XiaoA (${file})`,
    type: 'xiaoAApi',
    data: { baseUrl: demo.emulator.url, ...account, signatureEncoding: 'escaped' },
  });
  return {
    ...demo,
    username: account.username,
    credentialOf: { xiaoAApi: xiaoa, slackApi: demo.credentials.slack },
  };
}

/**
 * Puts a template into n8n as somebody does who follows its note: credentials chosen, and what only its user
 * knows filled in.
 *
 * @param fillIn changes to the parameters of some nodes, by their names
 */
export async function importTemplate(
  { rest, credentialOf }: World,
  file: string,
  fillIn: Record<string, Record<string, unknown>> = {},
): Promise<StoredWorkflow> {
  const template = await readTemplate(file);
  const nodes = template.nodes.map((node) => ({
    ...node,
    parameters: { ...(node.parameters as object), ...fillIn[node.name] },
    credentials: credentialsFor(node, credentialOf),
  }));
  return await createWorkflow(rest, { ...template, nodes });
}

/** Runs a template from its trigger, by hand. */
export async function runTemplate(
  { rest }: World,
  { id }: Pick<StoredWorkflow, 'id'>,
  trigger: string,
): Promise<{ execution: Execution; error?: string }> {
  const execution = await finishedExecution(rest, await runWorkflow(rest, id, trigger));
  return { execution, error: errorOf(execution) };
}

/** `2026-11-24` in Shanghai, by the platform's clock. */
export function shanghaiDate({ emulator }: { emulator: Emulator }, daysAgo: number): string {
  return shanghaiDay(emulator.now() - daysAgo * 24 * 3_600_000);
}

/** n8n allows one poll a minute; several poll times make several of them. */
export function everyFiveSeconds(): Array<{ mode: string; cronExpression: string }> {
  return Array.from({ length: 12 }, (_, at) => ({
    mode: 'custom',
    cronExpression: `${at * 5} * * * * *`,
  }));
}

const CREDENTIALS: ReadonlyArray<readonly [node: RegExp, credential: string]> = [
  [/^n8n-nodes-xiaoa\./, 'xiaoAApi'],
  [/^n8n-nodes-base\.slack$/, 'slackApi'],
  [/^n8n-nodes-base\.formTrigger$/, 'httpBasicAuth'],
  [/^n8n-nodes-base\.s3$/, 's3'],
];

function credentialsFor(
  { type }: WorkflowNode,
  credentialOf: Record<string, Credential>,
): WorkflowNode['credentials'] {
  const wanted = CREDENTIALS.find(([node]) => node.test(type))?.[1];
  if (wanted === undefined) return undefined;
  const { id, name } = credentialOf[wanted];
  return { [wanted]: { id, name } };
}
