/** Whole objects in time: split, merged, joined, held, copied, locked, alone; each by its key or the menu, for two people. */
import type { Desk } from './desk.ts';
import { expect, test } from './test.ts';

test.use({ ground: 'reworking' });
test.describe.configure({ mode: 'serial' });
test.afterEach(({ demo }) => demo.clearDesks());

async function menu(desk: Desk, entry: string): Promise<void> {
  await desk.panel.getByRole('button', { name: 'More to do with it' }).click();
  await desk.page.getByRole('menuitem', { name: entry }).click();
}

/** Selects these, in this order. */
async function select(desk: Desk, ...names: readonly string[]): Promise<void> {
  const [first = '', ...others] = names;
  await desk.object(first).click();
  for (const name of others) await desk.object(name).click({ modifiers: ['Shift'] });
}

/** A box on frame 10 that has moved to the right on frame 30. */
async function drawMoving(desk: Desk): Promise<void> {
  await desk.goTo(10);
  await desk.draw('Rib shadow', [0.4, 0.3], [0.55, 0.45]);
  await desk.goTo(30);
  await desk.panel.getByRole('textbox', { name: 'Left', exact: true }).fill('300');
  await desk.page.keyboard.press('Enter');
  await expect(desk.panel.getByText('Keyframe on this frame')).toBeVisible();
}

test('split at the playhead, merged again, joined through a gap; the other sees each', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  await drawMoving(maya);
  await maya.goTo(20);
  const middle = await maya.box();
  await maya.key('Control+Shift+e');
  await expect(maya.status).toContainText('Split Rib shadow 1');
  await expect(jonas.object('Rib shadow 2')).toBeVisible();
  expect((await maya.box()).x).toBeCloseTo(middle.x, 1);
  await select(maya, 'Rib shadow 1');
  await maya.goTo(20);
  await expect(maya.panel.getByText('Keyframe on this frame')).toBeVisible(); // it ends here
  await expect(maya.panel.getByRole('checkbox', { name: /Outside/ })).toBeChecked();

  await select(maya, 'Rib shadow 1', 'Rib shadow 2');
  await maya.key('Control+e');
  await expect(maya.status).toContainText('Merge 2 objects');
  await expect(jonas.object('Rib shadow 2')).toHaveCount(0);
  await maya.goTo(20);
  await expect.poll(async () => (await maya.box()).x).toBeCloseTo(middle.x, 1);
  await maya.key('Control+z');
  await expect(jonas.object('Rib shadow 2')).toBeVisible();
  await maya.key('Control+z');
  await expect(jonas.object('Rib shadow 2')).toHaveCount(0);

  // A gap, and the way through it.
  await select(maya, 'Rib shadow 1');
  await maya.goTo(14);
  await maya.key('x');
  await maya.goTo(17);
  await expect(maya.panel.getByText('Not on this frame')).toBeVisible();
  await menu(maya, 'Join through the gap');
  await expect(maya.panel.getByText('Between keyframes')).toBeVisible();
  await maya.isSaved();
});

test('held on the next frames, as many as are asked for', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  await select(maya, 'Rib shadow 1');
  await maya.goTo(12);
  const { x } = await maya.box();
  await maya.key('Control+u');
  const dialog = maya.page.getByRole('dialog', { name: 'Propagate' });
  await dialog.getByRole('textbox').fill('0');
  await dialog.getByRole('button', { name: 'Propagate' }).click();
  await expect(dialog.getByText(/A number from 1 to/)).toBeVisible();
  await dialog.getByRole('textbox').fill('6');
  await maya.page.keyboard.press('Enter');
  await expect(dialog).toHaveCount(0);
  await maya.goTo(16);
  expect((await maya.box()).x).toBeCloseTo(x, 1);
  await maya.goTo(24);
  expect((await maya.box()).x).toBeGreaterThan(x + 5);
  await maya.key('Control+z');
  await expect(maya.status).toContainText('Undid: propagate Rib shadow 1');
});

test('copied to another frame, and by another window; duplicated; cut', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  await maya.goTo(10);
  await select(maya, 'Rib shadow 1');
  await maya.key('Control+c');
  await expect(maya.status).toContainText('Copied Rib shadow 1');
  await maya.goTo(50);
  await maya.key('Control+v');
  await expect(maya.object('Rib shadow 2')).toBeVisible();
  await maya.goTo(70);
  expect((await maya.box()).x).toBe(300);
  await maya.isSaved();

  const window = await demo.desk('Maya Okafor');
  await window.goTo(60);
  await window.key('Control+Shift+v');
  await expect(window.object('Rib shadow 3')).toBeVisible();
  await expect(window.object(/Rib shadow 3.*1 keyframe/)).toBeVisible();
  await menu(window, 'Duplicate');
  await expect(maya.object('Rib shadow 4')).toBeVisible();
  await window.key('Control+x');
  await expect(maya.object('Rib shadow 4')).toHaveCount(0);
  await window.isSaved();
});

test('labels of many at once; locked is not changed; alone is all that is drawn', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  await maya.goTo(60);
  await select(maya, 'Rib shadow 2', 'Rib shadow 3');
  await maya.key('3');
  await expect(jonas.object('A-line 1')).toBeVisible();
  await expect(jonas.object('A-line 2')).toBeVisible();
  await expect(maya.status).toContainText('Label 2 marks as A-line');
  await menu(maya, 'Lock its row, or unlock it');
  await maya.key('Shift+Delete');
  await expect(maya.status).toContainText('is locked on this device');
  await expect(maya.object('A-line 2')).toBeVisible();
  await maya.key('Shift+l');
  await select(maya, 'A-line 1');
  await maya.key('Shift+n', 'Shift+Delete');
  await expect(jonas.object('A-line 2')).toHaveCount(0);
  await maya.isSaved();
});
