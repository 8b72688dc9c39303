/** No mouse at all: from the link that signs one in to an object that moves, and what the list of objects does to it. */
import type { Page } from '@playwright/test';
import { Desk } from './desk.ts';
import { expect, test } from './test.ts';

test.use({ ground: 'keyboard' });
test.describe.configure({ mode: 'serial' });

let page: Page;
let desk: Desk;

/** What is called the thing that has the focus; '' for the page. */
function held(): Promise<string> {
  return page.evaluate(() => {
    const one = document.activeElement;
    if (!one || one === document.body) return '';
    return one.ariaLabel ?? one.textContent.trim().replace(/\s+/g, ' ');
  });
}

/** Goes on with Tab until this has the focus; gives after how many stops. */
async function tabTo(name: RegExp, key = 'Tab'): Promise<number> {
  for (let stops = 1; stops <= 60; stops++) {
    await page.keyboard.press(key);
    if (name.test(await held())) return stops;
  }
  throw new Error(`Tab never comes to ${String(name)}`);
}

async function goTo(frame: number): Promise<void> {
  await desk.key('g');
  await expect(page.getByRole('dialog', { name: 'Go to' })).toBeVisible();
  await page.keyboard.type(String(frame));
  await desk.key('Enter');
  await desk.isAt(frame);
}

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  desk = new Desk(page);
});
test.afterAll(() => page.context().close());

test('from the link to the workspace, by Tab and Enter', async ({ demo }) => {
  await page.goto(await demo.server.link('Maya Okafor'));
  await tabTo(/^Sign in as/);
  await desk.key('Enter');
  await page.waitForURL(/\/(welcome|$)/);
  if (page.url().includes('/welcome')) await page.goto(demo.server.url);
  await expect(page.getByRole('link', { name: /Lung ultrasound/ }).first()).toBeVisible();
  await tabTo(/^Lung ultrasound/);
  await desk.key('Enter');
  await page.waitForURL(/\/studies\//);
  await expect(page.getByRole('link', { name: /^Lung, / }).first()).toBeVisible();
  await tabTo(/^Lung, /);
  await desk.key('Enter');
  await desk.isOpen();
});

test('a track with two keyframes, a segment, an event and a comment', async () => {
  await desk.key('2', 'Enter', 'v');
  await expect(desk.object('B-line 1')).toContainText('1 keyframe');
  await goTo(10);
  await desk.key('Control+Shift+ArrowRight');
  await expect(desk.object('B-line 1')).toContainText('2 keyframes');
  await desk.key('Escape', 'Escape', 'i', 'Shift+ArrowRight', 'o', 'Enter');
  await expect(desk.object(/^Inspiration 1/)).toBeVisible();
  await desk.key('Escape', 'm');
  await expect(desk.object(/^Lung point 1/)).toBeVisible();
  await desk.key('Escape', 'c');
  await expect(page.getByRole('textbox', { name: 'Comment', exact: true })).toBeFocused();
  await page.keyboard.type('Is it one line?');
  await desk.key('Control+Enter');
  await expect(desk.panel.getByText('Is it one line?')).toBeVisible();
  await desk.isSaved();
});

test('the list of objects does all that the picture does', async () => {
  await desk.key('Escape', 'Escape', 'Escape');
  await tabTo(/^Comments \d/, 'Shift+Tab');
  await desk.key('ArrowLeft');
  await expect(desk.panel.getByRole('tab', { name: /^Objects/ })).toHaveAttribute('aria-selected', 'true');
  await tabTo(/^B-line 1/);
  await desk.key('Enter');
  await expect(desk.status).toContainText('B-line 1');
  const before = await desk.box();
  await desk.key('Control+Shift+ArrowDown', 'Control+Shift+ArrowDown', 'Alt+Shift+ArrowRight');
  await expect.poll(async () => Math.round((await desk.box()).w - before.w)).toBe(1);
  expect(Math.round((await desk.box()).y - before.y)).toBe(2);
  await desk.key('h');
  await expect(desk.panel.getByRole('button', { name: 'Show B-line 1' })).toBeVisible();
  await desk.key('h', 'Shift+l');
  await expect(page.getByRole('button', { name: 'Unlock B-line 1' })).toHaveAttribute('aria-pressed', 'true');
  await desk.key('Shift+l');

  // Another label, by its name.
  await desk.key('F2');
  const picker = page.getByRole('dialog', { name: 'Labels' });
  await expect(picker.getByRole('combobox', { name: 'Find a label' })).toBeFocused();
  await page.keyboard.type('rib');
  await expect(picker.getByRole('option').first()).toHaveText(/Rib shadow/);
  await desk.key('Enter');
  await expect(desk.object('Rib shadow 1')).toHaveAttribute('aria-pressed', 'true');
});
