/** Frames exported at the workspace: the archive has the pictures, and the browser's own decoder agrees with its sums. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { readZip } from '../builders/read-zip.ts';
import { barcodeHeight, readBarcode } from '../fixtures/barcode.ts';
import { expect, test } from './test.ts';

test.use({ ground: 'frames' });
test.afterEach(({ demo }) => demo.clearDesks());

const clip = fileURLToPath(new URL('../fixtures/numbered-cfr.mp4', import.meta.url));
const FRAMES_A_SECOND = 30;

type Answer = { readonly media: { readonly file: string; readonly firstFrameMs: number } };
type Manifest = {
  readonly frames: readonly {
    readonly frame: number;
    readonly file: string;
    readonly sha256: string;
    readonly pixelFormat: string;
  }[];
};

/** The sum over the planes of what the browser decodes at a time, as the manifest counts it. */
function browserSum(page: Page, url: string, seconds: number): Promise<string> {
  return page.evaluate(
    async ([address, at]) => {
      const video = document.createElement('video');
      video.muted = true;
      video.src = address;
      document.body.append(video);
      await new Promise((done) => video.addEventListener('loadeddata', done, { once: true }));
      const painted = new Promise((done) => video.requestVideoFrameCallback(done));
      video.currentTime = at;
      await new Promise((done) => video.addEventListener('seeked', done, { once: true }));
      await painted;
      const frame = new VideoFrame(video);
      const rect = frame.visibleRect!;
      const planes = new Uint8Array(frame.allocationSize({ rect }));
      await frame.copyTo(planes, { rect });
      frame.close();
      video.remove();
      const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', planes));
      return Array.from(sum, (byte) => byte.toString(16).padStart(2, '0')).join('');
    },
    [url, seconds] as const,
  );
}

async function numberIn(page: Page, png: Buffer): Promise<number | null> {
  const { width, height, pixels } = await page.evaluate(async (base64) => {
    const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes]));
    const context = new OffscreenCanvas(image.width, image.height).getContext('2d')!;
    context.drawImage(image, 0, 0);
    const { data } = context.getImageData(0, 0, image.width, image.height);
    return { width: image.width, height: image.height, pixels: Array.from(data) };
  }, png.toString('base64'));
  expect(height).toBeGreaterThan(barcodeHeight(width));
  return readBarcode({ width, height, data: Uint8ClampedArray.from(pixels) });
}

test('frames are exported, and proven', async ({ demo }) => {
  test.slow();
  const to = ['--study', 'Lung ultrasound', '--name', 'frames to export'];
  const made = await demo.server.loupe('import', clip, ...to);
  expect(made.code, made.stderr).toBe(0);
  const desk = await demo.desk('Dr Hana Ito', made.stdout.trim());
  const { page } = desk;
  await desk.goTo(12);
  await page.getByRole('button', { name: 'Export', exact: true }).click();
  await page.getByRole('menuitem', { name: /^Frames/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Export frames' });
  await dialog.getByRole('radio', { name: 'These' }).check();
  const list = dialog.getByRole('textbox', { name: 'Numbers and ranges' });
  await expect(list).toHaveValue('12');
  await list.fill('12,300');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(dialog.getByText('There is no frame 300: they go from 0 to 299.')).toBeVisible();
  for (const size of [
    { width: 1024, height: 768 },
    { width: 1440, height: 900 },
  ]) {
    await page.setViewportSize(size);
    await page.screenshot({ path: `test-results/screens/frames-export-${size.width}.png` });
  }
  const found = await new AxeBuilder({ page }).include('[role=dialog]').analyze();
  expect(found.violations).toEqual([]);
  await list.fill('12,250-252');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(dialog.getByText('4 frames as PNG')).toBeVisible({ timeout: 60_000 });
  await page.screenshot({ path: 'test-results/screens/frames-exported-1440.png' });
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    dialog.getByRole('link', { name: 'Download' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('frames to export.frames.zip');
  const files = readZip(readFileSync(await download.path()));
  const { frames } = JSON.parse(files.get('manifest.json')!.toString()) as Manifest;
  expect(frames.map(({ frame }) => frame)).toEqual([12, 250, 251, 252]);
  const { media } = (await demo.server.api<Answer>(demo.token, `/videos/${made.stdout.trim()}`)).body;
  for (const { frame, file, sha256, pixelFormat } of frames) {
    expect(pixelFormat).toBe('yuv420p');
    expect(await numberIn(page, files.get(file)!)).toBe(frame);
    const seconds = media.firstFrameMs / 1000 + (frame + 0.5) / FRAMES_A_SECOND;
    expect(await browserSum(page, media.file, seconds), `frame ${frame}`).toBe(sha256);
  }
  // Somebody else has none; whoever may not export is not offered it.
  const others = await demo.desk('Admin', made.stdout.trim());
  await others.page.getByRole('button', { name: 'Export', exact: true }).click();
  await others.page.getByRole('menuitem', { name: /^Frames/ }).click();
  await expect(others.page.getByRole('radio', { name: 'All with an object on them' })).toBeChecked();
});
