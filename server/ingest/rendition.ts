/**
 * The rendition in two ways: the source's pictures untouched where browsers play them, else encoded. Either way every
 * picture is decoded once; the frame index, the thumbnails and the light rendition come from what the decoder puts out.
 */
import { join } from 'node:path';
import type { Frame } from 'node-av/lib';
import type { FrameIndex } from '#lib/model/frame-index.ts';
import { isFinal, RENDITION, type Prepared, type Task } from './message.ts';
import { openSound } from './av/sound.ts';
import type { Source } from './av/source.ts';
import type { FragmentedMp4 } from './fragments.ts';
import type { Progress } from './pace.ts';
import { checkUntouched } from './steps/check-rendition.ts';
import type { CopiedAhead } from './steps/copy-ahead.ts';
import type { FirstLook } from './steps/first-look.ts';
import { decode, type Decoded } from './steps/decode.ts';
import { LightRendition, type Light } from './steps/light.ts';
import { copyPackets } from './steps/packet-copy.ts';
import type { Probe } from './steps/probe.ts';
import { reasonsToEncode } from './steps/rendition-choice.ts';
import type { PacketTable } from './steps/scan-packets.ts';
import { compareSignatures } from './steps/signatures.ts';
import { Thumbnails } from './steps/thumbnails.ts';
import { averageFps, Encoding } from './steps/transcode.ts';

/** What is known before the pictures are dealt with, and where to tell what happens. */
export type Work = {
  readonly task: Task;
  readonly probe: Probe;
  readonly packets: PacketTable;
  /** For the report. */
  readonly notes: string[];
  readonly progress: Progress;
  readonly firstLook: FirstLook;
  /** The rendition, where it could be copied while the packets were read. */
  readonly ahead: CopiedAhead | null;
};

/** What is known once every picture has been decoded. */
export type Made = {
  /** Why the pictures were encoded; none where they are untouched. */
  readonly reasons: readonly string[];
  readonly index: FrameIndex;
  readonly decoded: Decoded;
  readonly hasAudio: boolean;
  readonly thumbnails: Prepared['media']['thumbnails'];
  readonly light: Light | null;
  /** Reads the rendition back and compares its pictures with what went in. Throws where one differs. */
  readonly verify: (rendition: FragmentedMp4) => Promise<void>;
};

/** How long all that follows takes, as a share of the time that decoding or encoding took (measured). */
const AFTER_DECODING = 0.05;
const AFTER_ENCODING = 0.15;
/** Share of the time that copying the packets takes, before they are decoded. */
const COPYING = 0.1;
/** Share of the checks that the comparison of pictures takes; the rest is for the sound. */
export const VERIFYING = 0.9;

export async function makeRendition(work: Work): Promise<Made> {
  const reasons = reasonsToEncode(work.probe, work.packets);
  const untouched = reasons.length === 0 ? await leaveUntouched(work) : null;
  if (typeof untouched !== 'string' && untouched !== null) return untouched;
  return encode(work, untouched === null ? reasons : [untouched]);
}

/** Copies the packets, so that it can be watched at once; decodes them then, and answers what speaks against it, if so. */
async function leaveUntouched(work: Work): Promise<Made | string> {
  const { task, packets, progress, ahead } = work;
  const count = Math.max(1, packets.count);
  const copied = ahead ?? (await copy(work));
  if (typeof copied === 'string') return copied;
  const copying = ahead ? 0 : COPYING;
  const extras = new Extras(work);
  const decoded = await decode(task.source, work.probe, (frame, n, pts) => {
    extras.add(frame, n, pts);
    const done = copying + (1 - copying) * Math.min(1, n / count);
    progress('preparing', done, { frames: n, ahead: AFTER_DECODING });
  });
  const against = againstCopying(packets, decoded);
  if (against !== null) {
    extras.abandon();
    return against;
  }
  const index = decoded.times.index();
  const { made, hasAudio } = copied;
  const verify = async (rendition: FragmentedMp4) =>
    checkUntouched(join(task.folder, RENDITION), rendition, made);
  return { reasons: [], index, decoded, hasAudio, ...extras.finish(index), verify };
}

