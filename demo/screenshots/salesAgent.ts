import { join } from 'node:path';
import type { Demo } from '../demo';
import { createCredential } from '../n8n/credentials';
import { createWorkflow } from '../n8n/workflows';
import { readSample } from '../setup/sampleWorkflows';

const FILE = join(__dirname, 'workflows', 'sales-agent.json');

/** Puts an AI agent with its tools in place, to look at: nothing stands behind its model. */
export async function setUpSalesAgent({ credentials, rest }: Demo): Promise<{ id: string }> {
  const model = await createCredential(rest, {
    type: 'openAiApi',
    name: 'OpenAI',
    data: { apiKey: 'none', url: 'http://127.0.0.1:9/v1' },
  });
  const { workflow } = await readSample(FILE, [...Object.values(credentials), model]);
  return await createWorkflow(rest, workflow);
}
