/**
 * `npm run bench -- timeline [--tries 15]`: what a picture of the timeline and one edit cost with 2,000 tracks of 500
 * keyframes and 5,000 segments in a video of three hours, beside a tenth of that, in one browser and in turns. An edit
 * that looked at the others would cost ten times as much.
 */
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { servePage } from '../serve-page.ts';
import type { Load, Times } from './page.ts';

const TENTH: Load = { tracks: 200, keyframes: 500, segments: 500 };
const WHOLE: Load = { tracks: 2000, keyframes: 500, segments: 5000 };

export async function benchTimeline(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { tries: { type: 'string', default: '15' } } });
  const { server, address } = await servePage(import.meta.dirname);
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    const page = await browser.newPage();
    page.on('pageerror', (error) => process.stdout.write(`${error.stack}\n`));
    await page.goto(address);
    await page.waitForFunction(() => 'timelineBench' in window);
    const measure = (load: Load) =>
      page.evaluate(([what, tries]) => window.timelineBench.run(what, tries), [
        load,
        Number(values.tries),
      ] as const);
    await measure(TENTH); // warm
    const [tenth, whole] = [await measure(TENTH), await measure(WHOLE)];
    print(tenth, whole);
  } finally {
    await browser.close();
    await server.close();
  }
}

function print(tenth: Times, whole: Times): void {
  process.stdout.write('\nms, median of the tries                 a tenth     whole     times\n');
  for (const what of Object.keys(whole)) {
    const [small, large] = [median(tenth[what] ?? []), median(whole[what] ?? [])];
    const cells = [small.toFixed(2), large.toFixed(2), (large / small).toFixed(1)];
    process.stdout.write(`  ${what.padEnd(34)}${cells.map((cell) => cell.padStart(10)).join('')}\n`);
  }
}

function median(all: readonly number[]): number {
  return [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0;
}
