/** A live session of three people over a long line: the same moment on every screen, read off the pictures. */
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { DelayProxy } from '../builders/delay-proxy.ts';
import { Desk } from './desk.ts';
import { frameSeen } from './eye.ts';
import { expect, test, type Demo, type DemoPerson } from './test.ts';
import { Watch } from './watch.ts';

test.use({ ground: 'live' });
test.describe.configure({ mode: 'serial' });

const clip = fileURLToPath(new URL('../fixtures/numbered-cfr.mp4', import.meta.url));
const videos: string[] = [];
let line: DelayProxy;

test.beforeAll(async ({ demo }) => {
  // Before the server is started anew: its links are told once.
  for (const person of ['Admin', 'Dr Hana Ito', 'Maya Okafor', 'Jonas Berg'] as const)
    await demo.browserOf(person);
  for (const name of ['first.mp4', 'second.mp4']) {
    const made = await demo.server.loupe('import', clip, '--study', 'Lung ultrasound', '--name', name);
    expect(made.code, made.stderr).toBe(0);
    videos.push(made.stdout.trim());
  }
  line = await DelayProxy.open(demo.server.port, { meanMs: 75, jitterMs: 25 });
});
test.afterAll(() => line.close());
test.afterEach(({ demo }) => demo.clearDesks());

/** At the workspace of a video, behind the long line. */
async function far(demo: Demo, person: DemoPerson, path = `/videos/${videos[0]}`): Promise<Desk> {
  const context = await demo.browserOf(person);
  const page = await context.newPage();
  // Small, so that three of them are painted often on a machine without a graphics processor.
  await page.setViewportSize({ width: 960, height: 640 });
  return Desk.open(page, `http://localhost:${line.port}${path}`);
}

const bar = (page: Page) => page.getByRole('banner');

/** The frame a page shows is the one it names; that one. */
async function shows(desk: Desk, frame: number): Promise<void> {
  await desk.isAt(frame);
  await expect.poll(() => frameSeen(desk.picture)).toBe(frame);
}

async function all(desks: readonly Desk[], run: (desk: Desk) => Promise<unknown>): Promise<void> {
  await Promise.all(desks.map(run));
}

test('three people see the same moment: paused, playing, jumping, in the next video, and after the line broke', async ({
  demo,
}) => {
  test.setTimeout(240_000);
  const ito = await far(demo, 'Dr Hana Ito');
  const maya = await far(demo, 'Maya Okafor');
  await ito.goTo(12);
  await ito.key('Escape');
  await bar(ito.page).getByRole('button', { name: 'Go live' }).click();
  await expect(ito.picture.getByText('You lead')).toBeVisible();
  // Present people are invited, not forced.
  await shows(maya, 0);
  await maya.page.getByRole('button', { name: 'Join', exact: true }).click();
  await shows(maya, 12);
  await expect(maya.picture.getByText(/Following.*Dr Hana Ito/)).toBeVisible();

  // Steps and jumps arrive on the very frame.
  await ito.key('ArrowRight', 'ArrowRight');
  await shows(maya, 14);
  await ito.goTo(200);
  await ito.key('Escape');
  await shows(maya, 200);

  // Playing, a third one comes late and lands right.
  await ito.goTo(0);
  await ito.key('Escape');
  await shows(maya, 0);
  const jonas = await far(demo, 'Jonas Berg');
  await ito.key('Space');
  await jonas.page.getByRole('button', { name: 'Join', exact: true }).click();
  await expect(jonas.picture.getByText(/Following.*Dr Hana Ito/)).toBeVisible();
  await expect.poll(() => jonas.frame()).toBeGreaterThan(0);

  // How far apart the pictures are while it plays.
  await ito.goTo(0);
  await ito.key('Escape');
  await all([maya, jonas], (desk) => shows(desk, 0));
  const desks = [ito, maya, jonas];
  const watches = await Promise.all(desks.map(({ page }) => Watch.begin(page)));
  await ito.key('Space');
  await ito.page.waitForTimeout(8000);
  const seen = await Promise.all(watches.map((watch) => watch.paintings()));
  const origins = await Promise.all(desks.map(({ page }) => page.evaluate(() => performance.timeOrigin)));
  await ito.key('Space');
  const rest = await ito.frame();
  await all([maya, jonas], (desk) => shows(desk, rest));
  const apart = distances(
    seen.map((paintings, n) => paintings.map((one) => ({ ...one, atMs: one.atMs + origins[n]! }))),
  );
  test.info().annotations.push({ type: 'frames apart', description: JSON.stringify(apart) });
  expect(apart.samples).toBeGreaterThan(20);
  expect(apart.median, JSON.stringify(apart)).toBeLessThanOrEqual(1);

  // In step, says the list of the lead.
  await ito.tab('People');
  const list = ito.panel.getByRole('region', { name: 'In the live session' });
  await expect(list.getByText('in step')).toHaveCount(2);

  // Who moves something looks around alone; one key brings them back.
  await maya.key('ArrowRight');
  await maya.isAt(Math.min(299, rest + 1));
  await expect(maya.picture.getByText('Looking around')).toBeVisible();
  await expect(list.getByText('looks around')).toHaveCount(1);
  await shows(jonas, rest);
  await maya.key('Shift+F');
  await shows(maya, rest);

  // The session goes on in the next video of the study.
  await ito.page.goto(`http://localhost:${line.port}/videos/${videos[1]}`);
  await ito.isOpen();
  await all([maya, jonas], ({ page }) => expect(page).toHaveURL(new RegExp(`/videos/${videos[1]}$`)));
  await all([maya, jonas], (desk) => desk.isOpen());
  await ito.goTo(77);
  await ito.key('Escape');
  await all([maya, jonas], (desk) => shows(desk, 77));
  await choose(ito, /You lead/, 'End it for everybody');
  await expect(maya.page.getByText('The live session is over.')).toBeVisible();
});

