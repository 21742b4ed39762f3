import { join } from 'node:path';
import type { Demo } from '../demo';
import { createWorkflow } from '../n8n/workflows';
import { HIGH_SCORE_ALERT } from '../settings';
import { readSample } from '../setup/sampleWorkflows';

const FILE = join(__dirname, '..', 'workflows', 'high-score-alert.json');

/** The alert as people would have it: the demo itself looks every ten seconds, with a poll time for each. */
export async function setUpEveryMinute({ credentials, rest }: Demo): Promise<{ id: string }> {
  const { workflow } = await readSample(FILE, Object.values(credentials));
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