/** Where they could not be copied when they were read, now that all of them are known; else why that cannot be done. */
async function copy(work: Work): Promise<CopiedAhead | string> {
  const { task, packets, progress, firstLook } = work;
  const output = join(task.folder, RENDITION);
  const written = (done: number) => {
    firstLook.look();
    progress('preparing', COPYING * Math.min(1, done));
  };
  try {
    const copied = await withSound(work, (sound) => {
      firstLook.begin();
      return copyPackets(task.source, { output, probe: work.probe, packets, sound }, written);
    });
    firstLook.whole();
    return copied;
  } catch (error) {
    if (isFinal(error)) throw error;
    return `its pictures cannot be copied: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** What decoding every picture has shown that speaks against leaving them as they are; null where nothing does. */
function againstCopying(packets: PacketTable, { times, faults, faulty, surprise }: Decoded): string | null {
  if (surprise !== null) return surprise;
  if (faults + faulty.count > 0) return `${faults + faulty.count} pictures are damaged`;
  if (times.count !== packets.count) return `${packets.count} pictures are in it, ${times.count} are decoded`;
  return times.differsFrom(packets.pts);
}

async function encode(work: Work, reasons: readonly string[]): Promise<Made> {
  const { task, probe, packets, progress, firstLook } = work;
  const total = Math.max(1, packets.count);
  const output = join(task.folder, RENDITION);
  const signatures = join(task.folder, 'signatures');
  const { made, hasAudio } = await withSound(work, async (sound) => {
    firstLook.begin();
    const extras = new Extras(work);
    const encoding = new Encoding({ output, probe, packets, sound }, signatures);
    const decoded = await decode(task.source, probe, (frame, n, pts) => {
      extras.add(frame, n, pts);
      encoding.add(frame, n, pts);
      firstLook.look();
      progress('preparing', Math.min(1, n / total), { frames: n, ahead: AFTER_ENCODING });
    });
    const index = decoded.times.index();
    encoding.finish(index.lastDuration);
    firstLook.whole();
    return { index, decoded, ...extras.finish(index) };
  });
  const verify = () =>
    compareSignatures(signatures, output, (n) =>
      progress('checking', (n / made.index.count) * VERIFYING, { frames: n, ahead: 0 }),
    );
  return { reasons, ...made, hasAudio, verify };
}

/** What is made of the decoded pictures beside the rendition. */
class Extras {
  readonly #folder: string;
  readonly #thumbnails: Thumbnails;
  readonly #light: LightRendition | null;

  constructor({ task, probe, packets }: Work) {
    this.#folder = task.folder;
    this.#thumbnails = new Thumbnails(probe, packets.count);
    const fps = averageFps(packets, probe.timebase.num / probe.timebase.den);
    this.#light = LightRendition.of(probe, fps, join(task.folder, 'light.mp4'));
  }

  add(frame: Frame, n: number, pts: number): void {
    this.#thumbnails.add(frame, n);
    this.#light?.add(frame, pts);
  }

  finish(index: FrameIndex): Pick<Made, 'thumbnails' | 'light'> {
    return {
      thumbnails: this.#thumbnails.finish(join(this.#folder, 'thumbs.jpg')),
      light: this.#light?.finish(index, 'light.mp4', join(this.#folder, 'light.m3u8')) ?? null,
    };
  }

  abandon(): void {
    this.#light?.abandon();
  }
}

/** Makes the rendition with sound; again without, should the sound turn out to be broken: pictures come first. */
async function withSound<T>(
  { task, probe, packets, notes }: Work,
  make: (sound: Source | null) => Promise<T>,
): Promise<{ readonly made: T; readonly hasAudio: boolean }> {
  const sound = packets.jumps || task.silent ? null : await openSound(task.source);
  if (packets.jumps && probe.hasSound) notes.push('the sound is left out: the clock of the file jumps');
  try {
    return { made: await make(sound), hasAudio: sound !== null };
  } catch (error) {
    if (sound === null || isFinal(error)) throw error;
    notes.push(`the sound is left out: ${error instanceof Error ? error.message : String(error)}`);
    return { made: await make(null), hasAudio: false };
  }
}
