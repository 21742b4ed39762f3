import { chromium, selectors, type Browser, type Page } from 'playwright-core';
import { findChromium } from '../../scripts/chromium.mjs';

const WINDOW = { width: 1440, height: 900 };
/** The editor is 20 MB of scripts, and the machine may have other things to do. */
const PATIENCE_MS = 60_000;

/** A browser of this machine; `CHROMIUM` names one that stands elsewhere. */
export async function openBrowser(): Promise<Browser> {
  // n8n marks its elements so.
  selectors.setTestIdAttribute('data-test-id');
  return await chromium.launch({ executablePath: findChromium(), args: ['--no-sandbox'] });
}

/** A window in which nobody has ever seen n8n. */
export async function openWindow(browser: Browser): Promise<Page> {
  const context = await browser.newContext({
    viewport: WINDOW,
    deviceScaleFactor: 1,
    locale: 'en-US',
    timezoneId: 'Asia/Shanghai',
  });
  context.setDefaultTimeout(PATIENCE_MS);
  return await context.newPage();
}

/** The editor asks for one thing or another all the time, so that the network may never fall idle. */
const IDLE_MS = 2_000;
const ANIMATION_MS = 500;

/** Animations and late answers are over. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: IDLE_MS }).catch(() => {});
  await page.waitForTimeout(ANIMATION_MS);
}
