/**
 * Both main stories as a person builds them in n8n's editor: from an empty n8n with nothing but the package,
 * by clicking, dragging and typing. A picture of every step goes to `.cache/editor`. Then each workflow template as
 * *Import from file* takes it.
 *
 *   npm run test:e2e:editor
 */
import { rm } from 'node:fs/promises';

import { Report } from '../../../demo/base/report';
import { openBrowser, openWindow } from '../../../demo/editor/browser';
import { Editor } from '../../../demo/editor/editor';
import { Lifetime, runChecks } from '../../../demo/base/lifetime';
import { XIAOA_ACCOUNT } from '../../../demo/base/settings';
import { startTemporaryEmptyDemo } from '../../../demo/stage/temporaryDemo';
import { crmToDialler } from './crmToDialler';
import { highScoreAlert } from './highScoreAlert';
import { PICTURES } from './story';
import { checkTemplateImport } from './templateImport';

const lifetime = new Lifetime();

async function main(): Promise<number> {
  await rm(PICTURES, { recursive: true, force: true });
  const report = new Report();
  const demo = await startTemporaryEmptyDemo(lifetime, { report: console.log });
  const browser = await openBrowser();
  await lifetime.add(async () => await browser.close());
  const editor = new Editor(await openWindow(browser), demo.n8n.url);
  await editor.logIn(demo.owner);
  await crmToDialler(demo, XIAOA_ACCOUNT, editor, report);
  await highScoreAlert(demo, editor, report);
  await checkTemplateImport(editor, demo.rest, report);
  console.log(`Pictures of every step: ${PICTURES}`);
  return report.finish();
}

runChecks(lifetime, main);
