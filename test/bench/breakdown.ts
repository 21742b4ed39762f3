/**
 * What bounds an import of 30,000 leads and a list of 100,000 records: whose code ran, by a profile of n8n's process
 * while the node worked. A profile makes everything slower, so look at the shares.
 */
import { leadsCode } from '../support/people';
import { addRecords, listStep } from './list';
import { createStep } from './support/importSteps';
import { succeeded, type Lab, type Step } from './support/lab';
import { spread } from './support/rounds';
import type { Line } from './support/table';

const LEADS = 30_000;
const ROUNDS = 3;
const PARTS = ['this package', 'n8n and its libraries', 'Node', 'garbage collection', 'waiting'];

export async function breakDown(lab: Lab): Promise<Line[]> {
  await addRecords(lab);
  const cases: Array<[name: string, step: Step, items?: string]> = [
    [`Task: Create, ${LEADS} leads`, createStep(lab), leadsCode(LEADS)],
    ['CRM: Get Many, raw', listStep('Raw', false)],
    ['CRM: Get Many, simplified', listStep('Simplified', true)],
  ];
  const lines: Line[] = [];
  for (const [name, step, items] of cases) {
    const run = await lab.workflow([step], items);
    await succeeded(await run());
    await lab.breakDown(true);
    const rounds = Number(process.env.BENCH_ROUNDS ?? ROUNDS);
    const seen: Array<Record<string, number>> = [];
    for (let round = 0; round < rounds; round++) {
      const { breakdown = {} } = succeeded(await run()).nodes[step.name];
      seen.push(breakdown);
    }
    await lab.breakDown(false);
    const all = (parts: Record<string, number>) =>
      PARTS.reduce((sum, part) => sum + (parts[part] ?? 0), 0);
    for (const part of PARTS) {
      const share = spread(seen.map((parts) => (parts[part] ?? 0) / all(parts))).median;
      const ms = spread(seen.map((parts) => parts[part] ?? 0)).median;
      lines.push({
        what: name,
        against: part,
        figure: `${Math.round(share * 100)} %`,
        absolute: `${ms.toFixed(0)} ms`,
      });
    }
    console.error(`  ${name}: ${JSON.stringify(seen)}`);
  }
  return lines;
}
