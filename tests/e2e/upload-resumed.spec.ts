/** An upload that lives through a killed server, a pause and a page that is loaded again. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test, type Demo } from './test.ts';

test.use({ ground: 'upload-resumed' });

const clip = fileURLToPath(new URL('../fixtures/numbered-cfr.mp4', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'loupe-upload-'));
test.afterAll(() => rmSync(folder, { recursive: true, force: true }));

const SIZE = 20_000_000;
/** Bytes a second: the file takes some seconds more than a test needs to see it on its way. */
const SLOW = 2_500_000;

/** A video that is larger than one piece: behind its end lies a box that every reader leaves out. */
function largeClip(name: string): { readonly path: string; readonly sha256: string } {
  const box = Buffer.alloc(SIZE, name.charCodeAt(0));
  box.writeUInt32BE(SIZE, 0);
  box.write('free', 4, 'latin1');
  const bytes = Buffer.concat([readFileSync(clip), box]);
  const path = join(folder, name);
  writeFileSync(path, bytes);
  return { path, sha256: createHash('sha256').update(bytes).digest('hex') };
}

async function slowly(page: Page, uploadThroughput: number): Promise<void> {
  const line = await page.context().newCDPSession(page);
  await line.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: 0,
    downloadThroughput: -1,
    uploadThroughput,
  });
}

async function studyPage(demo: Demo): Promise<Page> {
  const page = await (await demo.browserOf('Maya Okafor')).newPage();
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(`${demo.server.url}/studies/${demo.study}`);
  return page;
}

/** Until the first piece is there, and the second on its way. */
async function underWay(page: Page, name: string): Promise<void> {
  const row = page.getByRole('listitem').filter({ hasText: name });
  await expect(row.getByText(/^(9|1\d)(\.\d)? MB of/)).toBeVisible({ timeout: 60_000 });
}

async function arrives(page: Page, demo: Demo, name: string, sha256: string): Promise<void> {
  const row = page.getByRole('row', { name: new RegExp(name) });
  await expect(row.getByText('300', { exact: true })).toBeVisible({ timeout: 90_000 });
  const { body } = await demo.server.api<{ name: string; sha256: string }[]>(
    demo.token,
    `/studies/${demo.study}/videos`,
  );
  expect(body.filter((video) => video.name === name).map((video) => video.sha256)).toEqual([sha256]);
}

test('goes on by itself after the server was killed and started again', async ({ demo }) => {
  test.setTimeout(180_000);
  const { path, sha256 } = largeClip('killed.mp4');
  const page = await studyPage(demo);
  await slowly(page, SLOW);
  await page.locator('input[type=file]').setInputFiles(path);
  await underWay(page, 'killed.mp4');
  await demo.server.kill();
  await expect(page.getByText(/The line is down; it goes on by itself/)).toBeVisible({ timeout: 30_000 });
  await demo.server.start();
  await slowly(page, -1);
  await arrives(page, demo, 'killed.mp4', sha256);
});

test('goes on where it was after a pause and when the page was loaded again', async ({ demo }) => {
  test.setTimeout(180_000);
  const { path, sha256 } = largeClip('reloaded.mp4');
  const page = await studyPage(demo);
  await slowly(page, SLOW);
  await page.locator('input[type=file]').setInputFiles(path);
  await underWay(page, 'reloaded.mp4');
  await page.getByRole('button', { name: 'Pause upload of reloaded.mp4' }).click();
  await expect(page.getByText(/^Paused at /)).toBeVisible();
  await page.getByRole('button', { name: 'Go on with reloaded.mp4' }).click();
  await expect(page.getByRole('button', { name: 'Pause upload of reloaded.mp4' })).toBeVisible();
  await page.reload();
  await slowly(page, -1);
  const first = page.waitForRequest((request) => request.method() === 'PATCH');
  await page.locator('input[type=file]').setInputFiles(path);
  expect(Number((await first).headers()['upload-offset'])).toBeGreaterThan(1_000_000);
  await arrives(page, demo, 'reloaded.mp4', sha256);
});

test('what arrived is held against the sum although the last answer was lost, in one row all the while', async ({
  demo,
}) => {
  test.setTimeout(180_000);
  const { path, sha256 } = largeClip('unheard.mp4');
  const page = await (await demo.browserOf('Maya Okafor')).newPage();
  // The first answer to a piece that tells the sum does not come through.
  await page.addInitScript(() => {
    type Tell = (this: XMLHttpRequest, name: string, value: string) => void;
    const setRequestHeader = Reflect.get(XMLHttpRequest.prototype, 'setRequestHeader') as Tell;
    let lost = false;
    XMLHttpRequest.prototype.setRequestHeader = function (this: XMLHttpRequest, name: string, value: string) {
      if (name === 'upload-sha256' && !lost) {
        lost = true;
        Object.defineProperty(this, 'status', { get: () => 0 });
      }
      setRequestHeader.call(this, name, value);
    };
  });
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(`${demo.server.url}/studies/${demo.study}`);
  const pieces: string[] = [];
  page.on('request', (request) => {
    const { 'upload-sha256': sum, 'upload-offset': offset } = request.headers();
    if (sum !== undefined) pieces.push(`${offset} ${sum}`);
  });
  await slowly(page, SLOW);
  await page.locator('input[type=file]').setInputFiles(path);
  await underWay(page, 'unheard.mp4');
  await expect(page.getByText('unheard.mp4')).toHaveCount(1);
  const found = await new AxeBuilder({ page }).analyze();
  expect(found.violations).toEqual([]);
  for (const size of [
    { width: 1024, height: 768 },
    { width: 1440, height: 900 },
  ]) {
    await page.setViewportSize(size);
    await page.screenshot({ path: `test-results/screens/upload-${size.width}.png` });
  }
  await slowly(page, -1);
  await arrives(page, demo, 'unheard.mp4', sha256);
  const bytes = readFileSync(path).byteLength;
  expect(pieces).toHaveLength(2);
  expect(pieces[1]).toBe(`${bytes} ${sha256}`);
});
