import { differs, type Report } from '../../demo/base/report';
import type { Demo } from '../../demo/stage/demo';
import { callThePeople } from './templates/crmToDialler';
import { highScoreLead } from './templates/highScoreLead';
import { nightlyReport } from './templates/nightlyReport';
import { redialFailed } from './templates/redialFailed';
import { createWorld, templateFiles, type TemplateCheck } from './templates/world';

const CHECKS: readonly TemplateCheck[] = [
  callThePeople,
  highScoreLead,
  nightlyReport,
  redialFailed,
];

/** Run with the AI Agent, since it needs a model: `transcriptSummary.ts`. */
const WITH_A_MODEL = ['transcript-summary'];

/** Each workflow template, run in a real n8n from its trigger to what reaches the services. */
export async function checkTemplates(demo: Demo, report: Report): Promise<void> {
  await report.check('every template is run', async () =>
    differs(
      'templates',
      await templateFiles(),
      [...CHECKS.map(({ file }) => file), ...WITH_A_MODEL].sort(),
    ),
  );
  for (const { file, check } of CHECKS) await check(await createWorld(demo, file), report);
}
