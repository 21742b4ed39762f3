import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Lifetime } from './lifetime';
import { openBrowser, openWindow } from './screenshots/browser';
import { Editor } from './screenshots/editor';
import { CRM_TO_DIALLER, HIGH_SCORE_ALERT, OWNER, PACKAGE_FOLDER } from './settings';
import { stopOnSignals } from './signals';
import { startTemporaryDemo } from './temporary-demo';

const FOLDER = join(PACKAGE_FOLDER, 'docs', 'images');
const ALERTS_MS = 30_000;

const lifetime = new Lifetime();

/** The pictures of the documentation, taken of a demo of their own. */
async function main(): Promise<void> {
  await mkdir(FOLDER, { recursive: true });
  const demo = await startTemporaryDemo(lifetime, { report: console.log });
  const browser = await openBrowser();
  await lifetime.add(async () => await browser.close());
  const editor = new Editor(await openWindow(browser), demo.n8n.url);
  const { page } = editor;
  const take = async (name: string) => {
    await page.screenshot({ path: join(FOLDER, `${name}.png`) });
    console.log(`docs/images/${name}.png`);
  };

  await editor.logIn(OWNER);
  await editor.openWorkflow(CRM_TO_DIALLER.id);
  await editor.execute();
  await editor.fitView();
  await take('crm-to-dialler');
  await editor.openNode(CRM_TO_DIALLER.node);
  await take('task-node');
  await editor.openCredential();
  await page.getByText('Connection tested successfully').waitFor();
  await take('credential');
  await page.keyboard.press('Escape');

  await editor.openWorkflow(HIGH_SCORE_ALERT.id);
  await editor.fitView();
  await take('high-score-alert');

  await page.goto(demo.slack.url);
  await page.locator('blockquote').first().waitFor({ timeout: ALERTS_MS });
  await page.waitForTimeout(ALERTS_MS / 2);
  await take('slack-alerts');
}

stopOnSignals(lifetime, 130);
main()
  .then(() => 0)
  .catch((error: unknown) => {
    console.error(error);
    return 1;
  })
  .then(async (status) => {
    await lifetime.close();
    process.exit(status);
  });
