/**
 * Both main stories as a person builds them in n8n's editor: from an empty n8n with nothing but the package,
 * by clicking, dragging and typing. Then what the credential's dialog says, what the column mapping does when XiaoA is down or a template changes, and
 * each workflow template as *Import from file* takes it. A picture of every step goes to `.cache/editor`.
 *
 *   npm run test:e2e:editor                  all checks
 *   npm run test:e2e:editor -- mapper        some of them
 */
import { rm } from 'node:fs/promises';

import { Report } from '../../../demo/base/report';
import { openBrowser, openWindow } from '../../../demo/editor/browser';
import { Editor } from '../../../demo/editor/editor';
import { Lifetime, runChecks } from '../../../demo/base/lifetime';
import { XIAOA_ACCOUNT } from '../../../demo/base/settings';
import type { EmptyDemo } from '../../../demo/stage/demo';
import { startTemporaryEmptyDemo } from '../../../demo/stage/temporaryDemo';
import { createXiaoACredential } from '../xiaoaCredential';
import { credentialDialog } from './credential';
import { crmToDialler } from './crmToDialler';
import { highScoreAlert } from './highScoreAlert';
import { mapperKeepsMapping } from './mapper';
import { PICTURES } from './story';
import { checkTemplateImport } from './templateImport';

const lifetime = new Lifetime();

type Check = (demo: EmptyDemo, editor: Editor, report: Report) => Promise<void>;

/** In this order. All of them without an argument; those named as arguments otherwise. */
const CHECKS: Record<string, Check> = {
  stories: async (demo, editor, report) => {
    await crmToDialler(demo, XIAOA_ACCOUNT, editor, report);
    await highScoreAlert(demo, editor, report);
  },
  credential: credentialDialog,
  mapper: mapperKeepsMapping,
  templates: async ({ rest }, editor, report) => await checkTemplateImport(editor, rest, report),
};

async function main(): Promise<number> {
  await rm(PICTURES, { recursive: true, force: true });
  const report = new Report();
  const demo = await startTemporaryEmptyDemo(lifetime, { report: console.log });
  const browser = await openBrowser();
  await lifetime.add(async () => await browser.close());
  const editor = new Editor(await openWindow(browser), demo.n8n.url);
  await editor.logIn(demo.owner);
  const isChosen = (name: string) => process.argv.length < 3 || process.argv.includes(name);
  // The first story makes it by hand, from an empty n8n.
  if (!isChosen('stories')) await createXiaoACredential(demo.rest, demo.emulator);
  for (const [name, check] of Object.entries(CHECKS)) {
    if (isChosen(name)) await check(demo, editor, report);
  }
  console.log(`Pictures of every step: ${PICTURES}`);
  return report.finish();
}

runChecks(lifetime, main);
