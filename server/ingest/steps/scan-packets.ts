/** The packets of a file, read without decoding: when its pictures are shown, and what decides how it is prepared. */
import { AV_PKT_FLAG_DISCARD } from 'node-av/constants';
import type { Packet, Stream } from 'node-av/lib';
import { MAX_FRAME } from '#lib/model/time.ts';
import { ticks } from '../av/call.ts';
import { openSource, type Source } from '../av/source.ts';
import { Unusable } from '../message.ts';

export type PacketTable = {
  /** Times of the presented pictures in ticks, ascending; pictures without a time are left out. */
  readonly pts: readonly number[];
  /** When the last picture ends, in ticks. */
  readonly end: number;
  /** Pictures that an edit list hides: decoded, never shown. */
  readonly hidden: number;
  /** Packets without a presentation or decode time, or with that of another. */
  readonly untimed: number;
  readonly firstDts: number | null;
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
  readonly #syncs: number[] = [];
  #hidden = 0;
  #untimed = 0;
  #firstDts: number | null = null;
  #lastDts = -Infinity;
  #reordered = false;
  #startsWithSync: boolean | null = null;
  #syncsAreIdr = true;

  constructor({ video, codec }: Source) {
    this.#isH264 = codec === 'h264';
    const extra = video.codecpar.extradata;
    // avcC: NAL units are prefixed with their length; otherwise with start codes (Annex B).
    this.#nalLengthBytes =
      extra && extra[0] === 1 && extra.length > 4 ? ((extra[4] as number) & 3) + 1 : null;
    this.#tick = video.timeBase.num / video.timeBase.den;
  }

  add(packet: Packet): void {
    const pts = ticks(packet.pts);
    const dts = ticks(packet.dts);
    if (packet.isKeyframe && this.#isH264 && !hasIdr(packet.data, this.#nalLengthBytes))
      this.#syncsAreIdr = false;
    this.#startsWithSync ??= packet.isKeyframe;
    if (packet.hasFlags(AV_PKT_FLAG_DISCARD)) {
      this.#hidden++;
      return;
    }
    if (dts === undefined || dts <= this.#lastDts) this.#untimed++;
    else this.#lastDts = dts;
    this.#firstDts ??= dts ?? null;
    if (pts === undefined) {
      this.#untimed++;
      return;
    }
    if (this.#rows.length >= MAX_FRAME)
      throw new Unusable('unsupported-video', `it has more than ${MAX_FRAME} pictures`);
    if (pts < (this.#rows.at(-1)?.pts ?? -Infinity)) this.#reordered = true;
    this.#rows.push({ pts, duration: Number(packet.duration) });
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
      untimed: this.#untimed + twice,
      firstDts: this.#firstDts,
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

/** Whether an H.264 access unit holds an IDR slice (NAL unit type 5); order of times alone does not show an open group. */
export function hasIdr(data: Buffer | null, lengthBytes: number | null): boolean {
  if (!data) return false;
  if (lengthBytes !== null) {
    for (let at = 0; at + lengthBytes < data.length;) {
      const size = data.readUIntBE(at, lengthBytes);
      if (((data[at + lengthBytes] as number) & 31) === 5) return true;
      at += lengthBytes + Math.max(1, size);
    }
    return false;
  }
  for (
    let at = data.indexOf('\0\0\x01', 0, 'latin1');
    at >= 0;
    at = data.indexOf('\0\0\x01', at + 3, 'latin1')
  ) {
    if (((data[at + 3] ?? 0) & 31) === 5) return true;
  }
  return false;
}
