/**
 * The package in other versions of n8n than the one that it is developed with: what it takes for granted about n8n,
 * every operation, the key in all its states, a large import and the credential test.
 *
 *   npm run test:versions            all of them
 *   npm run test:versions -- 2.8.4   one
 */
import { join } from 'node:path';

import { Report } from '../../demo/base/report';
import { Lifetime, runChecks } from '../../demo/base/lifetime';
import { installationIn } from '../../demo/n8n/installation';
import { startTemporaryDemo, type TemporaryDemo } from '../../demo/stage/temporaryDemo';
import { checkCredentialTest } from './credentialTest';
import { checkLargeImport } from './largeImport';
import { checkMechanisms } from './mechanisms';
import { checkOperations } from './operations';
import { checkSession } from './session';

const VERSIONS = join(__dirname, '..', '..', 'demo', 'versions');
const lifetime = new Lifetime();

async function main(): Promise<number> {
  const report = new Report();
  for (const version of process.argv.slice(2)) await checkVersion(version, report);
  return report.finish();
}

async function checkVersion(version: string, report: Report): Promise<void> {
  const installation = installationIn(join(VERSIONS, version));
  const ofThisVersion = new Lifetime();
  await lifetime.add(async () => await ofThisVersion.close());
  console.log(`\nn8n ${installation.version}`);
  let demo: TemporaryDemo | undefined;
  await report.check('n8n starts, loads the package and activates its trigger', async () => {
    demo = await startTemporaryDemo(ofThisVersion, { installation });
  });
  if (demo) {
    await checkMechanisms(demo, report);
    await checkOperations(demo, report);
    await checkSession(demo, report);
    await checkLargeImport(demo, report);
    await checkCredentialTest(demo, report);
  }
  await ofThisVersion.close();
}

runChecks(lifetime, main);
