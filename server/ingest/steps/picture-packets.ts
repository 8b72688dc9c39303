/** What the packets of the pictures say, gathered one by one in the order of the file. */
import { AV_PKT_FLAG_CORRUPT, AV_PKT_FLAG_DISCARD } from 'node-av/constants';
import type { Packet } from 'node-av/lib';
import { MAX_FRAME } from '#lib/model/time.ts';
import { ticks } from '../av/call.ts';
import { hasIdr, nalLengthBytes } from '../av/nal.ts';
import type { Source } from '../av/source.ts';
import { Unusable } from '../message.ts';
import { MAX_GROUP_SECONDS } from './rendition-choice.ts';

/** Two pictures in the order of decoding that are further apart: a clock that jumps. Forward and back, seconds. */
const JUMP_SECONDS = { forward: 3600, back: 10 };
/** Times beyond this many ticks are none. */
const MAX_TICKS = 2 ** 50;

export class PicturePackets {
  readonly #isH264: boolean;
  readonly #nalLengthBytes: number | null;
  readonly #tick: number;
  /** In the order of decoding. */
  readonly #pts: number[] = [];
  readonly #decoded: (number | undefined)[] = [];
  readonly #syncs: number[] = [];
  /** Of the picture that is shown last. */
  #last = { pts: -Infinity, duration: 0 };
  #hidden = 0;
  #untimed = 0;
  /** When those without a time end, by when they are decoded, or by how long each lasts. */
  #untimedEnd = 0;
  #corrupt = 0;
  #reordered = false;
  #jumps = false;
  #startsWithSync: boolean | null = null;
  #syncsAreIdr = true;
  #groupsAreShort = true;

  constructor({ video, codec }: Source) {
    this.#isH264 = codec === 'h264';
    this.#nalLengthBytes = nalLengthBytes(video.codecpar.extradata);
    this.#tick = video.timeBase.num / video.timeBase.den;
  }

  add(packet: Packet): void {
    if (packet.isKeyframe && this.#isH264 && !hasIdr(packet.data, this.#nalLengthBytes))
      this.#syncsAreIdr = false;
    this.#startsWithSync ??= packet.isKeyframe;
    if (packet.hasFlags(AV_PKT_FLAG_DISCARD)) {
      this.#hidden++;
      return;
    }
    if (packet.hasFlags(AV_PKT_FLAG_CORRUPT)) this.#corrupt++;
    if (this.#pts.length + this.#untimed >= MAX_FRAME)
      throw new Unusable('unsupported-video', `it has more than ${MAX_FRAME} pictures`);
    const pts = ticks(packet.pts);
    if (pts === undefined || Math.abs(pts) > MAX_TICKS) this.#addUntimed(packet);
    else this.#addTimed(packet, pts);
  }

  #addUntimed({ dts, duration }: Packet): void {
    this.#untimed++;
    this.#untimedEnd = Math.max(this.#untimedEnd, ticks(dts) ?? this.#untimedEnd) + Number(duration);
  }

  #addTimed(packet: Packet, pts: number): void {
    const before = this.#pts.at(-1);
    const seconds = before === undefined ? 0 : (pts - before) * this.#tick;
    if (seconds < 0) this.#reordered = true;
    if (seconds > JUMP_SECONDS.forward || seconds < -JUMP_SECONDS.back) this.#jumps = true;
    this.#pts.push(pts);
    this.#decoded.push(ticks(packet.dts));
    if ((pts - (this.#syncs.at(-1) ?? pts)) * this.#tick > MAX_GROUP_SECONDS) this.#groupsAreShort = false;
    if (packet.isKeyframe) this.#syncs.push(pts);
    if (pts > this.#last.pts) this.#last = { pts, duration: Number(packet.duration) };
  }

  /** Whether all that has come could be left untouched: a first judgement, while more is to come. */
  get canStay(): boolean {
    const unlike = this.#hidden + this.#untimed + this.#corrupt;
    const syncs = this.#startsWithSync === true && this.#syncsAreIdr && this.#groupsAreShort;
    return this.#isH264 && unlike === 0 && !this.#jumps && syncs;
  }

  table() {
    const pts = this.#pts.toSorted((a, b) => a - b);
    const steps = pts.slice(1).map((time, n) => time - (pts[n] ?? 0));
    const end = this.#jumps ? (pts[0] ?? 0) + pts.length * median(steps) : this.#end();
    const borders = [...this.#syncs.toSorted((a, b) => a - b), end];
    const longest = borders.reduce((most, time, n) => Math.max(most, time - (borders[n - 1] ?? time)), 0);
    return {
      count: this.#pts.length + this.#untimed,
      pts,
      end,
      order: this.#pts,
      decoded: this.#decoded,
      hidden: this.#hidden,
      untimed: this.#untimed + steps.filter((step) => step === 0).length,
      corrupt: this.#corrupt,
      jumps: this.#jumps,
      reordered: this.#reordered,
      startsWithSync: this.#startsWithSync ?? false,
      syncsAreIdr: this.#isH264 && this.#syncsAreIdr,
      maxGroupSeconds: longest * this.#tick,
    };
  }

  #end(): number {
    const { pts, duration } = this.#last;
    if (pts === -Infinity) return this.#untimedEnd; // AVI of H.264 says when to decode, and nothing else
    return pts + (duration * this.#tick < JUMP_SECONDS.forward ? duration : 0);
  }
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}
