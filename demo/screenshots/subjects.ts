import { join } from 'node:path';
import type { Demo } from '../stage/demo';
import { createWorkflow } from '../n8n/workflows';
import { HIGH_SCORE_ALERT } from '../base/settings';
import { readSample } from '../setup/sampleWorkflows';
import { createCredential } from '../n8n/credentials';

const ALERT = join(__dirname, '..', 'workflows', 'high-score-alert.json');
const AGENT = join(__dirname, 'workflows', 'sales-agent.json');

/** The alert as people would have it: the demo itself looks every ten seconds, with a poll time for each. */
export async function setUpEveryMinute({ credentials, rest }: Demo): Promise<{ id: string }> {
  const { workflow } = await readSample(ALERT, Object.values(credentials));
  const nodes = workflow.nodes.map((node) =>
    node.name === HIGH_SCORE_ALERT.trigger
      ? { ...node, parameters: everyMinute(node.parameters as object) }
      : node,
  );
  return await createWorkflow(rest, { ...workflow, id: 'everyMinute', nodes });
}

function everyMinute(parameters: object): object {
  return { ...parameters, pollTimes: { item: [{ mode: 'everyMinute' }] } };
}

/** Puts an AI agent with its tools in place, to look at: nothing stands behind its model. */
export async function setUpSalesAgent({ credentials, rest }: Demo): Promise<{ id: string }> {
  const model = await createCredential(rest, {
    type: 'openAiApi',
    name: 'OpenAI',
    data: { apiKey: 'none', url: 'http://127.0.0.1:9/v1' },
  });
  const { workflow } = await readSample(AGENT, [...Object.values(credentials), model]);
  return await createWorkflow(rest, workflow);
}
