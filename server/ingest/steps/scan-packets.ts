/** The packets of a file, read without decoding: when its pictures are shown, and what decides how it is prepared. */
import { AV_PKT_FLAG_DISCARD } from 'node-av/constants';
import type { Packet, Stream } from 'node-av/lib';
import { MAX_FRAME } from '#lib/model/time.ts';
import { ticks } from '../av/call.ts';
import { hasIdr, nalLengthBytes } from '../av/nal.ts';
import { openSource, type Source } from '../av/source.ts';
import { Unusable } from '../message.ts';

export type PacketTable = {
  /** Times of the presented pictures in ticks, ascending; pictures without a time are left out. */
  readonly pts: readonly number[];
  /** When the last picture ends, in ticks. */
  readonly end: number;
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

type Row = { readonly pts: number; readonly duration: number };

/** @param progress share of the file read, 0 to 1 */
export async function scanPackets(
  path: string,
  bytes: number,
  progress: (done: number) => void,
): Promise<PacketTable> {
  const source = await openSource(path);
  try {
    const pictures = new Pictures(source);
    const sound = new Sound(source.audio);
    await source.eachPacket((packet, kind) => {
      if (kind === 'video') pictures.add(packet);
      else sound.add(packet);
      if (packet.pos > 0n && bytes > 0) progress(Math.min(1, Number(packet.pos) / bytes));
    });
    return { ...pictures.table(), sound: sound.span(), stopped: source.stopped };
  } finally {
    source.close();
  }
}

class Pictures {
  readonly #isH264: boolean;
  readonly #nalLengthBytes: number | null;
  readonly #tick: number;
  readonly #rows: Row[] = [];
  readonly #decoded: (number | undefined)[] = [];
  readonly #syncs: number[] = [];
  #hidden = 0;
  #untimed = 0;
  #reordered = false;
  #startsWithSync: boolean | null = null;
  #syncsAreIdr = true;

  constructor({ video, codec }: Source) {
    this.#isH264 = codec === 'h264';
    this.#nalLengthBytes = nalLengthBytes(video.codecpar.extradata);
    this.#tick = video.timeBase.num / video.timeBase.den;
  }

  add(packet: Packet): void {
    const pts = ticks(packet.pts);
    if (packet.isKeyframe && this.#isH264 && !hasIdr(packet.data, this.#nalLengthBytes))
      this.#syncsAreIdr = false;
    this.#startsWithSync ??= packet.isKeyframe;
    if (packet.hasFlags(AV_PKT_FLAG_DISCARD)) {
      this.#hidden++;
      return;
    }
    if (pts === undefined) {
      this.#untimed++;
      return;
    }
    if (this.#rows.length >= MAX_FRAME)
      throw new Unusable('unsupported-video', `it has more than ${MAX_FRAME} pictures`);
    if (pts < (this.#rows.at(-1)?.pts ?? -Infinity)) this.#reordered = true;
    this.#rows.push({ pts, duration: Number(packet.duration) });
    this.#decoded.push(ticks(packet.dts));
    if (packet.isKeyframe) this.#syncs.push(pts);
  }

  table() {
    const rows = this.#rows.toSorted((a, b) => a.pts - b.pts);
    const pts = rows.map((row) => row.pts);
    const twice = pts.filter((value, n) => value === pts[n - 1]).length;
    const last = rows.at(-1);
    const end = last ? last.pts + last.duration : 0;
    const borders = [...this.#syncs.toSorted((a, b) => a - b), end];
    const gaps = borders.slice(1).map((value, n) => value - (borders[n] as number));
    return {
      pts,
      end,
      hidden: this.#hidden,
      order: this.#rows.map((row) => row.pts),
      decoded: this.#decoded,
      untimed: this.#untimed + twice,
      reordered: this.#reordered,
      startsWithSync: this.#startsWithSync ?? false,
      syncsAreIdr: this.#isH264 && this.#syncsAreIdr,
      maxGroupSeconds: gaps.reduce((most, gap) => Math.max(most, gap), 0) * this.#tick,
    };
  }
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
