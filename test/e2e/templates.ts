import { differs, type Report } from '../../demo/base/report';
import type { Demo } from '../../demo/stage/demo';
import { askBeforeCalling } from './templates/askBeforeCalling';
import { callThePeople } from './templates/crmToDialler';
import { highScoreLead } from './templates/highScoreLead';
import { nightlyReport } from './templates/nightlyReport';
import { outcomeToCrm } from './templates/outcomeToCrm';
import { recordingArchive } from './templates/recordingArchive';
import { redialFailed } from './templates/redialFailed';
import { scoreDigest } from './templates/scoreDigest';
import { createWorld, templateFiles, type TemplateCheck } from './templates/world';

const CHECKS: readonly TemplateCheck[] = [
  callThePeople,
  highScoreLead,
  nightlyReport,
  redialFailed,
  scoreDigest,
  outcomeToCrm,
  askBeforeCalling,
  recordingArchive,
];

/** Run with the AI Agent, since it needs a model: `transcriptSummary.ts`. */
const WITH_A_MODEL = ['transcript-summary'];

/**
 * Each workflow template, run in a real n8n from its trigger to what reaches the services.
 *
 * @param wanted the files of those to run; all without it
 */
export async function checkTemplates(
  demo: Demo,
  report: Report,
  wanted: readonly string[] = [],
): Promise<void> {
  await report.check('every template is run', async () =>
    differs(
      'templates',
      await templateFiles(),
      [...CHECKS.map(({ file }) => file), ...WITH_A_MODEL].sort(),
    ),
  );
  const chosen = CHECKS.filter(({ file }) => wanted.length === 0 || wanted.includes(file));
  for (const { file, check } of chosen) await check(await createWorld(demo, file), report);
}
