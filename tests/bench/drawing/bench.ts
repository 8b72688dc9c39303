/**
 * `npm run bench -- drawing [--tries 30] [--profile FILE]`: what a frame costs in script with 50, 500 and 5,000 moving
 * objects, beside an SVG whose attributes are set and a Canvas2D that is painted anew, in one browser and in turns: all
 * three without names, all three with every name, and (`apart`) ours with as many names as find room, as the screen has
 * it. What pointing and panning cost where nothing moves, and finding the object under the pointer; and what moving one
 * keyframe costs among 1,000, 10,000 and 100,000. `--profile` writes a CPU profile for the browser's developer tools.
 */
import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { servePage } from '../serve-page.ts';
import type { Drawn, Edited } from './page.ts';

export async function benchDrawing(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { tries: { type: 'string', default: '30' }, profile: { type: 'string' } },
  });
  const tries = Number(values.tries);
  const { server, address } = await servePage(import.meta.dirname);
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  });
  try {
    const page = await browser.newPage({ viewport: { width: 1300, height: 800 } });
    page.on('pageerror', (error) => process.stdout.write(`${error.stack}\n`));
    await page.goto(address);
    await page.waitForFunction(() => 'drawingBench' in window);
    const devtools = values.profile === undefined ? null : await page.context().newCDPSession(page);
    await devtools?.send('Profiler.enable');
    await devtools?.send('Profiler.start');
    print(await page.evaluate((n) => window.drawingBench.draw([50, 500, 5000], n), tries));
    if (devtools && values.profile !== undefined)
      await writeFile(values.profile, JSON.stringify((await devtools.send('Profiler.stop')).profile));
    printEdits(await page.evaluate((n) => window.drawingBench.edit([1000, 10_000, 100_000], n), tries));
  } finally {
    await browser.close();
    await server.close();
  }
}

function print(rows: readonly Drawn[]): void {
  process.stdout.write(
    '\nscript ms a frame, median  names      Loupe       SVG  Canvas2D   Loupe/SVG    (states)  pointing   panning   handing  hit test\n',
  );
  for (const { objects, naming, states, loupe, svg, canvas, pointing, panning, handing, hit } of rows) {
    const cells = [median(loupe), median(svg), median(canvas)].map((ms) => ms.toFixed(2).padStart(10));
    const share = (median(loupe) / median(svg)).toFixed(3).padStart(12);
    const rest = [states, pointing, panning, handing].map((all) => median(all).toFixed(2).padStart(10));
    process.stdout.write(
      `  ${String(objects).padStart(6)} objects          ${naming.padEnd(5)}${cells.join('')}${share}  ${rest.join('')}${hit.toFixed(4).padStart(10)}\n`,
    );
  }
}

function printEdits(rows: readonly Edited[]): void {
  process.stdout.write('\nmoving one keyframe, ms       in one object   in many objects\n');
  for (const { keyframes, inOne, inMany } of rows)
    process.stdout.write(
      `  among ${String(keyframes).padStart(7)}${median(inOne).toFixed(3).padStart(22)}${median(inMany).toFixed(3).padStart(18)}\n`,
    );
}

function median(all: readonly number[]): number {
  return [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0;
}
