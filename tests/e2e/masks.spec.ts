/** Masks on a real clip: painted, erased, filled and grown by one, seen by the other, and exported as they were seen. */
import { axeFaults } from './axe-faults.ts';
import { expect, test, type Demo } from './test.ts';

test.use({ ground: 'masks' });

test.describe.configure({ mode: 'serial' });
test.afterEach(({ demo }) => demo.clearDesks());

/** Pixels inside of each mask at a frame, as COCO has them. */
async function areas({ server, token, video }: Demo, frame: number): Promise<readonly number[]> {
  type Coco = {
    readonly images: readonly { readonly id: number; readonly frame: number }[];
    readonly annotations: readonly { readonly image_id: number; readonly area: number }[];
  };
  const { body } = await server.api<Coco>(token, `/videos/${video}/export?format=coco`);
  const image = body.images.find((one) => one.frame === frame)?.id;
  return body.annotations.filter(({ image_id }) => image_id === image).map(({ area }) => area);
}

test('each tool changes the mask, undo takes one stroke back, and the other sees it', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  const jonas = await demo.desk('Jonas Berg');
  const bar = maya.page.getByRole('toolbar', { name: 'Mask' });
  await maya.goTo(8);
  await jonas.goTo(8);

  await maya.key('u');
  await maya.label('Consolidation');
  await maya.drag([0.45, 0.4], [0.55, 0.4]);
  await expect(jonas.object('Consolidation 1')).toBeVisible();
  await maya.isSaved();
  const [painted = 0] = await areas(demo, 8);
  expect(painted).toBeGreaterThan(500);

  // The eraser takes from the selected mask, the line drawn round fills, and a region grows into what is alike.
  await bar.getByRole('button', { name: 'Eraser' }).click();
  await bar.getByRole('textbox', { name: /Size of the brush/ }).fill('10');
  await maya.page.keyboard.press('Enter');
  await maya.drag([0.5, 0.3], [0.5, 0.5]);
  await maya.isSaved();
  const [erased = 0] = await areas(demo, 8);
  expect(erased).toBeLessThan(painted);
  await bar.getByRole('button', { name: /^Fill/ }).click();
  for (const place of [[0.42, 0.5], [0.58, 0.5], [0.58, 0.62], [0.42, 0.62]] as const) await maya.click(place); // prettier-ignore
  await maya.key('Enter');
  await maya.isSaved();
  await expect.poll(async () => (await areas(demo, 8))[0]).toBeGreaterThan(erased + 500);
  const [filled = 0] = await areas(demo, 8);
  await bar.getByRole('button', { name: /^Grow/ }).click();
  await maya.click([0.35, 0.4]);
  await expect(maya.status).toContainText('Paint Consolidation 1');
  await maya.isSaved();
  await expect.poll(async () => (await areas(demo, 8))[0]).toBeGreaterThan(filled);

  await maya.key('Control+z');
  await maya.isSaved();
  await expect.poll(async () => (await areas(demo, 8))[0]).toBe(filled);
  await jonas.object('Consolidation 1').click();
  await expect(jonas.panel.getByRole('textbox', { name: 'Left', exact: true })).toBeVisible();
});

test('made and moved by keys alone, under the only label that may be one', async ({ demo }) => {
  const maya = await demo.desk('Maya Okafor');
  await maya.goTo(20);
  await maya.key('u', '2', 'Enter', 'Escape', 'Control+Shift+ArrowRight', 'Control+Shift+ArrowRight');
  await expect(maya.status).toContainText('Move Effusion 1');
  await maya.isSaved();
  const [disc = 0] = (await areas(demo, 20)).slice(-1);
  expect(disc).toBeGreaterThan(500);
  // A tool that only one label may use asks nothing.
  await maya.key('Escape', 'd');
  await maya.click([0.3, 0.3]);
  await expect(maya.object('Landmark 1')).toBeVisible();
  await maya.isSaved();
});

test('is seen at both sizes', async ({ demo }, { outputDir }) => {
  const maya = await demo.desk('Maya Okafor');
  for (const size of [
    { width: 1440, height: 900 },
    { width: 1024, height: 768 },
  ]) {
    await maya.page.setViewportSize(size);
    await maya.goTo(8);
    await maya.key('Escape', 'Escape', 'u');
    await maya.object('Consolidation 1').click();
    const bar = maya.page.getByRole('toolbar', { name: 'Mask' });
    for (const name of ['Brush', 'Eraser', /^Fill/, /^Grow/] as const)
      await expect(bar.getByRole('button', { name })).toBeInViewport();
    await maya.point([0.4, 0.5]);
    expect(await axeFaults(maya.page, '[role=toolbar][aria-label=Mask]')).toEqual([]);
    await maya.page.screenshot({ path: `${outputDir}/masks-${size.width}.png` });
  }
});
