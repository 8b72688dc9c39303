/** Two people draw and change shapes of all kinds on a real clip, with the pointer and with keys alone. */
import { expect, test } from './test.ts';

test.use({ ground: 'shapes' });

test.describe.configure({ mode: 'serial' });
test.afterEach(({ demo }) => demo.clearDesks());

test('one draws a polygon and an ellipse, the other sees the draft and moves a point', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  await maya.goTo(8);
  await jonas.goTo(8);

  await maya.key('p');
  await maya.label('Consolidation');
  for (const place of [[0.42, 0.35], [0.58, 0.35], [0.6, 0.5]] as const) await maya.click(place); // prettier-ignore
  await maya.point([0.45, 0.55]);
  await expect(maya.status).toContainText('Backspace takes the last point back');
  await jonas.tab('People');
  await expect(jonas.panel.getByText(/drawing/)).toBeVisible();
  await jonas.tab('Objects');
  await maya.click([0.3, 0.2]);
  await maya.key('Control+z');
  await maya.click([0.45, 0.55]);
  await maya.key('Enter');
  await expect(jonas.object('Consolidation 1')).toBeVisible();
  await maya.goTo(9); // numbered by where they begin
  await maya.key('e');
  await maya.drag([0.62, 0.6], [0.72, 0.7]);
  await expect(jonas.object('Consolidation 2')).toBeVisible();
  await maya.key('v');
  await maya.goTo(8);
  await maya.isSaved();

  await jonas.object('Consolidation 1').click();
  await expect(jonas.panel.getByText('of 4 points')).toBeVisible();
  const before = await jonas.box();
  await jonas.drag([0.42, 0.35], [0.36, 0.35]);
  await expect(jonas.status).toContainText('Move a point of Consolidation 1');
  await maya.object('Consolidation 1').click();
  await expect.poll(async () => (await maya.box()).x).toBeLessThan(before.x - 5);
  const after = await maya.box();
  expect(after.x + after.w).toBeCloseTo(before.x + before.w, 1);

  // A double click on an edge adds a point; with it selected, Del takes it away and nothing else.
  await maya.click([0.59, 0.425]);
  await maya.page.mouse.dblclick(...(await maya.place([0.5, 0.35])));
  await expect(jonas.panel.getByText('of 5 points')).toBeVisible();
  await maya.key('Delete');
  await expect(jonas.panel.getByText('of 4 points')).toBeVisible();
  await maya.isSaved();
});

test('draws freehand, and labels offer only what they allow', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  await maya.goTo(20);
  const labels = maya.page.getByRole('group', { name: 'Labels' });
  await maya.key('n');
  await expect(labels.getByRole('button', { name: 'Pleural line' })).toBeVisible();
  await expect(labels.getByRole('button', { name: 'B-line' })).toHaveCount(0);
  await maya.label('Pleural line');
  await maya.beginDrag([0.35, 0.3], [0.45, 0.34]);
  await maya.point([0.55, 0.33]);
  await maya.point([0.65, 0.3]);
  await maya.endDrag();
  await expect(maya.object('Pleural line 1')).toBeVisible();
  await expect(maya.panel.getByText(/of \d points/)).toBeVisible();
  await maya.key('Escape', 'Escape');
  // A label that is chosen with no such tool in hand takes one that can draw it.
  await labels.getByRole('button', { name: 'B-line' }).click();
  await expect(maya.page.getByRole('button', { name: /^Box/, pressed: true })).toBeVisible();
  await maya.isSaved();
});

test('all of it by keys: drops, turns, moves and types', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  await maya.goTo(30);
  await maya.key('Shift+B', '1', 'Enter'); // of the labels that may be drawn so, the first
  const field = (name: string) => maya.panel.getByRole('textbox', { name, exact: true });
  await field('Rotation').fill('30');
  await maya.key('Enter');
  await expect(field('Rotation')).toHaveValue('30');
  const left = Number(await field('Left').inputValue());
  await maya.key('Escape', 'v', 'Control+Shift+ArrowRight');
  await expect(field('Left')).toHaveValue(String(Math.round((left + 1) * 100) / 100));
  await maya.goTo(40);
  await field('Rotation').fill('50');
  await maya.key('Enter');
  await maya.goTo(35);
  await expect(field('Rotation')).toHaveValue('40');

  await maya.key('Escape', 'Escape', 'p', '1', 'Enter', 'v');
  await maya.panel.getByRole('textbox', { name: /^Point, of/ }).fill('2');
  await maya.key('Enter');
  await maya.panel.getByRole('button', { name: 'Remove point' }).click();
  await expect(maya.panel.getByText('of 5 points')).toBeVisible();
  await maya.isSaved();
});

test('is seen and worked at both sizes', async ({ demo }, { outputDir }) => {
  const maya = await demo.desk('Maya Okafor');
  for (const size of [
    { width: 1440, height: 900 },
    { width: 1024, height: 768 },
  ]) {
    await maya.page.setViewportSize(size);
    await maya.goTo(8);
    await maya.object('Consolidation 1').click();
    await expect(maya.panel.getByText('of 4 points')).toBeVisible();
    for (const tool of ['Rotated box', 'Ellipse', 'Polygon', 'Line', 'Point'])
      await expect(
        maya.page.getByRole('toolbar', { name: 'Tools' }).getByRole('button', { name: tool }),
      ).toBeInViewport();
    await maya.page.screenshot({ path: `${outputDir}/shapes-${size.width}.png` });
  }
});
