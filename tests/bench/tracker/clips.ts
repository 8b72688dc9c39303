/**
 * Real clips and where an object in them is, from elsewhere or measured by hand. They are not part of the project: the
 * folder of clips has them (flies_clip_25fps_1500f.mp4 of SLEAP, BSD-3-Clause-Clear, with its MOT table; cups_shuffle.mp4 of
 * SAM 2, Apache-2.0).
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Rect } from '#lib/model/geometry.ts';

export type Clip = {
  readonly name: string;
  readonly file: string;
  /** The first frame that is looked at, and the last one. */
  readonly from: number;
  readonly to: number;
  /** Where the object is, by frame; the first frame is among them. */
  readonly truth: ReadonlyMap<number, Rect>;
};

/** By eye, to some four pixels: the right cup is led round by a hand that hides part of it, the middle one is snatched. */
const CUPS = {
  right: [
    [0, 832, 294, 166, 250], [30, 834, 294, 164, 250], [40, 832, 294, 164, 250], [50, 838, 282, 160, 250],
    [60, 955, 270, 163, 238], [70, 966, 286, 164, 246], [80, 834, 312, 166, 252],
  ],
  middle: [
    [0, 574, 294, 162, 246], [40, 574, 294, 160, 248], [50, 608, 276, 156, 234], [60, 120, 260, 146, 228],
    [70, 322, 358, 160, 278], [80, 552, 302, 162, 252],
  ],
} as const; // prettier-ignore

export function clipsIn(folder: string): readonly Clip[] {
  const video = (name: string) => join(folder, 'video', name);
  const flies = fliesIn(join(folder, 'reference/mot/flies_0000_0599/gt.txt'));
  const cup = (which: keyof typeof CUPS, name: string): Clip => ({
    name,
    file: video('cups_shuffle.mp4'),
    from: 0,
    to: 80,
    truth: new Map(CUPS[which].map(([frame, x, y, w, h]) => [frame, { x, y, w, h }])),
  });
  return [
    ...[...flies].map(([id, truth]) => ({
      name: `fly ${id}, hardly moving`,
      file: video('flies_clip_25fps_1500f.mp4'),
      from: 0,
      to: 300,
      truth,
    })),
    cup('right', 'right cup, led by a hand'),
    cup('middle', 'middle cup, snatched at 50'),
  ];
}

/** Frames of MOT tables count from 1. */
function fliesIn(file: string): Map<number, Map<number, Rect>> {
  const flies = new Map<number, Map<number, Rect>>();
  for (const line of readFileSync(file, 'utf8').trim().split('\n')) {
    const [frame = 0, id = 0, x = 0, y = 0, w = 0, h = 0] = line.split(',').map(Number);
    const boxes = flies.get(id) ?? new Map<number, Rect>();
    flies.set(id, boxes.set(frame - 1, { x, y, w, h }));
  }
  return flies;
}
