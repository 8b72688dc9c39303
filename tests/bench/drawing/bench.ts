/**
 * `npm run bench -- drawing [--tries 30]`: what a frame costs in script with 50, 500 and 5,000 moving objects that bear
 * their names, beside an SVG whose attributes are set and a Canvas2D that is painted anew, in one browser and in turns; what
 * finding the object under the pointer costs; and what moving one keyframe costs among 1,000, 10,000 and 100,000.
 */
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { servePage } from '../serve-page.ts';
import type { Drawn, Edited } from './page.ts';

export async function benchDrawing(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { tries: { type: 'string', default: '30' } } });
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
    print(await page.evaluate((n) => window.drawingBench.draw([50, 500, 5000], n), tries));
    printEdits(await page.evaluate((n) => window.drawingBench.edit([1000, 10_000, 100_000], n), tries));
  } finally {
    await browser.close();
    await server.close();
  }
}

function print(rows: readonly Drawn[]): void {
  process.stdout.write(
    '\nscript ms a frame, median     states     Loupe       SVG  Canvas2D   Loupe/SVG   hit test ms\n',
  );
  for (const { objects, states, loupe, svg, canvas, hit } of rows) {
    const cells = [median(states), median(loupe), median(svg), median(canvas)].map((ms) =>
      ms.toFixed(2).padStart(10),
    );
    const share = (median(loupe) / median(svg)).toFixed(3).padStart(12);
    process.stdout.write(
      `  ${String(objects).padStart(6)} objects             ${cells.join('')}${share}${hit.toFixed(4).padStart(14)}\n`,
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
