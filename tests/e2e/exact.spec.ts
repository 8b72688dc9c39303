/**
 * Pictures decoded one by one: every picture that is painted is the one that is named, however one gets there, and
 * whatever fails on the way. Each painting is looked at, in the page.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { Desk } from './desk.ts';
import { frameSeen } from './eye.ts';
import { expect, test, type Demo } from './test.ts';
import { countFrames, frameCount, reclaimDecoder } from './video-frames.ts';
import { Watch } from './watch.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const fixtures = join(root, 'tests/fixtures');
const CLIPS = [
  ['numbered-cfr.mp4', 300],
  ['numbered-vfr.mp4', 240],
] as const;
/** A key that is held down repeats 33 times a second. */
const REPEAT_MS = 30;

test.use({ ground: 'exact' });
test.afterEach(({ demo }) => demo.clearDesks());

const videos = new Map<string, string>();
/** The video of a clip; each is imported once. */
async function videoOf(demo: Demo, clip: string): Promise<string> {
  const known = videos.get(clip);
  if (known) return known;
  const to = ['--study', 'Lung ultrasound', '--name', `exact ${basename(clip)}`];
  const made = await demo.server.loupe('import', resolve(fixtures, clip), ...to);
  expect(made.code, made.stderr).toBe(0);
  videos.set(clip, made.stdout.trim());
  return made.stdout.trim();
}

/** A numbered clip that is large enough for a light rendition. Made apart: the media library is no part of a test. */
function largeClip(folder: string): string {
  const path = join(folder, 'large.mp4');
  const plan = {
    path,
    container: 'mp4',
    encoder: 'libx264',
    width: 1280,
    height: 720,
    group: 50,
    bFrames: 0,
  };
  const script = `
    import { makeClip } from './tests/builders/clip.ts';
    const times = Array.from({ length: 300 }, (_, n) => n);
    makeClip({ ...${JSON.stringify(plan)}, times, timescale: 30 });`;
  const made = spawnSync(join(root, 'node_modules/.bin/node'), ['--input-type=module', '-e', script], {
    cwd: root,
  });
  expect(existsSync(path), made.stderr.toString()).toBe(true);
  return path;
}

type Opened = { readonly desk: Desk; readonly page: Page; readonly watch: Watch };

/** @param before what the page needs before it is opened */
async function open(
  demo: Demo,
  clip: string,
  before: (page: Page) => Promise<void> = countFrames,
): Promise<Opened> {
  const video = await videoOf(demo, clip);
  const page = await (await demo.browserOf('Maya Okafor')).newPage();
  await before(page);
  const desk = await Desk.open(page, `${demo.server.url}/videos/${video}`);
  return { desk, page, watch: await Watch.begin(page) };
}

/** Each painting shows what it names; answers the frames that were painted. */
async function allRight(watch: Watch): Promise<number[]> {
  const paintings = await watch.paintings();
  expect(paintings.filter(({ named, seen }) => named !== seen)).toEqual([]);
  return paintings.map(({ named }) => named);
}

/** Holds a key down for so many repeats, as a keyboard does. */
async function hold(page: Page, key: string, times: number): Promise<void> {
  const start = performance.now();
  for (let n = 0; n < times; n++) {
    await page.keyboard.down(key);
    const rest = start + (n + 1) * REPEAT_MS - performance.now();
    if (rest > 0) await page.waitForTimeout(rest);
  }
  await page.keyboard.up(key);
}

