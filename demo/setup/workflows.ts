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
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HIGH_SCORE_ALERT } from '../base/settings';

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

/**
 * Has the trigger start anew, before n8n runs. The emulator forgets everything when it stops and
 * gives the ids of its records out again, so the trigger would take new calls for those it knows.
 */
export async function forgetCalls(userFolder: string): Promise<void> {
  const file = join(userFolder, '.n8n', 'database.sqlite');
  if (!existsSync(file)) return;
  // Node 20, on which tests may run this, has no such module; they start with an empty folder.
  const { DatabaseSync } = await import('node:sqlite');
  const database = new DatabaseSync(file);
  try {
    database
      .prepare('UPDATE workflow_entity SET staticData = NULL WHERE id = ?')
      .run(HIGH_SCORE_ALERT.id);
  } catch {
    // n8n was stopped before it had made its tables: there is nothing to forget.
  } finally {
    database.close();
  }
}
