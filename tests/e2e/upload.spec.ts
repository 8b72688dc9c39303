/** Bringing videos in: by the page and by the shell; what is no video is refused with the reason. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { Desk } from './desk.ts';
import { expect, ready, test } from './test.ts';

test.use({ ground: 'upload' });

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const clip = join(fixtures, 'numbered-vfr.mp4');

test('a file chosen in the page is prepared and opens in the workspace', async ({ demo }) => {
  const page = await (await demo.browserOf('Maya Okafor')).newPage();
  await page.goto(`${demo.server.url}/studies/${demo.study}`);
  await page.locator('input[type=file]').setInputFiles(clip);
  const row = page.getByRole('row', { name: /numbered-vfr/ });
  await expect(row).toBeVisible({ timeout: 30_000 });
  await expect(row.getByText('240', { exact: true })).toBeVisible({ timeout: 60_000 });
  await row.getByRole('link', { name: 'numbered-vfr.mp4' }).click();
  await page.waitForURL(/\/videos\//);
  const desk = await Desk.open(page, page.url());
  await desk.goTo(100);
  await desk.draw('B-line', [0.4, 0.4], [0.5, 0.5]);
  await desk.isSaved();
});

test('what is no video is refused with a reason', async ({ demo }) => {
  const page = await (await demo.browserOf('Maya Okafor')).newPage();
  await page.goto(`${demo.server.url}/studies/${demo.study}`);
  await page.locator('input[type=file]').setInputFiles([
    {
      name: 'notes.mp4',
      mimeType: 'video/mp4',
      buffer: Buffer.from('These are notes, not pictures.'.repeat(50)),
    },
    { name: 'cut.mp4', mimeType: 'video/mp4', buffer: readFileSync(clip).subarray(0, 4000) },
  ]);
  await expect(page.getByText(/"notes.mp4" is not a video that can be read/)).toBeVisible({
    timeout: 30_000,
  });
  await expect(page.getByText(/"cut.mp4" (is not a video that can be read|cannot be prepared)/)).toBeVisible({
    timeout: 30_000,
  });
});

/** A minute of numbers with a tone, to be encoded. Made apart: the media library is no part of a test. */
function clipWithSound(path: string): void {
  const script = `
    import { makeClip } from './tests/builders/clip.ts';
    const times = Array.from({ length: 1500 }, (_, n) => n);
    const sound = { encoder: 'pcm_s16le', rate: 48000, channels: 1, seconds: 60, wave: (at) => Math.sin(at * 2765) };
    makeClip({ path: ${JSON.stringify(path)}, container: 'avi', encoder: 'mpeg4', width: 384, height: 216, times, sound });`;
  const made = spawnSync(join(root, 'node_modules/.bin/node'), ['--input-type=module', '-e', script], {
    cwd: root,
  });
  expect(existsSync(path), made.stderr.toString()).toBe(true);
}

async function pictured(page: Page, name: string): Promise<void> {
  for (const [width, height] of [
    [1024, 768],
    [1440, 900],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `test-results/screens/${name}-${width}.png` });
  }
}

test('a project without sound: what is stopped and prepared again has none', async ({ demo }) => {
  test.slow();
  const { server, token, study } = demo;
  const { body } = await server.api<{ project: string }[]>(token, '/studies');
  const page = await (await demo.browserOf('Admin')).newPage();
  await page.goto(`${server.url}/projects/${body[0]!.project}`);
  const recordings = page.getByRole('region', { name: 'Recordings' });
  await recordings.getByLabel(/Prepare videos without sound/).check();
  await recordings.getByRole('button', { name: 'Save' }).click();
  await expect(recordings.getByRole('status')).toHaveText(/^Saved\./);
  await pictured(page, 'without-sound');

  const folder = mkdtempSync(join(tmpdir(), 'loupe-sound-'));
  const file = join(folder, 'voice.avi');
  clipWithSound(file);
  await page.goto(`${server.url}/studies/${study}`);
  await page.locator('input[type=file]').setInputFiles(file);
  const row = page.getByRole('row', { name: /voice\.avi/ });
  const stop = row.getByRole('button', { name: 'Stop preparing voice.avi' });
  await expect(stop).toBeVisible({ timeout: 60_000 });
  await expect.poll(() => server.workers('SIGSTOP'), { timeout: 60_000, intervals: [20] }).toBe(1);
  await pictured(page, 'preparing-row');
  await stop.click();
  await expect(row.getByText('The preparation of "voice.avi" was stopped.')).toBeVisible();
  await pictured(page, 'stopped-row');
  await row.getByRole('link', { name: 'voice.avi' }).click();
  await expect(page.getByText('The preparation of "voice.avi" was stopped.')).toBeVisible();
  await pictured(page, 'stopped-page');
  await page.getByRole('button', { name: 'Prepare again' }).click();
  await expect(page.getByRole('button', { name: 'Stop preparing' })).toBeVisible();
  await pictured(page, 'preparing-page');
  const made = page.url().split('/').at(-1) ?? '';
  await ready(server, token, made);
  const desk = await Desk.open(page, page.url());
  await desk.goTo(1499);
  const silent = await server.api<{ picture: { hasAudio: boolean } }>(token, `/videos/${made}`);
  expect(silent.body.picture.hasAudio).toBe(false);
  rmSync(folder, { recursive: true, force: true });
});

