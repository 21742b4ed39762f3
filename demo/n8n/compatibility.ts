import { RestError, type RestClient } from './rest';

/** How far n8n is with starting the triggers of a workflow. */
export interface Publication {
  status: 'in_progress' | 'not_published' | 'published' | 'partial' | 'failed';
  liveVersionId: string | null;
  triggers: Array<{ status: string; errorMessage: string | null }>;
}

/** A new workflow. n8n up to 2.0 wants to be told that it is not active. */
export function newWorkflow<T extends object>(workflow: T): T & { active: boolean } {
  return { active: false, ...workflow };
}

/**
 * What a manual run is asked for with. n8n up to 2.8 runs the workflow that the request brings along;
 * later ones read it from their database and ignore this one.
 */
export async function manualRun(rest: RestClient, id: string, trigger: string): Promise<object> {
  return {
    workflowData: await rest.get(`/workflows/${id}`),
    triggerToStartFrom: { name: trigger },
  };
}

/**
 * n8n up to 2.8 starts the triggers before it answers the request to activate, or refuses that,
 * and has no such thing to ask for.
 */
export async function publicationOf(rest: RestClient, id: string): Promise<Publication> {
  try {
    return await rest.get<Publication>(`/workflows/${id}/publication-status`);
  } catch (error) {
    if (!(error instanceof RestError && error.status === 404)) throw error;
    const { activeVersionId } = await rest.get<{ activeVersionId: string | null }>(
      `/workflows/${id}`,
    );
    const status = activeVersionId ? 'published' : 'not_published';
    return { status, liveVersionId: activeVersionId, triggers: [] };
  }
}
