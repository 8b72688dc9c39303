/**
 * `npm run bench -- tracker [--clips ../shared/data]`: how well an object is followed through real clips, beside
 * leaving its box where it was, and what a frame costs. IoU with where it is, on the frames of which that is known, up
 * to where it is said to be lost.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { Luma } from '#lib/media/luma.ts';
import { ObjectTracker } from '#lib/media/tracker/object-tracker.ts';
import type { Rect } from '#lib/model/geometry.ts';
import { must } from '#lib/model/problem.ts';
import { growthOf, moved, type Similarity } from '#lib/model/similarity.ts';
import { eachLuma } from './clip.ts';
import { clipsIn, type Clip } from './clips.ts';

const LOST = 0.3;

type Row = {
  readonly name: string;
  readonly overlaps: readonly number[];
  readonly held: readonly number[];
  readonly lostAt: number | null;
  readonly ms: readonly number[];
};

export async function benchTracker(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { clips: { type: 'string', default: '../shared/data' } },
  });
  if (!existsSync(values.clips)) {
    process.stdout.write(`There are no clips in ${values.clips}: say where they are with --clips.\n`);
    return;
  }
  process.stdout.write(
    '\n                               IoU mean   least   if it stood still   lost at    ms a frame\n',
  );
  for (const clip of clipsIn(values.clips)) print(await follow(clip));
}

async function follow({ name, file, from, to, truth }: Clip): Promise<Row> {
  const start = must(truth.get(from), 'the first frame has a box');
  let tracker: ObjectTracker | null = null;
  let lostAt: number | null = null;
  const [overlaps, held, ms]: [number[], number[], number[]] = [[], [], []];
  const look = (luma: Luma, frame: number) => {
    if (frame < from) return true;
    if (!tracker) {
      tracker = new ObjectTracker(luma, start);
      return true;
    }
    const before = performance.now();
    const { pose, confidence } = tracker.step(luma);
    ms.push(performance.now() - before);
    if (confidence < LOST) {
      lostAt = frame;
      return false;
    }
    const is = truth.get(frame);
    if (is) {
      overlaps.push(overlap(taken(start, pose), is));
      held.push(overlap(start, is));
    }
    return frame < to;
  };
  await eachLuma(file, look);
  return { name, overlaps, held, lostAt, ms };
}

function taken({ x, y, w, h }: Rect, pose: Similarity): Rect {
  const middle = moved(pose, { x: x + w / 2, y: y + h / 2 });
  const [wide, high] = [w * growthOf(pose), h * growthOf(pose)];
  return { x: middle.x - wide / 2, y: middle.y - high / 2, w: wide, h: high };
}

function overlap(a: Rect, b: Rect): number {
  const w = Math.min(a.x + a.w, b.x + b.w) - Math.max(a.x, b.x);
  const h = Math.min(a.y + a.h, b.y + b.h) - Math.max(a.y, b.y);
  const both = Math.max(0, w) * Math.max(0, h);
  return both / (a.w * a.h + b.w * b.h - both);
}

function print({ name, overlaps, held, lostAt, ms }: Row): void {
  const mean = (all: readonly number[]) => all.reduce((sum, one) => sum + one, 0) / Math.max(1, all.length);
  const middle = [...ms].sort((a, b) => a - b)[ms.length >> 1] ?? 0;
  const cells = [
    mean(overlaps).toFixed(3).padStart(8),
    Math.min(...overlaps)
      .toFixed(2)
      .padStart(8),
    mean(held).toFixed(3).padStart(20),
    String(lostAt ?? '–').padStart(10),
    middle.toFixed(1).padStart(14),
  ];
  process.stdout.write(`  ${name.padEnd(29)}${cells.join('')}\n`);
}
