/** The rendition read back: picture n of it is picture n of the source, at the same time, or the ingest fails. */
import { closeSync, openSync, readSync } from 'node:fs';
import type { FrameIndex } from '#lib/model/frame-index.ts';
import { must } from '#lib/model/problem.ts';
import { checksum } from '../av/nal.ts';
import type { FragmentedMp4 } from '../fragments.ts';

/**
 * Compares the rendition's times with the source's and answers `firstFrameMs`: the time that a player which counts
 * from the first decode time (hls.js) gives to frame 0. Throws with what differs.
 */
export function checkRendition(index: FrameIndex, rendition: FragmentedMp4): number {
  const samples = rendition.fragments.flatMap((fragment) => fragment.samples);
  if (samples.length !== index.count) {
    throw new Error(`The rendition has ${samples.length} pictures, the source ${index.count}.`);
  }
  const shown = samples.map(({ pts }) => pts).sort((a, b) => a - b);
  const firstPts = must(shown[0], 'an index has frames');
  const tickMs = Math.max(1000 / rendition.timescale, (1000 * index.timebase.num) / index.timebase.den);
  for (const [n, pts] of shown.entries()) {
    const ms = ((pts - firstPts) * 1000) / rendition.timescale;
    if (Math.abs(ms - index.timeMs(n)) > tickMs * 1.001) {
      throw new Error(`Frame ${n} is at ${ms} ms in the rendition, at ${index.timeMs(n)} ms in the source.`);
    }
    if (n > 0 && pts <= (shown[n - 1] as number))
      throw new Error(`Frame ${n} has the time of frame ${n - 1}.`);
  }
  for (const [n, { samples: group }] of rendition.fragments.entries()) {
    if (group[0] && !group[0].isSync) throw new Error(`Fragment ${n} does not begin with a sync sample.`);
  }
  checkTable(rendition);
  const firstDts = must(samples[0], 'an index has frames').dts / rendition.timescale;
  // hls.js counts from the sound where that starts before the first decode time of the pictures.
  const zero = rendition.audioStart !== null ? Math.min(firstDts, rendition.audioStart) : firstDts;
  return 1000 * (firstPts / rendition.timescale - zero);
}

/** Players find the frames by the table at the end: each fragment has its place in it, by the time of its sync sample. */
function checkTable({ fragments, table }: FragmentedMp4): void {
  const withPictures = fragments.filter(({ samples }) => samples.length > 0);
  if (table.length !== withPictures.length)
    throw new Error(`The table at the end has ${table.length} entries for ${withPictures.length} fragments.`);
  for (const [n, { offset, samples }] of withPictures.entries()) {
    const entry = table[n];
    if (entry?.offset !== offset || entry.pts !== samples[0]?.pts)
      throw new Error(`Fragment ${n} is not where the table at the end says, or not at its time.`);
  }
}

/** The pictures as they went into a rendition that leaves them untouched, in the order of decoding. */
export type CopiedPictures = { readonly sums: readonly number[]; readonly lengthBytes: number };

/** Compares the bytes of each picture with what went in: the same bits decode to the same pixels. Throws otherwise. */
export function checkUntouched(path: string, rendition: FragmentedMp4, copied: CopiedPictures): void {
  const file = openSync(path, 'r');
  try {
    const count = rendition.fragments.reduce((sum, { samples }) => sum + samples.length, 0);
    if (count !== copied.sums.length)
      throw new Error(`${copied.sums.length} pictures went into the rendition, ${count} are in it.`);
    let n = 0;
    for (const { offset: start, bytes: length, samples } of rendition.fragments) {
      const fragment = Buffer.allocUnsafe(length);
      const got = readSync(file, fragment, 0, length, start);
      for (const { offset, bytes } of samples) {
        const [from, to] = [offset - start, offset - start + bytes];
        if (to > got || checksum(fragment.subarray(from, to), copied.lengthBytes) !== copied.sums[n])
          throw new Error(`Picture ${n} of the rendition, in the order of decoding, is not as it was.`);
        n++;
      }
    }
  } finally {
    closeSync(file);
  }
}
