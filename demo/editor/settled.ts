import type { Page } from 'playwright-core';

/** Animations and late answers are over. */
export async function settled(page: Page): Promise<void> {
  await page.waitForLoadState('networkidle').catch(() => {});
  await page.waitForTimeout(800);
}