for (const [clip, count] of CLIPS) {
  test(`${clip}: [M1] [M2] step by step, forwards, backwards and anywhere`, async ({ demo }) => {
    const { desk, page, watch } = await open(demo, clip);
    for (let frame = 1; frame <= 45; frame++) {
      await desk.key('ArrowRight');
      await watch.until(frame);
    }
    await desk.key('End');
    await watch.until(count - 1);
    for (let frame = count - 2; frame >= count - 45; frame--) {
      await desk.key('ArrowLeft');
      await watch.until(frame);
    }
    const seed = Date.now() % 1e6;
    let state = seed;
    for (let n = 0; n < 15; n++) {
      state = (state * 1103515245 + 12345) % 2 ** 31;
      await desk.goTo(state % count);
      await watch.until(state % count);
      expect(await frameSeen(desk.picture), `seed ${seed}`).toBe(state % count);
    }
    const painted = await allRight(watch);
    expect(new Set(painted).size).toBeGreaterThan(90);
    expect((await frameCount(page)).decoded).toBeGreaterThan(90);
  });

  test(`${clip}: [M10] a held key runs, and rests where it is let go`, async ({ demo }) => {
    const { page, watch } = await open(demo, clip);
    await hold(page, 'ArrowRight', 110);
    await watch.until(110, 3000);
    const forwards = await allRight(watch);
    expect(forwards).toEqual(forwards.toSorted((a, b) => a - b));
    await hold(page, 'ArrowLeft', 90);
    await watch.until(20, 3000);
    const back = await allRight(watch);
    expect(back).toEqual(back.toSorted((a, b) => b - a));
    // All of them on a quiet machine, many also on a busy one without a graphics processor.
    expect(new Set(forwards).size).toBeGreaterThan(20);
    expect(new Set(back).size).toBeGreaterThan(15);
  });

  test(`${clip}: [M3] playing and stopping, what is named is what is seen`, async ({ demo }) => {
    const { desk, page, watch } = await open(demo, clip);
    for (const key of ['l', 'k', 'j', 'k', 'l', 'l', 'k'] as const) {
      await desk.key(key);
      await page.waitForTimeout(500);
    }
    const painted = await allRight(watch);
    expect(new Set(painted).size).toBeGreaterThan(10);
    const rest = await desk.frame();
    await expect.poll(() => frameSeen(desk.picture)).toBe(rest);
  });
}

test('[M12] a scrubbing hand sees pictures on the way, and the exact one where it rests', async ({
  demo,
}) => {
  const { desk, page, watch } = await open(demo, 'numbered-cfr.mp4');
  const pane = page.getByRole('region', { name: 'Timeline' }).locator('canvas').last();
  const box = (await pane.boundingBox())!;
  const y = box.y + 12;
  await page.mouse.move(box.x + box.width * 0.05, y);
  await page.mouse.down();
  for (const share of [0.9, 0.1, 0.8, 0.33])
    await page.mouse.move(box.x + box.width * share, y, { steps: 25 });
  await page.mouse.up();
  await expect.poll(() => desk.frame()).toBeGreaterThan(60);
  await page.waitForTimeout(400);
  const painted = await allRight(watch);
  expect(new Set(painted).size).toBeGreaterThan(8);
  expect(await frameSeen(desk.picture)).toBe(await desk.frame());
});

test('[M12] a large video is scrubbed in its light rendition; where the hand rests is the picture itself', async ({
  demo,
}) => {
  let arrive = () => undefined as void;
  const line = new Promise<void>((done) => (arrive = done));
  const { desk, page, watch } = await open(demo, largeClip(demo.server.dataDir), async (made) => {
    await countFrames(made);
    // A slow line: of the large pictures only those of the first piece are here.
    await made.route('**/v.mp4', async (route) => {
      const [, start = '0'] = /bytes=(\d+)-/.exec(route.request().headers()['range'] ?? '') ?? [];
      if (Number(start) > 4096) await line;
      await route.continue();
    });
    await made.addInitScript(() => {
      const { prototype } = VideoFrame;
      const copy = Reflect.get(prototype, 'copyTo') as VideoFrame['copyTo'];
      const widths: number[] = [];
      prototype.copyTo = function (this: VideoFrame, ...args) {
        widths.push(this.displayWidth);
        return copy.apply(this, args);
      };
      Object.assign(window, { widths });
    });
  });
  const widths = () => page.evaluate(() => (window as unknown as { widths: number[] }).widths);
  const pane = page.getByRole('region', { name: 'Timeline' }).locator('canvas').last();
  const box = (await pane.boundingBox())!;
  await page.mouse.move(box.x + box.width * 0.4, box.y + 12);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.9, box.y + 12, { steps: 30 });
  await page.mouse.up();
  await expect.poll(widths).toContain(640);
  await expect.poll(async () => (await frameSeen(desk.picture)) === (await desk.frame())).toBe(true);
  arrive();
  await expect.poll(async () => (await widths()).at(-1)).toBe(1280);
  expect(await frameSeen(desk.picture)).toBe(await desk.frame());
  await allRight(watch);
});

