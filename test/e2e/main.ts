/**
 * The package as users install it, in a real n8n against the emulator: what it takes for granted about n8n, every
 * operation, the key in all its states, n8n's AI Agent with the nodes as its tools, the workflow
 * templates, and an import of 30,000 leads while n8n has to go on answering.
 *
 *   npm run test:e2e
 */
import { Report } from '../../demo/base/report';
import { Lifetime, runChecks } from '../../demo/base/lifetime';
import { startTemporaryDemo } from '../../demo/stage/temporaryDemo';
import { checkAgent } from './agent';
import { checkCredentialTest } from './credentialTest';
import { checkLargeDownload } from './largeDownload';
import { checkLargeImport } from './largeImport';
import { checkMechanisms } from './mechanisms';
import { checkOperations } from './operations';
import { checkSecrets } from './secrets';
import { checkSession } from './session';
import { checkTemplates } from './templates';

const lifetime = new Lifetime();

async function main(): Promise<number> {
  const report = new Report();
  const demo = await startTemporaryDemo(lifetime, { report: console.log, logLevel: 'debug' });
  // First, while n8n has nothing in its memory that it could clear away meanwhile.
  await checkLargeDownload(demo, report);
  await checkMechanisms(demo, report);
  await checkOperations(demo, report);
  await checkAgent(demo, report, lifetime);
  await checkSession(demo, report);
  await checkTemplates(demo, report);
  await checkLargeImport(demo, report);
  await checkCredentialTest(demo, report);
  await checkSecrets(demo, report);
  return report.finish();
}

runChecks(lifetime, main);
