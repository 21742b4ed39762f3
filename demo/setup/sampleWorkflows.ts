import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Credential } from '../n8n/credentials';
import type { Workflow } from '../n8n/workflows';

const FOLDER = join(__dirname, '..', 'workflows');

export interface Sample {
  workflow: Workflow;
  /** Changes when the file does. */
  hash: string;
}

/** The sample workflows, tied to the credentials of this n8n. */
export async function readSamples(credentials: Credential[]): Promise<Sample[]> {
  const files = (await readdir(FOLDER)).filter((file) => file.endsWith('.json')).sort();
  return await Promise.all(
    files.map(async (file) => await readSample(join(FOLDER, file), credentials)),
  );
}

/** A workflow from a file, tied to the credentials that have the names in it. */
export async function readSample(file: string, credentials: Credential[]): Promise<Sample> {
  const text = await readFile(file, 'utf8');
  const workflow = JSON.parse(text) as Workflow;
  for (const node of workflow.nodes) {
    for (const [type, wanted] of Object.entries(node.credentials ?? {})) {
      const { id } = credentials.find((one) => one.type === type && one.name === wanted.name)!;
      node.credentials![type] = { ...wanted, id };
    }
  }
  return { workflow, hash: createHash('sha256').update(text).digest('hex') };
}
