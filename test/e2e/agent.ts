import type { Report } from '../../demo/base/report';
import type { Demo } from '../../demo/stage/demo';
import type { Lifetime } from '../../demo/base/lifetime';
import { ModelStandIn } from '../../demo/model/standIn';
import { checkColumnLabels } from './agent/columns';
import { checkManyCalls } from './agent/manyCalls';
import { checkRefusals } from './agent/refusals';
import { checkReview } from './agent/review';
import { agentWorld } from './agent/runAgent';
import { checkStory } from './agent/story';
import { checkTranscriptSummary } from './transcriptSummary';

/** n8n's AI Agent with this package's nodes as its tools. Only the model is a stand-in. */
export async function checkAgent(demo: Demo, report: Report, lifetime: Lifetime): Promise<void> {
  const model = await ModelStandIn.start();
  await lifetime.add(async () => await model.stop());
  const world = await agentWorld(demo, model);
  await checkStory(world, report);
  await checkColumnLabels(world, report);
  await checkManyCalls(world, report);
  await checkRefusals(world, report);
  await checkReview(world, report);
  await checkTranscriptSummary(world, report);
}
