/**
 * Exactly the frames that are asked for, out of a source file: decoding begins at the sync sample before each, where the
 * file lets it, and what comes out is held against the frame index, picture by picture. Where anything does not fit, the
 * file is decoded from its beginning and counted: slower, and right by definition.
 */
import { AV_FRAME_FLAG_CORRUPT, AV_PKT_FLAG_DISCARD, AVSEEK_FLAG_BACKWARD } from 'node-av/constants';
import type { Frame } from 'node-av/lib';
import type { FrameIndex } from '#lib/model/frame-index.ts';
import { must } from '#lib/model/problem.ts';
import { ticks } from '../av/call.ts';
import { Decoder } from '../av/decoder.ts';
import { hasIdr, nalLengthBytes } from '../av/nal.ts';
import { openSource, type Source } from '../av/source.ts';

/** Containers in which each picture has a time of its own and can be sought by it; in others times are guessed. */
const SOUGHT = ['mov', 'matroska', 'mpegts', 'mpeg'];
/** Decoding on costs less than a new start, where the next frame is no further away. */
const NEAR = 60;
/** How far before a frame a second and a third start are tried (seconds). */
const STEPS_BACK = [0, 3, 15];

export type Wanted = {
  /** Ascending, each once; all in the index. */
  readonly frames: readonly number[];
  readonly index: FrameIndex;
  /** Whether the index has the times of the file, untouched: only then can they be sought. */
  readonly timed: boolean;
};

/**
 * @param visit gets each frame in turn, lent for the call
 * @param pass hears of each picture that is decoded on the way, so that a long way is not taken for a stuck one
 */
export async function walkFrames(
  path: string,
  { frames, index, timed }: Wanted,
  visit: (frame: Frame, n: number) => void,
  pass: () => void,
): Promise<void> {
  const source = await openSource(path);
  let at = 0;
  try {
    let seeks = timed && SOUGHT.includes(source.format.split(',')[0] ?? '');
    while (seeks && at < frames.length) {
      const before = at;
      for (const back of STEPS_BACK) {
        at = await seekFrom(source, { frames, index, at, back }, visit, pass);
        if (at > before) break;
      }
      seeks = at > before;
    }
  } finally {
    source.close();
  }
  if (at < frames.length) await countTo(path, frames, at, visit, pass);
}

/** Decodes from the beginning and counts; visits the frames from the place `from` on. */
async function countTo(
  path: string,
  frames: readonly number[],
  from: number,
  visit: (frame: Frame, n: number) => void,
  pass: () => void,
): Promise<void> {
  const source = await openSource(path);
  let at = from;
  let n = 0;
  const decoder = must(
    Decoder.open(source.video, (frame) => {
      pass();
      if (n === frames[at]) {
        visit(frame, n);
        at++;
      }
      n++;
    }),
    'what was ingested can be decoded',
  );
  try {
    await source.eachPacket((packet, kind) => {
      if (kind === 'video') decoder.push(packet);
      return at < frames.length;
    });
    if (at < frames.length) decoder.finish();
    else decoder.close();
  } finally {
    source.close();
  }
}

type Start = {
  readonly frames: readonly number[];
  readonly index: FrameIndex;
  /** The frame to start for, as a place in `frames`. */
  readonly at: number;
  /** How much before it, in seconds. */
  readonly back: number;
};

/** Decodes from a sync sample on, while all fits; answers how many of the frames have been visited then. */
async function seekFrom(
  source: Source,
  { frames, index, at: from, back }: Start,
  visit: (frame: Frame, n: number) => void,
  pass: () => void,
): Promise<number> {
  const { timebase, pts } = index;
  const target = pts[frames[from] ?? 0] ?? 0;
  const seek = Math.floor(target - (back * timebase.den) / timebase.num);
  if (source.context.seekFrameSync(source.video.index, BigInt(seek), AVSEEK_FLAG_BACKWARD) < 0) return from;
  let at = from;
  let fits = true;
  const run = new Run(index);
  const decoder = must(
    Decoder.open(source.video, (frame) => {
      pass();
      if (!fits || at >= frames.length) return;
      const n = run.take(frame);
      if (n === 'before') return;
      fits = n !== null && decoder.faults === 0 && n <= (frames[at] ?? 0);
      if (!fits || n !== frames[at]) return;
      visit(frame, n);
      at++;
    }),
    'what was ingested can be decoded',
  );
  const lengthBytes = nalLengthBytes(source.video.codecpar.extradata);
  const isH264 = source.codec === 'h264';
  const goesOn = () => fits && at < frames.length && (frames[at] ?? 0) <= run.next + NEAR;
  await source.eachPacket((packet, kind) => {
    if (kind !== 'video') return;
    if (!run.started) {
      if (!packet.isKeyframe) return;
      const time = ticks(packet.pts);
      // Of H.264 only an IDR picture keeps what follows from referring to what is before it.
      fits = time !== undefined && time <= target && (!isH264 || hasIdr(packet.data, lengthBytes));
      if (!fits) return false;
      run.start(time ?? 0, packet.hasFlags(AV_PKT_FLAG_DISCARD));
    }
    decoder.push(packet);
    return at === from ? fits : goesOn();
  });
  if (fits && (at === from || goesOn())) decoder.finish();
  else decoder.close();
  return at;
}

/** Pictures from a sync sample on, told by the index: each must be the one after the one before. */
class Run {
  readonly #index: FrameIndex;
  /** The frame that is due. */
  next = 0;
  started = false;
  #since = 0;

  constructor(index: FrameIndex) {
    this.#index = index;
  }

  /** @param time of the sync sample, in ticks @param hidden by an edit list: the first frame comes after it */
  start(time: number, hidden: boolean): void {
    const { pts } = this.#index;
    let low = 0;
    let high = pts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((pts[middle] ?? 0) < time) low = middle + 1;
      else high = middle;
    }
    this.next = low;
    this.#since = hidden ? (pts[low] ?? time) : time;
    this.started = true;
  }

  /** Its number; null where it is not the one that is due, or is damaged; `before` for one that leads the sync sample. */
  take(frame: Frame): number | null | 'before' {
    const time = ticks(frame.bestEffortTimestamp);
    if (time === undefined || frame.decodeErrorFlags !== 0 || frame.hasFlags(AV_FRAME_FLAG_CORRUPT))
      return null;
    if (time < this.#since) return 'before';
    return time === this.#index.pts[this.next] ? this.next++ : null;
  }
}
