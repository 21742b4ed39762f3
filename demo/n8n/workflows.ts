import { setTimeout as sleep } from 'node:timers/promises';
import { newWorkflow, publicationOf, type Publication } from './compatibility';
import { RestError, type RestClient } from './rest';

export interface WorkflowNode {
  name: string;
  type: string;
  credentials?: Record<string, { id: string | null; name: string }>;
  [more: string]: unknown;
}

export interface Workflow {
  id: string;
  name: string;
  nodes: WorkflowNode[];
  connections: Record<string, unknown>;
  settings?: Record<string, unknown>;
}

export interface StoredWorkflow extends Workflow {
  versionId: string;
  activeVersionId: string | null;
  isArchived: boolean;
}

const PUBLISHING_MS = 60_000;

export async function findWorkflow(
  rest: RestClient,
  id: string,
): Promise<StoredWorkflow | undefined> {
  try {
    return await rest.get<StoredWorkflow>(`/workflows/${id}`);
  } catch (error) {
    if (error instanceof RestError && error.status === 404) return undefined;
    throw error;
  }
}

export async function createWorkflow(
  rest: RestClient,
  workflow: Workflow,
): Promise<StoredWorkflow> {
  return await rest.post<StoredWorkflow>('/workflows', newWorkflow(workflow));
}

export async function updateWorkflow(
  rest: RestClient,
  workflow: Workflow,
): Promise<StoredWorkflow> {
  return await rest.patch<StoredWorkflow>(`/workflows/${workflow.id}`, workflow);
}

/**
 * Publishes a workflow's latest version and waits until its triggers run.
 * n8n does that in the background, and would tell only the editor that a trigger did not start.
 */
export async function publishWorkflow(
  rest: RestClient,
  workflow: StoredWorkflow,
  patienceMs = PUBLISHING_MS,
): Promise<void> {
  const { id, versionId } = workflow;
  await rest.post(`/workflows/${id}/activate`, { versionId });
  const { status, triggers } = await settledPublication(rest, id, patienceMs);
  if (status === 'published') return;
  const reasons = triggers.map(({ errorMessage }) => errorMessage).filter(Boolean);
  throw new Error(`"${workflow.name}" is ${status}. ${reasons.join(' ')}`);
}

/** Whether the triggers of a workflow run, once n8n has stopped working on it. */
export async function settledPublication(
  rest: RestClient,
  id: string,
  patienceMs = PUBLISHING_MS,
): Promise<Publication> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const publication = await publicationOf(rest, id);
    if (publication.status !== 'in_progress' || Date.now() > end) return publication;
    await sleep(200);
  }
}
