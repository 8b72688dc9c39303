/** Running at every speed, both ways, and in a loop: what is painted is what is named, and nobody sees frames they should not. */
import { fileURLToPath } from 'node:url';
import type { Desk } from './desk.ts';
import { expect, test, type Demo } from './test.ts';
import { Watch } from './watch.ts';

test.use({ ground: 'speeds' });
test.afterEach(({ demo }) => demo.clearDesks());

const clip = fileURLToPath(new URL('../fixtures/numbered-cfr.mp4', import.meta.url));
const COUNT = 300;
let video: string | undefined;

async function open(demo: Demo): Promise<{ desk: Desk; watch: Watch }> {
  if (video === undefined) {
    const made = await demo.server.loupe('import', clip, '--study', 'Lung ultrasound', '--name', 'speeds');
    expect(made.code, made.stderr).toBe(0);
    video = made.stdout.trim();
  }
  const desk = await demo.desk('Maya Okafor', video);
  return { desk, watch: await Watch.begin(desk.page) };
}

/** Each painting shows what it names; answers the frames in the order in which they were painted. */
async function painted(watch: Watch): Promise<number[]> {
  const paintings = await watch.paintings();
  expect(paintings.filter(({ named, seen }) => named !== seen)).toEqual([]);
  return paintings.map(({ named }) => named);
}

async function speed(desk: Desk, name: string): Promise<void> {
  await desk.page.getByRole('button', { name: /^Speed/ }).click();
  await desk.page.getByRole('menuitemradio', { name, exact: true }).click();
  await expect(desk.page.getByRole('menu')).toHaveCount(0);
  // The keyboard is the picture's again.
  await expect.poll(() => desk.page.evaluate(() => document.activeElement === document.body)).toBe(true);
}

const play = (desk: Desk) => desk.page.getByRole('button', { name: 'Play', exact: true });

for (const rate of ['0.1×', '0.25×', '0.5×', '1.5×', '4×', '8×', '16×'])
  test(`[M1] at ${rate} every picture is the one it is named`, async ({ demo }) => {
    const { desk, watch } = await open(demo);
    await speed(desk, rate);
    await desk.key('Escape', 'Space');
    const seen: number[] = [];
    await expect
      .poll(async () => {
        seen.push(...(await painted(watch)));
        return new Set(seen).size >= 8 || seen.at(-1) === COUNT - 1;
      })
      .toBe(true);
    await desk.key('Space');
    await expect(play(desk)).toBeVisible();
    seen.push(...(await painted(watch)));
    expect(Math.max(...seen)).toBeGreaterThan(2);
  });

test('[M1] [M14] backwards at 1, 4 and 16 times, down to the first frame', async ({ demo }) => {
  const { desk, watch } = await open(demo);
  for (const presses of [1, 3, 5]) {
    await desk.goTo(presses === 1 ? 40 : COUNT - 1);
    await desk.key('Escape');
    await painted(watch);
    for (let n = 0; n < presses; n++) await desk.key('j');
    await desk.isAt(0);
    await expect(play(desk)).toBeVisible();
    const frames = await painted(watch);
    expect(frames).toEqual(frames.toSorted((a, b) => b - a));
    expect(new Set(frames).size).toBeGreaterThan(4);
  }
});

test('a loop from in to out stays inside of it, and K with L goes by one frame', async ({ demo }) => {
  const { desk, watch } = await open(demo);
  await desk.goTo(100);
  await desk.key('Escape', 'i');
  await desk.goTo(115);
  await desk.key('Escape', 'o', '/');
  await expect(desk.page.getByRole('button', { name: 'Loops frames 100 – 115: end it' })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await painted(watch);
  await desk.key('Space');
  const seen: number[] = [];
  const returns = () => seen.filter((frame, n) => n > 0 && frame < seen[n - 1]! - 5).length;
  await expect
    .poll(async () => {
      seen.push(...(await painted(watch)));
      return returns();
    })
    .toBeGreaterThan(2);
  await desk.key('Space');
  await expect(play(desk)).toBeVisible();
  expect(seen.filter((frame) => frame < 100 || frame > 115)).toEqual([]);
  await desk.key('/');
  await desk.goTo(50);
  await desk.key('Escape');
  await desk.page.keyboard.down('k');
  await desk.key('l', 'l', 'j');
  await desk.page.keyboard.up('k');
  await desk.isAt(51);
  await expect(play(desk)).toBeVisible();
});
