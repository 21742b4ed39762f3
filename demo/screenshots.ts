import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { readPorts } from './base/ports';
import { Lifetime, runChecks } from './base/lifetime';
import { openBrowser, openWindow } from './editor/browser';
import { Editor } from './editor/editor';
import { setUpEveryMinute, setUpSalesAgent } from './screenshots/subjects';
import { takeTemplates } from './screenshots/templates';
import { CRM_TO_DIALLER, HIGH_SCORE_ALERT, PACKAGE_FOLDER } from './base/settings';
import { startTemporaryDemo } from './stage/temporaryDemo';

const FOLDER = join(PACKAGE_FOLDER, 'docs', 'images');
const ALERTS_MS = 30_000;

const lifetime = new Lifetime();

/** The pictures of the documentation, taken of a demo of their own. */
async function main(): Promise<number> {
  await mkdir(FOLDER, { recursive: true });
  // The usual ports, since one of them can be seen.
  const ports = readPorts(process.argv.slice(2), process.env);
  const demo = await startTemporaryDemo(lifetime, { ports, report: console.log });
  const browser = await openBrowser();
  await lifetime.add(async () => await browser.close());
  const editor = new Editor(await openWindow(browser), demo.n8n.url);
  const { page } = editor;
  const take = async (name: string) => {
    await page.screenshot({ path: join(FOLDER, `${name}.png`) });
    console.log(`docs/images/${name}.png`);
  };

  await editor.logIn(demo.owner);
  await editor.openWorkflow(CRM_TO_DIALLER.id);
  await editor.execute(CRM_TO_DIALLER.trigger);
  await editor.fitView();
  await take('crm-to-dialler');
  const task = await editor.openNode(CRM_TO_DIALLER.node);
  await task.show('ndv-input-panel', 'table');
  await task.show('output-panel', 'json');
  await take('task-node');
  const credential = await task.openCredential();
  await credential.verdict();
  await take('credential');

  await page.goto(demo.proxy.url);
  await page.locator('blockquote').nth(2).waitFor({ timeout: ALERTS_MS });
  await take('slack-alerts');

  await editor.openWorkflow(HIGH_SCORE_ALERT.id);
  await editor.fitView();
  await take('high-score-alert');
  const everyMinute = await setUpEveryMinute(demo);
  await editor.openWorkflow(everyMinute.id);
  const trigger = await editor.openNode(HIGH_SCORE_ALERT.trigger);
  await trigger.execute();
  await trigger.show('output-panel', 'json');
  await trigger.scrollTo('simplify');
  await take('crm-trigger-node');

  const { id } = await setUpSalesAgent(demo);
  await editor.openWorkflow(id);
  await editor.fitView();
  await take('sales-agent');
  await takeTemplates(editor, join(FOLDER, 'templates'));
  return 0;
}

runChecks(lifetime, main);
