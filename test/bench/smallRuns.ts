/**
 * What a run costs that has one item only: *XiaoA Task: Create* with one lead, against an HTTP Request node that sends
 * the same, signed beforehand. n8n notes whole milliseconds, so the figures are those of many runs.
 */
import { succeeded, type Lab } from './support/lab';
import { createStep, leadRequest } from './support/importSteps';
import { leadsCode } from '../support/people';
import { inRounds, type Contender } from './support/rounds';
import type { Step } from './support/lab';
import { ratioLine, type Line } from './support/table';

const ROUNDS = 25;

const NODE = 'XiaoA Task: Create, 1 lead';
const HTTP = 'HTTP Request, 1 item';

export async function compareSmallRuns(lab: Lab): Promise<Line[]> {
  const rounds = await inRounds(
    [await runOf(lab, NODE, createStep(lab)), await runOf(lab, HTTP, leadRequest(lab))],
    ROUNDS,
  );
  return [ratioLine(rounds, NODE, HTTP)];
}

async function runOf(lab: Lab, name: string, step: Step): Promise<Contender> {
  const run = await lab.workflow([step], leadsCode(1));
  return {
    name,
    run: async () => succeeded(await run()).nodes[step.name].ms,
  };
}