test('a file dropped on the page is taken too', async ({ demo }) => {
  const page = await (await demo.browserOf('Jonas Berg')).newPage();
  await page.goto(`${demo.server.url}/studies/${demo.study}`);
  const data = readFileSync(join(fixtures, 'numbered-cfr.mp4')).toString('base64');
  const transfer = await page.evaluateHandle((base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const made = new DataTransfer();
    made.items.add(new File([bytes], 'dropped.mp4', { type: 'video/mp4' }));
    return made;
  }, data);
  const panel = page.getByRole('region', { name: 'Lung ultrasound' });
  for (const type of ['dragenter', 'dragover', 'drop'])
    await panel.dispatchEvent(type, { dataTransfer: transfer });
  await expect(page.getByRole('row', { name: /dropped.mp4/ })).toBeVisible({ timeout: 30_000 });
});

test('loupe import brings a file in while the server runs; loupe export writes it out', async ({ demo }) => {
  const { server } = demo;
  const made = await server.loupe(
    'import',
    join(fixtures, 'numbered-cfr.mp4'),
    '--study',
    'Lung ultrasound',
    '--name',
    'By shell',
  );
  expect(made.code, made.stderr).toBe(0);
  const video = made.stdout.trim();
  await ready(server, demo.token, video);
  const desk = await demo.desk('Maya Okafor', video);
  await desk.goTo(10);
  await desk.draw('B-line', [0.4, 0.4], [0.5, 0.5]);
  const box = await desk.box();
  await desk.goTo(14);
  await desk.drag([0.45, 0.45], [0.5, 0.5]);
  await desk.isSaved();

  const native = await server.loupe('export', '--video', video, '--format', 'native');
  expect(native.code, native.stderr).toBe(0);
  const document = JSON.parse(native.stdout) as { frames: { count: number } };
  expect(document.frames.count).toBe(300);

  type Coco = {
    readonly images: readonly { readonly id: number; readonly frame: number }[];
    readonly annotations: readonly {
      readonly image_id: number;
      readonly bbox: readonly number[];
      readonly attributes: { readonly keyframe: boolean };
    }[];
  };
  const coco = await server.loupe('export', '--video', video, '--format', 'coco');
  expect(coco.code, coco.stderr).toBe(0);
  const { images, annotations } = JSON.parse(coco.stdout) as Coco;
  expect(images[0]!.frame).toBe(10);
  expect(images).toHaveLength(290);
  expect(annotations).toHaveLength(290);
  expect(annotations[0]!.bbox).toEqual([box.x, box.y, box.w, box.h]);
  expect(annotations.slice(0, 5).map(({ attributes }) => attributes.keyframe)).toEqual([
    true,
    false,
    false,
    false,
    true,
  ]);
});

test('the Export button gives the same files', async ({ demo }) => {
  const desk = await demo.desk('Dr Hana Ito');
  for (const [name, pattern] of [
    ['Native JSON', /\.native\.json$/],
    ['COCO', /\.coco\.json$/],
  ] as const) {
    await desk.page.getByRole('button', { name: 'Export' }).click();
    const [file] = await Promise.all([
      desk.page.waitForEvent('download'),
      desk.page.getByRole('menuitem', { name }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(pattern);
    const path = await file.path();
    expect(JSON.parse(readFileSync(path, 'utf8'))).toBeTruthy();
  }
});
