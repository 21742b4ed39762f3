import { existsSync } from 'node:fs';
import { chromium, selectors, type Browser, type Page } from 'playwright-core';
import { DemoError } from '../demo-error';

const WINDOW = { width: 1440, height: 900 };
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** A browser of this machine; `CHROMIUM` names one that stands elsewhere. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = [process.env.CHROMIUM ?? '', ...PLACES].find((file) => existsSync(file));
  if (!executablePath) {
    throw new DemoError('No Chromium found. Install it, or name it: CHROMIUM=/path/to/chromium');
  }
  // n8n marks its elements so.
  selectors.setTestIdAttribute('data-test-id');
  return await chromium.launch({ executablePath, args: ['--no-sandbox'] });
}

/** A window in which nobody has ever seen n8n. */
export async function openWindow(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: WINDOW,
    deviceScaleFactor: 1,
    locale: 'en-US',
    timezoneId: 'Asia/Shanghai',
  });
  return await context.newPage();
}
