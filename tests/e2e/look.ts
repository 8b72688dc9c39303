/** A screen in both sizes: nothing for axe to find, nothing outside the window, a picture of each to look at. */
import type { Page } from '@playwright/test';
import { axeFaults } from './axe-faults.ts';
import { expect } from './test.ts';

/** The last one is how pages begin, and are left. */
const SIZES = [
  { width: 1024, height: 768 },
  { width: 1440, height: 900 },
] as const;

export async function look(page: Page, name: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.evaluate(() => document.fonts.ready);
    expect(await axeFaults(page), `${name} at ${size.width}`).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `${name} at ${size.width} scrolls sideways`).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `test-results/screens/${name}-${size.width}.png` });
  }
}
