/**
 * `npm run bench -- frame-step [--runs 2] [--hours 2] [--clips folder] [video…]`: how long it takes from asking for a frame to its
 * picture on the canvas, decoded by itself beside sought by the element, in one browser on one file, painted by one stage
 * (`Steps` says what is measured). The numbers in the pictures are read, too: a fast wrong picture is worth nothing.
 * Both ways take turns, so that whatever else the machine does hits both. `--clips` keeps what is prepared, for next time.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import { countFrames, frameCount } from '../../e2e/video-frames.ts';
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
    options: {
      runs: { type: 'string', default: '2' },
      hours: { type: 'string' },
      clips: { type: 'string' },
    },
  });
  const folder = values.clips ?? mkdtempSync(join(tmpdir(), 'loupe-frame-step-'));
  mkdirSync(folder, { recursive: true });
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
      await countFrames(page);
      await page.goto(address);
      await page.waitForFunction(() => 'bench' in window);
      await measure(page, opening, Number(values.runs));
      await page.close();
    }
  } finally {
    await browser.close();
    await server.close();
    if (values.clips === undefined) rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(page: Page, opening: Opening, runs: number): Promise<void> {
  const results = new Map<string, Steps[]>();
  const keep = (way: Way, name: string, steps: Steps) => {
    const key = `${way} ${name}`;
    results.set(key, [...(results.get(key) ?? []), steps]);
  };
  const patterns = patternsOf(opening);
  let held = { open: 0, bytes: 0 };
  for (let run = 0; run < runs; run++) {
    // Who begins is as well off as who comes second.
    for (const way of run % 2 === 0 ? WAYS : WAYS.toReversed()) {
      const first = await page.evaluate(([how, what]) => window.bench.open(how, what), [
        way,
        opening,
      ] as const);
      keep(way, FIRST, { sight: [first], drawn: [first], displayed: [first], wrong: 0 });
      const middle = [opening.frames >> 1];
      const into = await page.evaluate((frames) => window.bench.step(frames, 0), middle);
      keep(way, INTO, into);
      for (const { name, frames, everyMs } of patterns) {
        const steps = await page.evaluate(([numbers, pace]) => window.bench.step(numbers, pace), [
          frames,
          everyMs,
        ] as const);
        keep(way, name, steps);
        const now = await frameCount(page);
        if (way === 'exact' && now.bytes > held.bytes) held = now;
      }
    }
  }
  const { name, width, height, frames } = opening;
  process.stdout.write(`\n${name}: ${frames} frames of ${width} × ${height}; ms\n`);
  print('', ['sight', 'drawn', 'p95', 'shown', '| seek', 'p95', 'shown', '| sight', 'drawn', 'p95', 'wrong']);
  for (const { name: what } of [{ name: FIRST }, { name: INTO }, ...patterns]) {
    const [exact, seek] = WAYS.map((way) => summary(results.get(`${way} ${what}`) ?? []));
    if (!exact || !seek) continue;
    const times = (one: number, other: number) => `${(other / one).toFixed(1)} ×`;
    print(what, [
      exact.sight.toFixed(1),
      exact.drawn.toFixed(1),
      exact.p95.toFixed(1),
      exact.displayed.toFixed(1),
      seek.drawn.toFixed(1),
      seek.p95.toFixed(1),
      seek.displayed.toFixed(1),
      times(exact.sight, seek.drawn),
      times(exact.drawn, seek.drawn),
      times(exact.p95, seek.p95),
      opening.numbered ? `${exact.wrong} / ${seek.wrong}` : '',
    ]);
  }
  const megabytes = (held.bytes / 2 ** 20).toFixed(0);
  process.stdout.write(
    `  decoded pictures held: ${held.open}, light ones among them, in ${megabytes} MB at most\n`,
  );
}

type Summary = Readonly<Record<'sight' | 'drawn' | 'p95' | 'displayed' | 'wrong', number>>;

/** Medians, but for `p95`, below which 95 of a hundred were `drawn`. */
function summary(runs: readonly Steps[]): Summary {
  const all = (what: 'sight' | 'drawn' | 'displayed') => runs.flatMap((run) => run[what]);
  return {
    sight: share(all('sight'), 0.5),
    drawn: share(all('drawn'), 0.5),
    p95: share(all('drawn'), 0.95),
    displayed: share(all('displayed'), 0.5),
    wrong: runs.reduce((sum, { wrong }) => sum + wrong, 0),
  };
}

/** What so large a part of the numbers is below. */
function share(numbers: readonly number[], part: number): number {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function patternsOf({ frames: count }: Opening): Pattern[] {
  const length = Math.min(60, count >> 1);
  const up = Array.from({ length }, (_, n) => n + 1);
  const down = Array.from({ length }, (_, n) => count - 2 - n);
  let seed = 11;
  const random = Array.from({ length: 24 }, () => {
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
  process.stdout.write(`  ${what.padEnd(18)}${cells.map((cell) => cell.padStart(9)).join('')}\n`);
}
