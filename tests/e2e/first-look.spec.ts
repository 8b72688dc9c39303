/** A long file is watched while the rest of it is being prepared; then it opens in the workspace, every frame numbered. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import { Desk } from './desk.ts';
import { frameSeen } from './eye.ts';
import { expect, test, type Demo } from './test.ts';

test.use({ ground: 'first-look' });
test.afterEach(({ demo }) => demo.clearDesks());

const root = fileURLToPath(new URL('../..', import.meta.url));
const node = join(root, 'node_modules/.bin/node');
const FRAMES = 6000;

/** Four minutes of numbers that have to be encoded. Made apart: the media library is no part of a test. */
function longClip(folder: string): string {
  const path = join(folder, 'long.avi');
  const script = `
    import { makeClip } from './tests/builders/clip.ts';
    const times = Array.from({ length: ${FRAMES} }, (_, n) => n);
    makeClip({ path: ${JSON.stringify(path)}, container: 'avi', encoder: 'mpeg4', width: 384, height: 216, times });`;
  const made = spawnSync(node, ['--input-type=module', '-e', script], { cwd: root });
  expect(existsSync(path), made.stderr.toString()).toBe(true);
  return path;
}

/** Stops the preparing where a part can be watched: a quick machine is through before anybody has looked. */
async function holdHalfway(demo: Demo, video: string): Promise<void> {
  type Answer = { progress?: { watchable: { ms: number; ofMs: number } | null } | null };
  const watchable = async () =>
    (await demo.server.api<Answer>(demo.token, `/videos/${video}`)).body.progress?.watchable;
  await expect
    .poll(async () => (await watchable()) != null, { timeout: 120_000, intervals: [50] })
    .toBe(true);
  expect(demo.server.workers('SIGSTOP')).toBe(1);
  const held = await watchable();
  expect(held?.ms).toBeLessThan(held?.ofMs ?? 0);
}

test('what is ready is watched, what is not is said', async ({ demo }) => {
  test.slow();
  const folder = mkdtempSync(join(tmpdir(), 'loupe-long-'));
  const page = await (await demo.browserOf('Maya Okafor')).newPage();
  await page.goto(`${demo.server.url}/studies/${demo.study}`);
  await page.locator('input[type=file]').setInputFiles(longClip(folder));
  const link = page.getByRole('link', { name: 'long.avi' });
  await expect(link).toBeVisible({ timeout: 60_000 });
  await link.click();
  await page.waitForURL(/\/videos\//);
  await holdHalfway(demo, page.url().split('/').at(-1) ?? '');
  const look = page.getByLabel('First look at long.avi');
  await expect(look).toBeVisible({ timeout: 120_000 });
  await expect(page.getByText(/of 4:00 can be watched already; the rest is not ready yet/)).toBeVisible();
  await look.evaluate((video: HTMLVideoElement) => {
    video.muted = true;
    return video.play();
  });
  await expect
    .poll(() => look.evaluate((video: HTMLVideoElement) => video.currentTime), { timeout: 60_000 })
    .toBeGreaterThan(0.5);
  for (const size of [
    { width: 1024, height: 768 },
    { width: 1440, height: 900 },
  ]) {
    await page.setViewportSize(size);
    await page.screenshot({ path: `test-results/screens/first-look-${size.width}.png` });
  }
  const found = await new AxeBuilder({ page }).analyze();
  expect(found.violations).toEqual([]);
  demo.server.workers('SIGCONT');
  // It is still watched when all is done, and goes on to the workspace when asked.
  await expect(page.getByText('It is ready.')).toBeVisible({ timeout: 240_000 });
  await page.screenshot({ path: 'test-results/screens/first-look-ready.png' });
  await page.getByRole('button', { name: 'Open the workspace' }).click();
  const desk = await Desk.open(page, page.url());
  await desk.goTo(FRAMES - 1);
  await expect.poll(() => frameSeen(desk.picture)).toBe(FRAMES - 1);
  rmSync(folder, { recursive: true, force: true });
});

test('it is for those who may see the video, and is not there once it is ready', async ({ demo }) => {
  const ask = (headers: Record<string, string>) =>
    fetch(`${demo.server.url}/media/${demo.video}/first.m3u8`, { headers });
  expect((await ask({})).status).toBe(401);
  expect((await ask({ authorization: `Bearer ${demo.token}` })).status).toBe(404);
});
