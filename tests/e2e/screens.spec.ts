/** Every screen, in both sizes: nothing for axe to find, nothing outside the window, pictures to look at. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Theme } from '#lib/ui/app/theme.ts';
import { expect, test } from './test.ts';

test.use({ ground: 'screens' });

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
] as const;

async function look(page: Page, name: string): Promise<void> {
  for (const size of SIZES) {
    await page.setViewportSize(size);
    await page.evaluate(() => document.fonts.ready);
    const found = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
      .analyze();
    expect(
      found.violations.map(
        ({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
      ),
      `${name} at ${size.width}`,
    ).toEqual([]);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    expect(overflow, `${name} at ${size.width} scrolls sideways`).toBeLessThanOrEqual(0);
    await page.screenshot({ path: `test-results/screens/${name}-${size.width}.png` });
  }
  await page.setViewportSize(SIZES[0]);
  for (const theme of ['light', 'dim'] as const) await lookIn(theme, page, name);
}

/** Everything can be read in this theme too. */
async function lookIn(theme: Theme, page: Page, name: string): Promise<void> {
  const wear = (one: string) => document.documentElement.setAttribute('data-theme', one);
  await page.evaluate(wear, theme);
  // Colours may take a moment to change.
  await page.evaluate(() =>
    Promise.all(document.getAnimations().map(({ finished }) => finished.catch(() => {}))),
  );
  const found = await new AxeBuilder({ page }).withRules('color-contrast').analyze();
  const nodes = found.violations.flatMap((violation) => violation.nodes);
  expect(
    nodes.map(({ target, any }) => `${target.join(' ')}: ${any[0]?.message}`),
    `${name} in ${theme}`,
  ).toEqual([]);
  await page.screenshot({ path: `test-results/screens/${name}-${theme}.png` });
  await page.evaluate(wear, 'dark');
}

test('entering', async ({ demo, browser }) => {
  const page = await (await browser.newContext()).newPage();
  await page.goto(demo.server.url);
  await look(page, 'sign-in');
  await page.getByLabel('Login').fill('nobody');
  await page.getByLabel('Password').fill('not the password');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByText('This name and password do not match.')).toBeVisible();
  await look(page, 'sign-in-refused');
  await page.goto(await demo.server.link('Admin'));
  await look(page, 'link');
  await page.goto(`${demo.server.url}/link/nothing`);
  await look(page, 'link-used');
  await page.context().close();
});

test('the pages around', async ({ demo }) => {
  const admin = await (await demo.browserOf('Admin')).newPage();
  for (const [name, path] of [
    ['home', '/'],
    ['study', `/studies/${demo.study}`],
    ['account', '/account'],
    ['keys', '/account/keys'],
    ['audit', '/audit'],
    ['live-sessions', `/studies/${demo.study}/live`],
    ['nothing', '/videos/nothing'],
  ] as const) {
    await admin.goto(demo.server.url + path);
    await look(admin, name);
  }
  // The theme that was chosen is there with the first answer of the server, and for the next page.
  await admin.goto(`${demo.server.url}/account`);
  await admin.getByLabel('Light', { exact: true }).check();
  await expect(admin.locator('html')).toHaveAttribute('data-theme', 'light');
  const answer = await admin.reload();
  expect(await answer?.text()).toContain('<html lang="en" data-theme="light">');
  await expect(admin.getByLabel('Light', { exact: true })).toBeChecked();
  await admin.getByLabel('Dark', { exact: true }).check();
  await admin.goto(demo.server.url);
  await admin
    .getByRole('link', { name: /members/ })
    .first()
    .click();
  await admin.waitForURL(/projects/);
  await look(admin, 'project');
});

test('the workspace', async ({ demo }) => {
  test.slow();
  const maya = await demo.desk('Maya Okafor');
  await look(maya.page, 'workspace-empty');
  const tools = maya.page.getByRole('toolbar', { name: 'Tools' }).getByRole('button');
  await maya.page.setViewportSize(SIZES[1]);
  for (const tool of await tools.all()) await expect(tool).toBeInViewport({ ratio: 1 });
  await maya.page.setViewportSize(SIZES[0]);
  const jonas = await demo.desk('Jonas Berg');
  await maya.goTo(20);
  await maya.draw('Pleural line', [0.42, 0.2], [0.6, 0.28]);
  await maya.goTo(45);
  await maya.drag([0.5, 0.24], [0.52, 0.28]);
  await maya.draw('B-line', [0.5, 0.35], [0.56, 0.8]);
  await jonas.goTo(45);
  await jonas.draw('Rib shadow', [0.3, 0.4], [0.38, 0.9]);
  await jonas.goTo(5);
  await jonas.key('Escape', 'i');
  await jonas.goTo(60);
  await jonas.key('o', 'Enter', 'Escape');
  await jonas.goTo(45);
  await jonas.key('m');
  await jonas.comment('The pleura is irregular here. Is it a consolidation?');
  await jonas.point([0.6, 0.5]);
  await maya.key('Escape');
  await maya.object('Pleural line 1').click();
  await look(maya.page, 'workspace');
  await maya.tab('Comments');
  await look(maya.page, 'workspace-comments');
  await maya.tab('People');
  await look(maya.page, 'workspace-people');
  await maya.key('?');
  await expect(maya.page.getByRole('dialog')).toBeVisible();
  await look(maya.page, 'help');
  await maya.page.getByRole('button', { name: 'Change the keys…' }).click();
  await expect(maya.page.getByRole('dialog', { name: 'Change the keys' })).toBeVisible();
  await look(maya.page, 'keys-dialog');
  await maya.key('Escape', 'Control+k');
  await maya.page.getByRole('combobox', { name: 'Find anything' }).fill('line');
  await look(maya.page, 'palette');
  await maya.key('Escape', 'b', 'Escape');
  await maya.tab('Objects');
  await maya.object('B-line 1').click();
  await maya.key('Delete');
  await expect(maya.page.getByRole('dialog')).toBeVisible();
  await look(maya.page, 'delete');
  await maya.key('Escape');
});
