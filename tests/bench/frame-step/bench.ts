/**
 * `npm run bench -- frame-step [--runs 2] [--hours 2] [video…]`: how long it takes from asking for a frame to having its picture,
 * decoded by itself beside sought by the element, in one browser on one file. The numbers in the pictures are read, too:
 * a fast wrong picture is worth nothing. Both ways take turns, so that whatever else the machine does hits both.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import type { Steps, Way } from './page.ts';
import { long, numbered, prepared, type Opening } from './renditions.ts';
import { servePage } from '../serve-page.ts';

/** A key that is held: 33 times a second. */
const HELD_MS = 30;
/** From one sync sample to the next: as we encode, and about the longest that stays untouched. */
const GROUPS = [15, 75];
const WAYS = ['exact', 'seek'] as const;
const FIRST = 'first picture';
/** The first jump after opening: nothing of it is here yet. */
const INTO = 'into the middle';

type Pattern = { readonly name: string; readonly frames: readonly number[]; readonly everyMs: number };

export async function benchFrameStep(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { runs: { type: 'string', default: '2' }, hours: { type: 'string' } },
  });
  const folder = mkdtempSync(join(tmpdir(), 'loupe-frame-step-'));
  const openings: Opening[] = [];
  if (values.hours !== undefined) openings.push(await long(folder, Number(values.hours)));
  else if (positionals.length === 0) for (const group of GROUPS) openings.push(await numbered(folder, group));
  for (const path of positionals) openings.push(await prepared(folder, path));
  const { server, address } = await servePage(import.meta.dirname, folder);
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'],
  });
  try {
    for (const opening of openings) {
      const page = await browser.newPage();
      await page.goto(address);
      await page.waitForFunction(() => 'bench' in window);
      await measure(page, opening, Number(values.runs));
      await page.close();
    }
  } finally {
    await browser.close();
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(page: Page, opening: Opening, runs: number): Promise<void> {
  const results = new Map<string, Steps[]>();
  const keep = (way: Way, name: string, steps: Steps) => {
    const key = `${way} ${name}`;
    results.set(key, [...(results.get(key) ?? []), steps]);
  };
  const patterns = patternsOf(opening);
  for (let run = 0; run < runs; run++) {
    for (const way of WAYS) {
      const first = await page.evaluate(([how, what]) => window.bench.open(how, what), [
        way,
        opening,
      ] as const);
      keep(way, FIRST, { latency: [first], sight: [first], wrong: 0 });
      const middle = [opening.frames >> 1];
      const into = await page.evaluate((frames) => window.bench.step(frames, 0), middle);
      keep(way, INTO, into);
      for (const { name, frames, everyMs } of patterns) {
        const steps = await page.evaluate(([numbers, pace]) => window.bench.step(numbers, pace), [
          frames,
          everyMs,
        ] as const);
        keep(way, name, steps);
      }
    }
  }
  const { name, width, height, frames } = opening;
  process.stdout.write(`\n${name}: ${frames} frames of ${width} × ${height}; ms\n`);
  print('', ['sight', 'exact', 'p95', 'seek', 'p95', 'times', opening.numbered ? 'wrong' : '']);
  for (const { name: what } of [{ name: FIRST }, { name: INTO }, ...patterns]) {
    const [exact, seek] = WAYS.map((way) => summary(results.get(`${way} ${what}`) ?? []));
    if (!exact || !seek) continue;
    print(what, [
      exact.sight.toFixed(1),
      exact.median.toFixed(1),
      exact.p95.toFixed(1),
      seek.median.toFixed(1),
      seek.p95.toFixed(1),
      (seek.median / exact.median).toFixed(1),
      opening.numbered ? `${exact.wrong} / ${seek.wrong}` : '',
    ]);
  }
}

function summary(runs: readonly Steps[]): { sight: number; median: number; p95: number; wrong: number } {
  const latency = runs.flatMap((run) => run.latency);
  return {
    sight: share(
      runs.flatMap((run) => run.sight),
      0.5,
    ),
    median: share(latency, 0.5),
    p95: share(latency, 0.95),
    wrong: runs.reduce((sum, { wrong }) => sum + wrong, 0),
  };
}

/** What so large a part of the numbers is below. */
function share(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function patternsOf({ frames: count }: Opening): Pattern[] {
  const length = Math.min(100, count >> 1);
  const up = Array.from({ length }, (_, n) => n + 1);
  const down = Array.from({ length }, (_, n) => count - 2 - n);
  let seed = 11;
  const random = Array.from({ length: 30 }, () => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return seed % count;
  });
  return [
    { name: 'forward, held', frames: up, everyMs: HELD_MS },
    { name: 'back, held', frames: down, everyMs: HELD_MS },
    { name: 'forward, at once', frames: up, everyMs: 0 },
    { name: 'back, at once', frames: down, everyMs: 0 },
    { name: 'anywhere', frames: random, everyMs: 0 },
    { name: 'anywhere, calmly', frames: random.slice(0, 12), everyMs: 700 },
  ];
}

function print(what: string, cells: readonly string[]): void {
  process.stdout.write(`  ${what.padEnd(18)}${cells.map((cell) => cell.padStart(10)).join('')}\n`);
}
