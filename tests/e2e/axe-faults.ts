/** What axe finds at a part of a screen, one line for each fault: tests expect none. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

/** @param within CSS selector of the part; the whole page without one */
export async function axeFaults(page: Page, within?: string): Promise<readonly string[]> {
  const builder = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']);
  const { violations } = await (within === undefined ? builder : builder.include(within)).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target).join(', ')}`);
}
