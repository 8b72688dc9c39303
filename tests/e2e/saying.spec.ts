/** What people say to each other: mentions, answers, reactions, earlier words, what is new, and how one is told. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import type { Desk } from './desk.ts';
import { expect, test } from './test.ts';

test.use({ ground: 'saying' });
test.describe.configure({ mode: 'serial' });
test.afterEach(({ demo }) => demo.clearDesks());

const threadOf = (desk: Desk, words: string) =>
  desk.panel.getByRole('article', { name: 'Comment thread' }).filter({ hasText: words });

async function isSound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa'])
    .analyze();
  expect(
    violations.map(({ id, nodes }) => `${id} ${nodes.map(({ target }) => target.join(' ')).join(', ')}`),
  ).toEqual([]);
}

test('who is named is told wherever they are, and the way leads to the very frame', async ({ demo }) => {
  const jonas = await (await demo.browserOf('Jonas Berg')).newPage();
  await jonas.goto(demo.server.url);
  await expect(jonas.getByRole('link', { name: 'Inbox', exact: true })).toBeVisible();

  const maya = await demo.desk('Maya Okafor');
  await maya.goTo(33);
  await maya.key('c');
  const field = maya.panel.getByRole('textbox', { name: 'Comment', exact: true });
  await field.pressSequentially('Look **here**, @jo');
  await expect(maya.panel.getByRole('option', { name: 'Jonas Berg' })).toBeVisible();
  await maya.key('Enter');
  await field.pressSequentially('- see #20');
  await expect(field).toHaveValue('Look **here**, @Jonas Berg - see #20');
  await isSound(maya.page);
  await maya.key('Control+Enter');
  const thread = threadOf(maya, 'Look here');
  await expect(thread.getByText('@Jonas Berg')).toBeVisible();
  await expect(thread.locator('strong', { hasText: 'here' })).toBeVisible();
  await thread.getByRole('button', { name: '#20' }).click();
  await maya.isAt(20);
  await maya.isSaved();

  const bell = jonas.getByRole('link', { name: 'Inbox: 1 unread' });
  await expect(async () => {
    await jonas.reload();
    await expect(bell).toBeVisible({ timeout: 2000 });
  }).toPass();
  await expect(jonas).toHaveTitle(/^\(1\) /);
  await bell.click();
  await isSound(jonas);
  await jonas.screenshot({ path: 'test-results/screens/inbox-1440.png' });
  await jonas.getByRole('link', { name: /Maya Okafor named you in/ }).click();
  await expect(jonas.getByText(/^frame \d+/)).toHaveText(/^frame 33 /);
  await expect(jonas.locator('[data-comment].pointed, .pointed[data-comment]')).toContainText('Look here');
  await jonas.goto(`${demo.server.url}/inbox`);
  await expect(jonas.getByRole('link', { name: 'Inbox', exact: true })).toBeVisible();
  await jonas.getByLabel('Unread only (0)').check();
  await expect(jonas.getByText('All read')).toBeVisible();
});

test('new is what one has not seen, and is so on every device', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  await jonas.comment('Is this a rib?');
  await expect(maya.panel.getByRole('tab', { name: /Comments.*1 new/ })).toBeVisible();
  await maya.tab('Comments');
  await expect(threadOf(maya, 'Is this a rib?').getByText('new', { exact: true })).toBeVisible();
  // Seen for a moment, it is new no more; but it stays marked while it is read.
  await expect(maya.panel.getByRole('tab', { name: /new/ })).toHaveCount(0);
  await expect(threadOf(maya, 'Is this a rib?').getByText('new', { exact: true })).toBeVisible();
  await expect(async () => {
    await maya.page.reload();
    await maya.isOpen();
    await maya.tab('Comments');
    await expect(threadOf(maya, 'Is this a rib?')).toBeVisible();
    await expect(maya.panel.getByText('new', { exact: true })).toHaveCount(0, { timeout: 1000 });
  }).toPass();
});

test('a reaction is a person’s own; what was changed can be read', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  await maya.tab('Comments');
  await jonas.tab('Comments');
  const [hers, his] = [threadOf(maya, 'Is this a rib?'), threadOf(jonas, 'Is this a rib?')];
  await hers.getByRole('button', { name: 'React' }).click();
  await maya.page.getByRole('menuitem', { name: 'Agree', exact: true }).click();
  const agreed = (names: string) => `Agree: ${names}`;
  await expect(his.getByRole('button', { name: agreed('Maya Okafor') })).toHaveAttribute(
    'aria-pressed',
    'false',
  );
  await his.getByRole('button', { name: agreed('Maya Okafor') }).click();
  await expect(hers.getByRole('button', { name: /^Agree: / })).toHaveText('2');
  await hers.getByRole('button', { name: /^Agree: / }).click();
  await expect(his.getByRole('button', { name: agreed('Jonas Berg') })).toHaveText('1');

  await his.getByRole('button', { name: 'More about this comment' }).click();
  await jonas.page.getByRole('menuitem', { name: 'Edit' }).click();
  await jonas.panel.getByRole('textbox', { name: 'Edit comment' }).fill('Is this a rib, or a shadow?');
  await jonas.key('Control+Enter');
  const changed = threadOf(maya, 'or a shadow?');
  await changed.getByRole('button', { name: 'Edited' }).click();
  await expect(changed.getByRole('list', { name: 'What it said before' })).toContainText('Is this a rib?');

  await changed.getByRole('button', { name: 'Resolve' }).click();
  await expect(changed).toHaveCount(0);
  await maya.panel.getByRole('radio', { name: /^All/ }).check({ force: true });
  await changed.getByRole('button', { name: 'Reopen' }).click();
  await expect(changed.getByText(/Reopened by Maya Okafor/)).toBeVisible();
  await changed.getByRole('button', { name: '1 earlier' }).click();
  await expect(changed.getByText(/Resolved by Maya Okafor/)).toBeVisible();
  for (const size of [
    { width: 1440, height: 900 },
    { width: 1024, height: 768 },
  ]) {
    await maya.page.setViewportSize(size);
    await isSound(maya.page);
    await maya.page.screenshot({ path: `test-results/screens/saying-${size.width}.png` });
  }
});

test('keys go from one open comment to the next; links lead back to frames, marks and comments', async ({
  demo,
  browser,
}) => {
  const maya = await demo.desk('Maya Okafor');
  await maya.goTo(10);
  await maya.draw('B-line', [0.45, 0.4], [0.55, 0.7]);
  await maya.goTo(0);
  await maya.key('Escape', 'Escape', 'Shift+Period');
  await maya.isAt(33);
  await expect(threadOf(maya, 'Look here')).toBeVisible();
  await maya.key('Shift+Comma');
  await expect(threadOf(maya, 'or a shadow?')).toBeVisible();

  await maya.goTo(12);
  await maya.tab('Objects');
  await maya.object('B-line 1').click();
  await maya.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await maya.key('Control+Shift+L');
  await expect(maya.page.getByText('The link is copied')).toBeVisible();
  const link = await maya.page.evaluate(() => navigator.clipboard.readText());
  expect(link).toMatch(/\/videos\/[\w-]+\?f=12&o=track:[\w-]+$/);
  await maya.isSaved();

  // Somebody who is not signed in comes back to it afterwards.
  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(link);
  await expect(stranger.getByLabel('Login')).toBeVisible();
  expect(new URL(stranger.url()).searchParams.get('next')).toBe(
    new URL(link).pathname + new URL(link).search,
  );
  const jonas = await (await demo.browserOf('Jonas Berg')).newPage();
  await jonas.goto(`${demo.server.url}/account`);
  await jonas.getByLabel('New password').fill('a line that is long enough');
  await jonas.getByRole('button', { name: 'Set password' }).click();
  await expect(jonas.getByText('The password is set')).toBeVisible();
  await stranger.getByLabel('Login').fill('jonas');
  await stranger.getByLabel('Password').fill('a line that is long enough');
  await stranger.getByRole('button', { name: 'Sign in' }).click();
  await expect(stranger.getByText(/^frame \d+/)).toHaveText(/^frame 12 /);
  await expect(stranger.getByRole('heading', { name: 'B-line 1' })).toBeVisible();
  await stranger.context().close();
  await jonas.goto(link);
  await expect(jonas.getByText(/^frame \d+/)).toHaveText(/^frame 12 /);
  await expect(jonas.getByRole('heading', { name: 'B-line 1' })).toBeVisible();
});

test('comments stand where they belong, on the picture and the timeline, and a click reads them', async ({
  demo,
}) => {
  const maya = await demo.desk('Maya Okafor');
  await maya.goTo(60);
  await maya.draw('Pleural line', [0.42, 0.3], [0.6, 0.4]);
  await maya.comment('This line, for sure');
  await maya.key('Escape', 'Shift+C');
  await maya.click([0.5, 0.7]);
  await maya.panel.getByRole('textbox', { name: 'Comment', exact: true }).fill('A place');
  await maya.key('Control+Enter');
  await maya.isSaved();
  await maya.key('Escape', 'Escape');
  const jonas = await demo.desk('Jonas Berg');
  await jonas.goTo(50);
  await expect(jonas.panel.getByRole('tab', { name: /Comments/ })).toBeVisible();
  await jonas.tab('People');
  const status = jonas.page.getByText('Click to read this comment and to answer it.');
  await jonas.point([0.512, 0.67]);
  await expect(status).toBeVisible();
  await jonas.page.screenshot({ path: 'test-results/screens/pins-1440.png' });
  await jonas.click([0.512, 0.67]);
  await jonas.isAt(60);
  await expect(jonas.panel.locator('.pointed')).toContainText('A place');
  // The pin of the object stands at its upper right corner.
  await jonas.click([0.6, 0.285]);
  await expect(jonas.panel.locator('.pointed')).toContainText('This line, for sure');
  await jonas.panel.getByRole('button', { name: /Pleural line 1/ }).click();
  await jonas.page.setViewportSize({ width: 1024, height: 768 });
  await jonas.page.screenshot({ path: 'test-results/screens/pins-1024.png' });
});
