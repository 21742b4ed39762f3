import { randomBytes } from 'node:crypto';
import { checkAlerts } from './check/alerts';
import { checkCrmToDialler } from './check/crmToDialler';
import { Report, differs } from './base/report';
import { checkSecrets } from './check/secrets';
import { Lifetime, runChecks } from './base/lifetime';
import { startTemporaryDemo, type TemporaryDemo } from './stage/temporaryDemo';
import type { Demo } from './stage/demo';
import { findWorkflow, settledPublication } from './n8n/workflows';
import { CRM_TO_DIALLER, HIGH_SCORE_ALERT } from './base/settings';

const lifetime = new Lifetime();

async function main(): Promise<number> {
  // One that stands nowhere by chance, since it is searched for.
  const password = `pw-${randomBytes(12).toString('hex')}`;
  const report = new Report();
  let demo: TemporaryDemo | undefined;
  await report.check('the demo starts', async () => {
    const xiaoaAccount = { username: 'demo', password };
    demo = await startTemporaryDemo(lifetime, { xiaoaAccount, report: console.log });
  });
  if (demo) await checkDemo(demo, password, report);
  return report.finish();
}

async function checkDemo(demo: TemporaryDemo, password: string, report: Report): Promise<void> {
  const known = demo.emulator.crmRecords.length;
  await checkWorkflows(demo, report);
  await checkCrmToDialler(demo, report);
  await checkAlerts(demo, known, report);
  await report.check('one login serves everything', () =>
    differs('logins', demo.emulator.logins, 1),
  );
  await checkSecrets(demo, password, report);
  await report.check('nothing tried to leave this machine', () =>
    differs('refused', demo.proxy.refused, []),
  );
}

runChecks(lifetime, main);

/** Both sample workflows are there, and n8n runs their triggers. */
export async function checkWorkflows({ rest }: Demo, report: Report): Promise<void> {
  for (const { id } of [CRM_TO_DIALLER, HIGH_SCORE_ALERT]) {
    const workflow = await findWorkflow(rest, id);
    await report.check(`"${workflow?.name ?? id}" is active`, async () => {
      const { status } = await settledPublication(rest, id);
      return (
        differs('status', status, 'published') ??
        differs('active version', workflow?.activeVersionId, workflow?.versionId)
      );
    });
  }
}
