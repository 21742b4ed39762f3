import { randomBytes } from 'node:crypto';
import { checkAlerts } from './check/alerts';
import { checkCrmToDialler } from './check/crmToDialler';
import { Report } from './check/report';
import { checkSecrets } from './check/secrets';
import { checkWorkflows } from './check/workflows';
import { differs } from './check/expect';
import { Lifetime } from './lifetime';
import { runChecks } from './runChecks';
import { startTemporaryDemo, type TemporaryDemo } from './temporaryDemo';

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
