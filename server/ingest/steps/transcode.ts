/** The rendition, encoded from decoded pictures. */
import type { Frame } from 'node-av/lib';
import { H264Encoder, type H264Plan } from '../av/h264-encoder.ts';
import { RenditionFile } from '../av/rendition-file.ts';
import { Sound } from '../av/sound.ts';
import type { Span } from '../av/sound-chain.ts';
import type { Source } from '../av/source.ts';
import { UprightPictures } from '../av/upright-pictures.ts';
import type { Probe } from './probe.ts';
import type { PacketTable } from './scan-packets.ts';
import { SignatureFile } from './signatures.ts';

/** From one sync sample to the next: short, so that stepping back and seeking are quick. */
const GROUP_SECONDS = 0.5;
const GROUP = { least: 2, most: 60 };
/** Sound that misses no more than this at either end, or in between, counts as whole (seconds). */
const SOUND_TOLERANCE = 0.1;
/** Sound is written this far ahead of the pictures (seconds). */
const SOUND_AHEAD = 0.5;

/** What both ways need: where the rendition goes, what the source is, and its sound, opened apart (null: without). */
export type Making = {
  readonly output: string;
  readonly probe: Probe;
  readonly packets: PacketTable;
  readonly sound: Source | null;
};

/** Takes the decoded pictures in their order and writes them, encoded, at their times. */
export class Encoding {
  readonly #making: Making;
  readonly #file: RenditionFile;
  readonly #pictures: UprightPictures;
  readonly #signatures: SignatureFile;
  readonly #tick: number;
  #encoder: H264Encoder | null = null;
  #sound: Sound | null = null;
  #first = 0;

  /** @param signatures where the pictures are described that go in, for the check of what comes out */
  constructor(making: Making, signatures: string) {
    this.#making = making;
    this.#signatures = new SignatureFile(signatures);
    this.#tick = tickOf(making.probe);
    this.#file = new RenditionFile(making.output);
    this.#pictures = new UprightPictures(making.probe.orientation, making.probe, (frame) =>
      this.#encode(frame),
    );
  }

  /** @param pts the picture's time in the source, in ticks: the rendition counts from the first one's */
  add(frame: Frame, n: number, pts: number): void {
    if (n === 0) this.#first = pts;
    frame.pts = BigInt(pts - this.#first);
    this.#pictures.push(frame);
  }

  /** @param lastDuration how long the last picture lasts, in ticks */
  finish(lastDuration: number): void {
    this.#pictures.close();
    this.#encoder?.finish();
    this.#sound?.finish();
    this.#file.finish(lastDuration);
    this.#signatures.close();
  }

  #encode(frame: Frame): void {
    this.#encoder ??= this.#start(frame);
    this.#signatures.add(frame);
    this.#sound?.upTo(Number(frame.pts) * this.#tick + SOUND_AHEAD);
    this.#encoder.push(frame);
  }

  #start(frame: Frame): H264Encoder {
    const { probe, packets, sound } = this.#making;
    const fps = averageFps(packets, this.#tick);
    const group = Math.max(GROUP.least, Math.min(GROUP.most, Math.round(fps * GROUP_SECONDS)));
    const plan: H264Plan = { timebase: probe.timebase, fps, group, quality: 'lossless' };
    const encoder = new H264Encoder(frame, plan, (packet) => {
      this.#file.writeVideo(packet, Number(packet.pts), Number(packet.dts));
    });
    this.#file.addVideo(encoder.context, probe.timebase);
    const span = { start: this.#first * this.#tick, end: packets.end * this.#tick };
    if (sound) this.#sound = new Sound(sound, this.#file, span, soundIsWhole(packets, span));
    this.#file.start();
    return encoder;
  }
}

/** As far as the packets tell. @param tick seconds */
export function averageFps({ pts, end, count }: PacketTable, tick: number): number {
  const seconds = (end - (pts[0] ?? 0)) * tick;
  return seconds > 0 ? count / seconds : 25;
}

/** Seconds. */
export function tickOf({ timebase }: Probe): number {
  return timebase.num / timebase.den;
}

/** Whether the sound covers the pictures without a hole. */
export function soundIsWhole({ sound }: PacketTable, span: Span): boolean {
  if (!sound) return false;
  const { start, end, maxGap } = sound;
  return (
    start <= span.start + SOUND_TOLERANCE && end >= span.end - SOUND_TOLERANCE && maxGap <= SOUND_TOLERANCE
  );
}