test('the lead is asked for, handed over, and comes back after the line broke or the server was started anew', async ({
  demo,
}) => {
  test.setTimeout(180_000);
  const ito = await far(demo, 'Dr Hana Ito');
  const maya = await far(demo, 'Maya Okafor');
  await bar(ito.page).getByRole('button', { name: 'Go live' }).click();
  await expect(ito.picture.getByText('You lead')).toBeVisible();
  await ito.goTo(30);
  await ito.key('Escape');
  await maya.key('Shift+F');
  await shows(maya, 30);

  await choose(maya, /Following/, 'Ask for the lead');
  await ito.page.getByRole('button', { name: 'Hand over' }).first().click();
  await expect(maya.picture.getByText('You lead')).toBeVisible();
  await maya.goTo(60);
  await maya.key('Escape');
  await shows(ito, 60);

  line.cut();
  await expect(maya.picture.getByText('You lead')).toBeVisible({ timeout: 30_000 });
  await maya.goTo(61);
  await maya.key('Escape');
  await shows(ito, 61);

  // Who leads writes down what was decided; without a line the words wait for one, and are in the log once.
  await maya.key('Shift+J');
  const dialog = maya.page.getByRole('dialog', { name: 'What was decided?' });
  await dialog.getByLabel(/At frame 61/).fill('It is a pleural line.');
  await maya.page.screenshot({ path: 'test-results/screens/decide.png' });
  await demo.server.kill();
  await dialog.getByRole('button', { name: 'Write down' }).click();
  await expect(dialog.getByText('Your words are kept')).toBeVisible();
  await expect(dialog.getByRole('button', { name: 'Write down' })).toBeDisabled();
  await maya.page.screenshot({ path: 'test-results/screens/decide-kept.png' });
  await demo.server.start();
  await expect(maya.page.getByText(/In the log of the session, /)).toBeVisible({ timeout: 30_000 });
  await expect(dialog).toHaveCount(0);
  await expect(maya.picture.getByText('You lead')).toBeVisible({ timeout: 30_000 });
  await expect(ito.picture.getByText(/Following.*Maya/)).toBeVisible({ timeout: 30_000 });
  await maya.goTo(62);
  await maya.key('Escape');
  await shows(ito, 62);

  await ito.key('Shift+J');
  await expect(ito.page.getByRole('dialog')).toHaveCount(0);
  // It is in the record of the study, and what comes too late is refused with its words kept.
  const record = await (await demo.browserOf('Dr Hana Ito')).newPage();
  await record.goto(`${demo.server.url}/studies/${demo.study}/live`);
  await expect(record.getByRole('list', { name: 'Decided' })).toHaveText('It is a pleural line.');
  await record.screenshot({ path: 'test-results/screens/decided.png' });
  await record.close();

  await maya.key('Shift+J');
  await dialog.getByLabel(/At frame 62/).fill('Said too late.');
  await choose(ito, /Following/, 'End it for everybody');
  await expect(maya.page.getByText('The live session is over.')).toBeVisible();
  await expect(bar(ito.page).getByRole('button', { name: 'Go live' })).toBeVisible();
  await dialog.getByRole('button', { name: 'Write down' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Not in the log. The live session is over.');
  await maya.page.screenshot({ path: 'test-results/screens/decide-refused.png' });
  await dialog.getByRole('button', { name: 'Keep it as a comment' }).click();
  await expect(dialog).toHaveCount(0);
  await maya.tab('Comments');
  await expect(maya.panel.getByText('Said too late.')).toBeVisible();
});

test('an invitation on a phone: follow, flag, undo, pen, comment, guideline, leave and come back, without a line, and to its end', async ({
  demo,
  browser,
}) => {
  test.setTimeout(180_000);
  const maya = await demo.desk('Maya Okafor', videos[0]);
  await maya.goTo(7);
  await maya.key('Escape');
  await bar(maya.page).getByRole('button', { name: 'Go live' }).click();
  await expect(maya.picture.getByText('You lead')).toBeVisible();
  const { body: running } = await demo.server.api<{ id: string }[]>(
    demo.token,
    `/studies/${demo.study}/live`,
  );

  // The link of the invitation leads to the face for the hand, and into the session.
  const storageState = await (await demo.browserOf('Jonas Berg')).storageState();
  const phone = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
  const context = await browser.newContext({ ...phone, storageState });
  const page = await context.newPage();
  await page.goto(`${demo.server.url}/videos/${videos[0]}?live=${running[0]!.id}`);
  await expect(page).toHaveURL(new RegExp(`/live/${videos[0]}`));
  const desk = new Pocket(page);
  await expect(desk.picture.locator('canvas')).toBeVisible();
  await expect(desk.picture.getByText(/^frame 7 /)).toBeVisible();
  await expect(desk.picture.getByText(/Following.*Maya/)).toBeVisible();
  await page.screenshot({ path: 'test-results/screens/pocket-following-390.png' });
  await page.getByRole('button', { name: 'Leave the live session' }).tap();
  await expect(page.getByRole('button', { name: 'Leave the live session' })).toHaveCount(0);
  await maya.goTo(0);
  await maya.key('Escape');
  await page.getByRole('button', { name: /^Join live/ }).tap();
  await expect(desk.picture.getByText(/^frame 0 /)).toBeVisible();

  await page.getByRole('button', { name: 'One frame on' }).click();
  await expect(desk.picture.getByText(/^frame 1 /)).toBeVisible();
  await expect(desk.picture.getByRole('button', { name: /^Back to Maya/ })).toBeVisible();
  await page.getByRole('button', { name: 'Flag this moment' }).tap();
  await expect(maya.object(/^Lung point 1/)).toBeVisible();
  await page.getByRole('button', { name: 'Undo' }).tap();
  await expect(maya.object(/^Lung point 1/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Comment', exact: true }).tap();
  await page.getByRole('textbox', { name: 'Comment' }).fill('Look at the probe here');
  await page.getByRole('button', { name: 'Post' }).click();
  await maya.tab('Comments');
  await expect(maya.panel.getByText('Look at the probe here')).toBeVisible();

  // What the pen draws is seen by the others, and goes.
  await page.getByRole('button', { name: 'Pen', exact: true }).click();
  const box = (await desk.picture.boundingBox())!;
  await page.mouse.move(box.x + 100, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(box.x + 250, box.y + box.height / 2 + 20, { steps: 8 });
  await maya.tab('People');
  await expect(maya.panel.getByText(/sketching/)).toBeVisible();
  await page.mouse.up();
  await expect(maya.panel.getByText(/sketching/)).toHaveCount(0, { timeout: 30_000 });

  // Without a line a flag is kept here, and comes when it is back.
  await page.getByRole('button', { name: 'Pen', exact: true }).tap();
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Flag this moment' }).tap();
  await expect(page.getByRole('group', { name: 'Save state' })).toContainText(/kept/);
  await page.screenshot({ path: 'test-results/screens/pocket-offline-390.png' });
  await context.setOffline(false);
  await maya.tab('Objects');
  await expect(maya.object(/^Lung point/)).toBeVisible({ timeout: 30_000 });

  await fitsThumbs(page, 'header button, header a, footer button, main section button');
  await isSound(page);
  await page.getByRole('button', { name: /^Guideline, task and comments/ }).tap();
  const sheet = page.getByRole('dialog', { name: 'Guideline, task and comments' });
  await expect(sheet.getByText('No guideline yet')).toBeVisible();
  await sheet.getByRole('button', { name: /^Comments/ }).tap();
  await expect(sheet.getByText('Look at the probe here')).toBeVisible();
  await page.screenshot({ path: 'test-results/screens/pocket-comments-390.png' });
  await fitsThumbs(page, '[role=dialog] button');
  await isSound(page);
  await sheet.getByRole('button', { name: 'Close' }).tap();

  await page.setViewportSize({ width: 820, height: 1180 });
  await page.screenshot({ path: 'test-results/screens/pocket-820.png' });
  await choose(maya, /You lead/, 'End it for everybody');
  await expect(page.getByText('What you flagged and said is kept.')).toBeVisible();
  await page.setViewportSize(phone.viewport);
  await page.screenshot({ path: 'test-results/screens/pocket-over-390.png' });
  await context.close();
});

/** What is touched is large enough for a thumb. */
async function fitsThumbs(page: Page, selector: string): Promise<void> {
  for (const button of await page.locator(selector).all()) {
    const box = await button.boundingBox();
    // Half a pixel is lost where the screen is scaled.
    if (box) expect(Math.min(box.width, box.height), await button.innerHTML()).toBeGreaterThanOrEqual(43.5);
  }
}

async function isSound(page: Page): Promise<void> {
  const found = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag22aa']).analyze();
  expect(found.violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
}

test('a guest sees one study under another name, their own name over it, and nothing once the link is taken back', async ({
  demo,
  browser,
}) => {
  const admin = await (await demo.browserOf('Admin')).newPage();
  await admin.goto(`${demo.server.url}/studies/${demo.study}/guests`);
  await admin.getByRole('textbox', { name: 'For whom' }).fill('Prof. Outside');
  await admin.getByRole('button', { name: 'Make a link' }).click();
  const link = await admin.getByRole('textbox', { name: /The link/ }).inputValue();

  const outside = await browser.newContext({ viewport: { width: 1024, height: 768 } });
  const page = await outside.newPage();
  await page.goto(link);
  await page.getByRole('textbox', { name: 'Your name' }).fill('Eve Outside');
  await page.getByRole('button', { name: 'Enter' }).click();
  await expect(page.getByRole('heading', { name: 'Study', exact: true })).toBeVisible();
  await page.goto(`${demo.server.url}/studies/${demo.study}`);
  await expect(page).toHaveURL(/\/guest$/);
  await page.getByRole('link', { name: 'Video 2', exact: true }).click();
  const guest = new Pocket(page);
  await expect(guest.picture.locator('canvas')).toBeVisible();
  await expect(guest.picture.locator('[data-watermark]')).toContainText('Eve Outside');
  await expect(page.getByText('first.mp4')).toHaveCount(0);
  await expect(page.getByText('Lung ultrasound')).toHaveCount(0);
  await page.screenshot({ path: 'test-results/screens/guest-1024.png' });
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.screenshot({ path: 'test-results/screens/guest-1440.png' });

  await admin.reload();
  await admin.screenshot({ path: 'test-results/screens/guests-1440.png' });
  await admin.getByRole('button', { name: 'Take back the link for Prof. Outside' }).click();
  const taken = Date.now();
  // While it is watched: the pictures are gone from the screen, and nothing of them comes any more.
  await expect(page.getByRole('heading', { name: 'Your visit is over' })).toBeVisible();
  test.info().annotations.push({ type: 'ms until the guest is out', description: `${Date.now() - taken}` });
  await expect(page.locator('canvas, video')).toHaveCount(0);
  await page.screenshot({ path: 'test-results/screens/guest-over-1440.png' });
  await isSound(page);
  await page.goto(`${demo.server.url}/guest`);
  await expect(page).toHaveURL(/sign-in/);
  await outside.close();
});

/** The parts of a page that shows a picture. */
class Pocket {
  readonly #page: Page;
  constructor(page: Page) {
    this.#page = page;
  }
  get picture() {
    return this.#page.getByRole('region', { name: 'Picture' });
  }
}

/** Chooses from the menu of the session. */
async function choose({ page }: Desk, button: RegExp, entry: string): Promise<void> {
  await bar(page).getByRole('button', { name: button }).click();
  await page.getByRole('menuitem', { name: entry }).click();
}

type Seen = { readonly seen: number | null; readonly atMs: number };

/**
 * How far what a follower's screen shows is from the lead's, in frames, for each picture that is painted once all run.
 * Between two paintings of the lead it is as far as the time between them has gone: a machine that paints seldom is not
 * out of step for it.
 */
function distances(screens: readonly (readonly Seen[])[]): {
  samples: number;
  median: number;
  p95: number;
  within1: number;
} {
  const read = screens.map((one) => one.flatMap(({ seen, atMs }) => (seen === null ? [] : [{ seen, atMs }])));
  const [lead = [], ...followers] = read;
  const from = Math.max(...read.map((one) => one[0]?.atMs ?? Infinity)) + 2500;
  const to = lead.at(-1)?.atMs ?? 0;
  const found = followers
    .flat()
    .filter(({ atMs }) => atMs > from && atMs < to)
    .map(({ seen, atMs }) => {
      const after = lead.findIndex((one) => one.atMs > atMs);
      const [a, b] = [lead[after - 1]!, lead[after]!];
      return Math.abs(seen - (a.seen + ((atMs - a.atMs) / (b.atMs - a.atMs)) * (b.seen - a.seen)));
    })
    .sort((a, b) => a - b);
  return {
    samples: found.length,
    median: found[found.length >> 1] ?? Infinity,
    p95: found[Math.floor(found.length * 0.95)] ?? Infinity,
    within1: found.filter((n) => n <= 1).length / found.length,
  };
}
