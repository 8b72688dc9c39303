/** The packets of a file, read without decoding: when its pictures are shown, and what decides how it is prepared. */
import { AV_TIME_BASE } from 'node-av/constants';
import type { Packet, Stream } from 'node-av/lib';
import { ticks } from '../av/call.ts';
import { openSource, type Source } from '../av/source.ts';
import { PicturePackets } from './picture-packets.ts';

export type PacketTable = {
  /** Pictures in the file that are to be shown, with or without a time. */
  readonly count: number;
  /** Times of the presented pictures in ticks, ascending; pictures without a time are left out. */
  readonly pts: readonly number[];
  /** When the last picture ends, in ticks. */
  readonly end: number;
  /** When the pictures end by the head of the file, in ticks; null where it does not say. */
  readonly promisedEnd: number | null;
  /** Pictures that the container knows to be damaged. */
  readonly corrupt: number;
  /** Whether the file's clock jumps: its times say nothing of how long it lasts. */
  readonly jumps: boolean;
  /** Pictures that an edit list hides: decoded, never shown. */
  readonly hidden: number;
  /** Times of the presented pictures in the order in which they are decoded. */
  readonly order: readonly number[];
  /** When each of them is decoded, as the file says; undefined where it does not. */
  readonly decoded: readonly (number | undefined)[];
  /** Pictures without a presentation time, or with that of another. */
  readonly untimed: number;
  /** Whether pictures are decoded in another order than they are shown (B-frames). */
  readonly reordered: boolean;
  readonly startsWithSync: boolean;
  /** Whether each sync sample is an IDR picture of H.264: decoding can start there and nowhere goes back before it. */
  readonly syncsAreIdr: boolean;
  /** Longest time from one sync sample to the next or to the end, seconds. */
  readonly maxGroupSeconds: number;
  /** Where sound is, seconds of the file's clock; null where there is none. */
  readonly sound: { readonly start: number; readonly end: number; readonly maxGap: number } | null;
  /** Why reading ended early; null where it did not. */
  readonly stopped: string | null;
};

/** Its clock counts milliseconds, its duration is rounded as each writer likes. */
const ASF_TOLERANCE_SECONDS = 0.2;

/** Who copies the pictures while they are read. */
export interface Ahead {
  /** Gets each picture, lent for the call, in the order of the file, with the stream it is of. */
  take(packet: Packet, video: Stream): void;
  /** What has come speaks against copying it; said at least once. */
  drop(): void;
}

/** @param progress share of the file read, 0 to 1 */
export async function scanPackets(
  path: string,
  bytes: number,
  progress: (done: number) => void,
  ahead: Ahead | null = null,
): Promise<PacketTable> {
  const source = await openSource(path);
  try {
    const pictures = new PicturePackets(source);
    const sound = new Sound(source.audio);
    await source.eachPacket((packet, kind) => {
      if (bytes > 0) progress(Math.min(1, Math.max(0, Number(packet.pos)) / bytes));
      if (kind === 'audio') return sound.add(packet);
      pictures.add(packet);
      if (pictures.canStay) ahead?.take(packet, source.video);
      else ahead?.drop();
    });
    const table = pictures.table();
    const promised = { promisedEnd: promisedEnd(source, table.end, sound.span()) };
    return { ...table, ...promised, sound: sound.span(), stopped: source.stopped };
  } finally {
    source.close();
  }
}

/**
 * By the stream's own duration, or else by the whole file's, which may be that of its sound. AVI is said to be as long
 * as what is left of it; the number of pictures in its head stays.
 */
function promisedEnd(source: Source, end: number, sound: PacketTable['sound']): number | null {
  const { video, context, format } = source;
  const tick = video.timeBase.num / video.timeBase.den;
  const start = ticks(video.startTime) ?? 0;
  if (format === 'avi') return start + Number(video.nbFrames);
  const own = ticks(video.duration);
  // Some writers of ASF count from 0 whatever it begins with.
  if (own !== undefined && format === 'asf' && Math.abs(own - end) * tick < ASF_TOLERANCE_SECONDS) return end;
  if (own !== undefined) return start + own;
  const whole = ticks(context.duration);
  if (whole === undefined) return null;
  const wholeEnd = ((ticks(context.startTime) ?? 0) + whole) / AV_TIME_BASE / tick;
  return sound && sound.end / tick > end ? Math.min(wholeEnd, end) : wholeEnd;
}

class Sound {
  readonly #tick: number;
  #start: number | null = null;
  #end = 0;
  #maxGap = 0;

  constructor(stream: Stream | null) {
    this.#tick = stream ? stream.timeBase.num / stream.timeBase.den : 0;
  }

  add(packet: Packet): void {
    const pts = ticks(packet.pts);
    if (pts === undefined) return;
    const start = pts * this.#tick;
    if (this.#start === null) this.#start = start;
    else this.#maxGap = Math.max(this.#maxGap, Math.abs(start - this.#end));
    this.#end = Math.max(this.#end, start + Number(packet.duration) * this.#tick);
  }

  span() {
    return this.#start === null ? null : { start: this.#start, end: this.#end, maxGap: this.#maxGap };
  }
}

/**
 * When each picture is decoded, in ticks, for pictures in the order of decoding: ascending, and never after it is shown.
 * As the file says; where it does not say (Matroska), or says what cannot be, as late as can be.
 */
export function decodeTimes({
  pts,
  order,
  decoded,
}: Pick<PacketTable, 'pts' | 'order' | 'decoded'>): number[] {
  const said = decoded.filter((dts, n) => {
    const before = decoded[n - 1] ?? -Infinity;
    return dts !== undefined && dts > before && dts <= (order[n] ?? -Infinity);
  });
  if (said.length === pts.length) return said as number[];
  const delay = pts.reduce((most, time, n) => Math.max(most, time - (order[n] ?? time)), 0);
  return pts.map((time) => time - delay);
}
