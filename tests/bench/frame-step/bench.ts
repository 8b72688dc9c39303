/**
 * `npm run bench -- frame-step [folder of a rendition…]`: how long it takes from asking for a frame to having its
 * picture, decoded by itself beside sought by the element, in one browser on the same file. The numbers in the pictures
 * are read, too: a fast wrong picture is worth nothing.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { createServer } from 'vite';
import { runWorker, WORKER_LIMITS } from '#server/ingest/worker-process.ts';
import { makeClip } from '../../builders/clip.ts';
import type { Opening, Steps, Way } from './page.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const CLIP = { width: 1920, height: 1080, frames: 300, fps: 30 };
/** A key that is held: 33 times a second. */
const HELD_MS = 30;

type Bench = {
  open(way: Way, opening: Opening): Promise<number>;
  step(frames: readonly number[], everyMs: number): Promise<Steps>;
};

export async function benchFrameStep(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'loupe-bench-'));
  const page = join(root, 'tests/bench/frame-step');
  const openings: Opening[] = [];
  for (const group of [15, 75]) openings.push(await rendition(folder, group));
  const server = await createServer({
    configFile: false,
    root: page,
    publicDir: folder,
    logLevel: 'error',
    server: { port: 0, fs: { allow: [root] } },
    plugins: [
      {
        name: 'page',
        configureServer: ({ middlewares }) =>
          void middlewares.use('/bench', (_, response) =>
            response
              .setHeader('content-type', 'text/html')
              .end('<!doctype html><script type="module" src="/page.ts"></script>'),
          ),
      },
    ],
  });
  try {
    await server.listen();
    const address = server.resolvedUrls?.local[0];
    if (!address) throw new Error('The page is not served.');
    for (const opening of openings) await measure(`${address}bench`, opening);
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A numbered clip with a sync sample every so many pictures, prepared as an upload is. */
async function rendition(folder: string, group: number): Promise<Opening> {
  const name = `group-${group}`;
  const source = join(folder, `${name}.mp4`);
  const { width, height, frames, fps } = CLIP;
  makeClip({
    path: source,
    container: 'mp4',
    encoder: 'libx264',
    width,
    height,
    times: Array.from({ length: frames }, (_, n) => n),
    timescale: fps,
    group,
    bFrames: 0,
  });
  const out = mkdtempSync(join(folder, `${name}-`));
  const { media } = await runWorker(
    { source, name, folder: out },
    WORKER_LIMITS,
    () => undefined,
    new AbortController().signal,
  );
  return { folder: out.slice(folder.length), firstFrameMs: media.firstFrameMs, width, height };
}

async function measure(address: string, opening: Opening): Promise<void> {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => process.stdout.write(`${error.message}\n`));
    await page.goto(address);
    await page.waitForFunction(() => 'bench' in window);
    print(['clip', 'way', 'steps', 'median', 'p95', 'most', 'wrong']);
    for (const way of ['exact', 'seek'] as const) {
      const first = await page.evaluate(
        ([how, what]) => (window as unknown as { bench: Bench }).bench.open(how, what),
        [way, opening] as const,
      );
      print([opening.folder, way, 'first picture', first.toFixed(1), '', '', '']);
      for (const [name, frames, everyMs] of patterns()) {
        const { latency, wrong } = await page.evaluate(
          ([numbers, pace]) => (window as unknown as { bench: Bench }).bench.step(numbers, pace),
          [frames, everyMs] as const,
        );
        const sorted = latency.toSorted((a, b) => a - b);
        const share = (part: number) =>
          (sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0).toFixed(1);
        print([opening.folder, way, name, share(0.5), share(0.95), share(1), `${wrong} of ${frames.length}`]);
      }
    }
  } finally {
    await browser.close();
  }
}

function patterns(): readonly (readonly [string, readonly number[], number])[] {
  const up = Array.from({ length: 100 }, (_, n) => 20 + n);
  const down = Array.from({ length: 100 }, (_, n) => 280 - n);
  let seed = 11;
  const random = Array.from({ length: 30 }, () => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return seed % CLIP.frames;
  });
  return [
    ['forward, held', up, HELD_MS],
    ['back, held', down, HELD_MS],
    ['forward, at once', up, 0],
    ['back, at once', down, 0],
    ['random', random, 0],
  ];
}

function print(cells: readonly string[]): void {
  process.stdout.write(`${cells.map((cell, n) => (n < 3 ? cell.padEnd(18) : cell.padStart(10))).join('')}\n`);
}
