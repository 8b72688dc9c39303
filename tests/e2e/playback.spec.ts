/** The frame that is named is the frame that is seen, at a constant and at a variable rate, paused and playing. */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Desk } from './desk.ts';
import { frameSeen } from './eye.ts';
import { expect, test, type Demo } from './test.ts';

test.use({ ground: 'playback' });

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));
test.afterEach(({ demo }) => demo.clearDesks());

async function open(demo: Demo, clip: string): Promise<Desk> {
  const made = await demo.server.loupe(
    'import',
    join(fixtures, clip),
    '--study',
    'Lung ultrasound',
    '--name',
    clip,
  );
  expect(made.code, made.stderr).toBe(0);
  return demo.desk('Maya Okafor', made.stdout.trim());
}

/** What stands in the read-out is what is painted. */
async function agrees(desk: Desk): Promise<number> {
  const frame = await desk.frame();
  expect(await frameSeen(desk.picture)).toBe(frame);
  return frame;
}

for (const [clip, count] of [
  ['numbered-cfr.mp4', 300],
  ['numbered-vfr.mp4', 240],
] as const) {
  test(`steps and jumps in ${clip} show the frame they name`, async ({ demo }) => {
    const desk = await open(demo, clip);
    expect(await agrees(desk)).toBe(0);
    for (const frame of [1, 29, 30, 31, 117, count - 1, count - 2, 60, 3]) {
      await desk.goTo(frame);
      expect(await frameSeen(desk.picture)).toBe(frame);
    }
    await desk.key('Escape');
    for (const [key, to] of [
      ['ArrowRight', 4],
      ['ArrowRight', 5],
      ['.', 6],
      ['ArrowLeft', 5],
      [',', 4],
      ['Shift+ArrowRight', 14],
      ['Shift+ArrowLeft', 4],
      ['Home', 0],
      ['End', count - 1],
    ] as const) {
      await desk.key(key);
      await desk.isAt(to);
      expect(await frameSeen(desk.picture), `after ${key}`).toBe(to);
    }
    await desk.key('g');
    await desk.page.getByRole('dialog').getByRole('textbox').fill('42');
    await desk.key('Enter');
    await desk.isAt(42);
    expect(await frameSeen(desk.picture)).toBe(42);
  });
}

test('playing: the frame named goes on, and is the one seen when it stops', async ({ demo }) => {
  const desk = await open(demo, 'numbered-vfr.mp4');
  const play = desk.page.getByRole('button', { name: 'Play', exact: true });
  for (const speed of ['l', 'j'] as const) {
    // Far enough from the end it runs to: where it has come to an end by itself, the key that stops it would start it.
    const from = speed === 'l' ? 0 : 200;
    await desk.goTo(from);
    await desk.key('Escape');
    await desk.key(speed);
    await expect(desk.page.getByRole('button', { name: 'Pause', exact: true })).toBeVisible();
    await expect.poll(() => desk.frame()).not.toBe(from);
    await desk.page.waitForTimeout(700);
    await desk.key('k');
    await expect(play).toBeVisible();
    const to = await desk.frame();
    await desk.isAt(to);
    expect(speed === 'l' ? to : from).toBeGreaterThan(speed === 'l' ? from : to);
    await expect.poll(async () => (await frameSeen(desk.picture)) === (await desk.frame())).toBe(true);
  }
  await desk.key('Space');
  await expect.poll(() => desk.frame(), { timeout: 30_000 }).toBe(239);
  await expect(play).toBeVisible();
  expect(await frameSeen(desk.picture)).toBe(239);
});

test('scrubbing on the ruler follows the hand and rests on the frame below it', async ({ demo }) => {
  const desk = await open(demo, 'numbered-cfr.mp4');
  const timeline = desk.page.getByRole('region', { name: 'Timeline' });
  const pane = timeline.locator('canvas').last();
  const box = (await pane.boundingBox())!;
  const y = box.y + 12;
  await desk.page.mouse.move(box.x + box.width * 0.2, y);
  await desk.page.mouse.down();
  for (const share of [0.3, 0.45, 0.6, 0.5])
    await desk.page.mouse.move(box.x + box.width * share, y, { steps: 3 });
  await desk.page.mouse.up();
  await expect.poll(() => desk.frame()).toBeGreaterThan(120);
  await expect.poll(async () => (await frameSeen(desk.picture)) === (await desk.frame())).toBe(true);
});
