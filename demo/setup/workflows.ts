import type { Credential } from '../n8n/credentials';
import type { RestClient } from '../n8n/rest';
import {
  createWorkflow,
  findWorkflow,
  publishWorkflow,
  updateWorkflow,
  type StoredWorkflow,
} from '../n8n/workflows';
import { Ledger } from './ledger';
import { readSamples, type Sample } from './sampleWorkflows';

/** Sees to it that the sample workflows are there, up to date unless someone edited them, and active. */
export async function setUpWorkflows(
  rest: RestClient,
  credentials: Credential[],
  folder: string,
): Promise<void> {
  const ledger = await Ledger.open(folder);
  for (const sample of await readSamples(credentials)) {
    const { workflow, isNew } = await store(rest, sample, ledger);
    if (workflow.isArchived) continue;
    // An edited workflow keeps what its editor published, but it does not stay switched off.
    if (isNew || !workflow.activeVersionId) await publishWorkflow(rest, workflow);
  }
}

async function store(
  rest: RestClient,
  sample: Sample,
  ledger: Ledger,
): Promise<{ workflow: StoredWorkflow; isNew: boolean }> {
  const { workflow, hash } = sample;
  const { id } = workflow;
  const found = await findWorkflow(rest, id);
  const known = ledger.get(id);
  const isEdited = found?.versionId !== known?.versionId;
  if (found && (isEdited || known?.hash === hash)) return { workflow: found, isNew: false };
  const stored = found
    ? await updateWorkflow(rest, workflow)
    : await createWorkflow(rest, workflow);
  await ledger.set(id, { hash, versionId: stored.versionId });
  return { workflow: stored, isNew: true };
}
