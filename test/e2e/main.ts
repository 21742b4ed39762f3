/**
 * The package as users install it, in a real n8n against the emulator: what it takes for granted about n8n, every
 * operation, the key in all its states, n8n's AI Agent with the nodes as its tools, the workflow
 * templates, and an import of 30,000 leads while n8n has to go on answering.
 *
 *   npm run test:e2e                                      all checks
 *   npm run test:e2e -- session import                    some of them
 *   npm run test:e2e -- templates nightly-call-report     one template
 */
import { Report } from '../../demo/base/report';
import { Lifetime, runChecks } from '../../demo/base/lifetime';
import { startTemporaryDemo, type TemporaryDemo } from '../../demo/stage/temporaryDemo';
import { checkAgent } from './agent';
import { checkCredentialTest } from './credentialTest';
import { checkHttpRequestNode } from './httpRequestNode';
import { checkLargeDownload } from './largeDownload';
import { checkLargeImport } from './largeImport';
import { checkLimits } from './limits';
import { checkMechanisms } from './mechanisms';
import { checkOperations } from './operations';
import { checkRetryOnFail } from './retryOnFail';
import { checkSecrets } from './secrets';
import { checkSession } from './session';
import { checkTemplates } from './templates';

const lifetime = new Lifetime();

/** In this order. All of them without an argument; those named as arguments otherwise. */
const CHECKS: Record<string, (demo: TemporaryDemo, report: Report) => Promise<void>> = {
  // First, while n8n has nothing in its memory that it could clear away meanwhile.
  download: checkLargeDownload,
  mechanisms: checkMechanisms,
  operations: checkOperations,
  agent: async (demo, report) => await checkAgent(demo, report, lifetime),
  session: checkSession,
  retry: checkRetryOnFail,
  limits: checkLimits,
  http: checkHttpRequestNode,
  templates: async (demo, report) => await checkTemplates(demo, report, wanted),
  import: checkLargeImport,
  credential: checkCredentialTest,
  secrets: checkSecrets,
};
const wanted = process.argv.slice(2).filter((name) => !(name in CHECKS));

async function main(): Promise<number> {
  const report = new Report();
  const demo = await startTemporaryDemo(lifetime, { report: console.log, logLevel: 'debug' });
  const isChosen = (name: string) => process.argv.length < 3 || process.argv.includes(name);
  for (const [name, check] of Object.entries(CHECKS)) if (isChosen(name)) await check(demo, report);
  return report.finish();
}

runChecks(lifetime, main);
