/** An object is tracked through the pictures by the machine, ended, undone, and accepted by a hand. */
import { axeFaults } from './axe-faults.ts';
import { expect, test } from './test.ts';

test.use({ ground: 'tracking' });

test.describe.configure({ mode: 'serial' });
test.afterEach(({ demo }) => demo.clearDesks());

test('a box follows what it lies on, as one step of undo, seen by the other', async ({ demo }, info) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  await maya.goTo(20);
  await maya.draw('Pleural line', [0.4, 0.36], [0.6, 0.48]);
  await maya.isSaved();
  const bar = maya.picture.getByRole('group', { name: 'Tracking' });
  // Up to the mark of the range: it ends by itself.
  await maya.goTo(60);
  await maya.key('o');
  await maya.goTo(20);
  await maya.object('Pleural line 1').click();
  await maya.panel.getByRole('button', { name: 'Track forwards' }).click();
  await expect(bar).toBeVisible();
  await maya.page.screenshot({ path: `${info.outputDir}/tracking.png` });
  await expect(bar).toHaveCount(0, { timeout: 60_000 });
  await expect(
    maya.page.getByText(/Pleural line 1: 40 frames tracked, \d+ keyframes?/).first(),
  ).toBeVisible();
  await maya.isAt(60);
  await expect(maya.panel.getByText('Set by the tracker')).toBeVisible();
  await maya.isSaved();
  await jonas.goTo(60);
  await jonas.object('Pleural line 1').click();
  await expect(jonas.panel.getByText('Set by the tracker')).toBeVisible();
  await maya.page.screenshot({ path: `${info.outputDir}/tracked.png` });

  await maya.panel.getByRole('button', { name: 'Accept' }).click();
  await expect(jonas.panel.getByText('Keyframe on this frame')).toBeVisible();
  await maya.key('Control+z', 'Control+z');
  await expect(maya.object('Pleural line 1')).toContainText('1 keyframe');
  await expect(jonas.object('Pleural line 1')).toContainText('1 keyframe');
  await maya.isSaved();
});

test('Escape throws away what was tracked, and backwards works as well', async ({ demo }, info) => {
  const maya = await demo.desk('Maya Okafor');
  const bar = maya.picture.getByRole('group', { name: 'Tracking' });
  await maya.goTo(20);
  await maya.object('Pleural line 1').click();
  await maya.page.setViewportSize({ width: 1024, height: 768 });
  await maya.key('Control+b');
  await expect(bar).toContainText('forwards');
  expect(await axeFaults(maya.page, '[role=group][aria-label=Tracking]')).toEqual([]);
  await expect(bar.getByRole('button', { name: 'Discard' })).toBeInViewport();
  await maya.page.screenshot({ path: `${info.outputDir}/tracking-1024.png` });
  await maya.key('Escape');
  await expect(bar).toHaveCount(0);
  await expect(maya.object('Pleural line 1')).toContainText('1 keyframe');
  await maya.goTo(20);
  await maya.key('Control+Shift+b');
  await expect(bar).toHaveCount(0, { timeout: 60_000 });
  await expect(maya.page.getByText(/Pleural line 1: 20 frames tracked/).first()).toBeVisible();
  await maya.isSaved();
});