test('[M21] every picture is closed: those that were held go with the workspace', async ({ demo }) => {
  const { desk, page } = await open(demo, 'numbered-cfr.mp4');
  await desk.goTo(150);
  await hold(page, 'ArrowRight', 40);
  await desk.key('Space');
  await page.waitForTimeout(400);
  await desk.key('Space', 'Home', 'End');
  await expect.poll(async () => (await frameCount(page)).open).toBeGreaterThan(20);
  await page.getByRole('link', { name: /^Back to/ }).click();
  await page.waitForURL(/\/studies\//);
  await expect.poll(async () => (await frameCount(page)).open).toBe(0);
  expect((await frameCount(page)).made).toBeGreaterThan(100);
});

test('[M4] without WebCodecs the element seeks, and is right, too', async ({ demo }) => {
  const { desk, watch } = await open(demo, 'numbered-cfr.mp4', async (page) => {
    await page.addInitScript(() => Reflect.deleteProperty(window, 'VideoDecoder'));
  });
  for (const frame of [1, 29, 30, 250, 31, 299]) {
    await desk.goTo(frame);
    expect(await frameSeen(desk.picture)).toBe(frame);
  }
  await allRight(watch);
});

test('[M22] a decoder that is taken away is replaced', async ({ demo }) => {
  const { desk, page, watch } = await open(demo, 'numbered-cfr.mp4');
  for (const frame of [40, 200, 90]) {
    await desk.goTo(frame);
    await reclaimDecoder(page);
    await desk.goTo(frame + 60);
    expect(await frameSeen(desk.picture)).toBe(frame + 60);
  }
  await allRight(watch);
});

test('[M18] a line that fails is waited for, and goes on by itself', async ({ demo }) => {
  const { desk, page, watch } = await open(demo, 'numbered-cfr.mp4');
  await desk.goTo(10);
  await page.route('**/v.mp4', (route) => route.abort('internetdisconnected'));
  await page.getByRole('textbox', { name: 'Frame' }).fill('290');
  await page.keyboard.press('Enter');
  await expect(desk.picture.getByRole('status')).toHaveText('Loading…');
  expect(await desk.frame()).not.toBe(290);
  await page.unroute('**/v.mp4');
  await desk.isAt(290);
  await expect(desk.picture.getByRole('status')).toHaveCount(0);
  expect(await frameSeen(desk.picture)).toBe(290);
  await allRight(watch);
});

test('[M7] the picture comes back after the graphics processor was lost', async ({ demo }) => {
  const { desk, page } = await open(demo, 'numbered-cfr.mp4');
  await desk.goTo(77);
  await page.evaluate(() => {
    const canvas = document.querySelector<HTMLCanvasElement>('[data-frame] canvas')!;
    const lose = canvas.getContext('webgl2')!.getExtension('WEBGL_lose_context')!;
    lose.loseContext();
    Object.assign(window, { restore: () => lose.restoreContext() });
  });
  await expect(desk.picture.getByRole('status')).toContainText('was lost');
  await desk.key('ArrowLeft');
  await page.evaluate(() => (window as unknown as { restore: () => void }).restore());
  await expect(desk.picture.getByRole('status')).toHaveCount(0);
  await expect.poll(() => frameSeen(desk.picture)).toBe(76);
  await desk.key('ArrowRight', 'ArrowRight');
  await desk.isAt(78);
  expect(await frameSeen(desk.picture)).toBe(78);
});
