import type { Page } from 'playwright-core';

/** The editor asks for one thing or another all the time, so that the network may never fall idle. */
const IDLE_MS = 2_000;
const ANIMATION_MS = 500;

/** Animations and late answers are over. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle', { timeout: IDLE_MS }).catch(() => {});
  await page.waitForTimeout(ANIMATION_MS);
}
