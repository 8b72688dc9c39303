/**
 * The story of an ingest, from a source file to what a browser plays. Runs in the worker process.
 *
 * 1 probe: what is it, can it be decoded · 2 scan its packets · 3 decode every picture once: frame index, thumbnails
 * and, where it must be, encoding · 4 else copy the packets untouched · 5 read the rendition back and compare each
 * picture: bit for bit where it was copied, by what it looks like where it was encoded.
 */
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getFFmpegInfo } from 'node-av/lib';
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { FlawsAnswer } from '#lib/protocol/http.ts';
import { Unusable, type Phase, type Prepared, type Task } from './message.ts';
import { openSound } from './av/sound.ts';
import type { Source } from './av/source.ts';
import { readFragments, type FragmentedMp4 } from './fragments.ts';
import type { Count } from './pace.ts';
import { checkRendition, checkUntouched } from './steps/check-rendition.ts';
import { decode, type Decoded } from './steps/decode.ts';
import { flawsOf } from './steps/flaws.ts';
import { playlist } from './steps/playlist.ts';
import { probe, type Probe } from './steps/probe.ts';
import { reasonsToEncode } from './steps/rendition-choice.ts';
import { scanPackets, type PacketTable } from './steps/scan-packets.ts';
import { compareSignatures } from './steps/signatures.ts';
import { Thumbnails } from './steps/thumbnails.ts';
import { Encoding, remux } from './steps/transcode.ts';

/** `count` where pictures are dealt with one by one. */
export type Progress = (phase: Phase, done: number, count?: Count) => void;

/** How long all that follows takes, as a share of the time that decoding or encoding took (measured). */
const AFTER_DECODING = 0.05;
const AFTER_ENCODING = 0.15;

/** What is known once every picture has been decoded. */
type Made = {
  readonly index: FrameIndex;
  readonly decoded: Decoded;
  readonly hasAudio: boolean;
  readonly thumbnails: Prepared['media']['thumbnails'];
  /** Reads the rendition back and compares its pictures with what went in. Throws where one differs. */
  readonly verify: (rendition: FragmentedMp4) => Promise<void>;
};

/** Throws Unusable where the file cannot become a video; anything else it throws is our bug or the machine's fault. */
export async function prepare(task: Task, progress: Progress): Promise<Prepared> {
  const source = task.source;
  const bytes = statSync(source).size;
  if (bytes === 0) throw new Unusable('no-video', 'the file is empty');
  const probed = await probe(source);
  const packets = await scanPackets(source, bytes, (done) => progress('reading', done));
  const notes: string[] = [];
  const reasons = reasonsToEncode(probed, packets);
  let made = reasons.length === 0 ? await leaveUntouched(task, probed, packets, notes, progress) : null;
  if (typeof made === 'string') {
    reasons.push(made);
    made = null;
  }
  made ??= await encode(task, probed, packets, notes, progress);

  progress('checking', 0);
  const rendition = readFragments(join(task.folder, 'v.mp4'));
  const firstFrameMs = checkRendition(made.index, rendition);
  await made.verify(rendition);
  writeFileSync(join(task.folder, 'v.m3u8'), playlist('v.mp4', rendition));
  writeFileSync(join(task.folder, 'frames.lfi'), made.index.encode());
  const flaws = flawsOf(probed, packets, made.decoded);
  if (packets.count !== made.index.count)
    notes.push(`${packets.count} pictures are in the file, ${made.index.count} can be decoded: the frames`);
  if (packets.stopped) notes.push(`reading stopped: ${packets.stopped}`);
  writeReport(task, probed, reasons, notes, flaws);
  progress('checking', 1);
  return {
    picture: {
      width: probed.width,
      height: probed.height,
      pixelAspect: probed.pixelAspect,
      frames: made.index.count,
      durationMs: made.index.durationMs,
      timebase: made.index.timebase,
      codec: probed.codec,
      hasAudio: made.hasAudio,
      rendition: reasons.length === 0 ? 'untouched' : 'encoded',
      ...(flaws && { flaws }),
    },
    media: { firstFrameMs, thumbnails: made.thumbnails },
  };
}

/** Copies the packets, once decoding has shown that nothing speaks against it; else answers what does. */
async function leaveUntouched(
  task: Task,
  probed: Probe,
  packets: PacketTable,
  notes: string[],
  progress: Progress,
): Promise<Made | string> {
  const thumbnails = new Thumbnails(probed, packets.count);
  const total = Math.max(1, packets.count);
  const decoded = await decode(task.source, probed, (frame, n) => {
    thumbnails.add(frame, n);
    progress('preparing', Math.min(1, n / total) * 0.8, { frames: n, ahead: AFTER_DECODING });
  });
  const index = decoded.times.index();
  const against = againstCopying(packets, decoded);
  if (against !== null) return against;
  const output = join(task.folder, 'v.mp4');
  const { made: copied, hasAudio } = await withSound(task, probed, packets, notes, (sound) => {
    const making = { output, probe: probed, packets, sound };
    return remux(task.source, making, index, (done) => progress('preparing', 0.8 + 0.2 * done));
  });
  return {
    index,
    decoded,
    hasAudio,
    thumbnails: thumbnails.finish(join(task.folder, 'thumbs.jpg')),
    verify: async (rendition) => checkUntouched(output, rendition, copied),
  };
}

async function encode(
  task: Task,
  probed: Probe,
  packets: PacketTable,
  notes: string[],
  progress: Progress,
): Promise<Made> {
  const total = Math.max(1, packets.count);
  const output = join(task.folder, 'v.mp4');
  const signatures = join(task.folder, 'signatures');
  const { made, hasAudio } = await withSound(task, probed, packets, notes, async (sound) => {
    const thumbnails = new Thumbnails(probed, packets.count);
    const encoding = new Encoding({ output, probe: probed, packets, sound }, signatures);
    const decoded = await decode(task.source, probed, (frame, n, pts) => {
      thumbnails.add(frame, n);
      encoding.add(frame, n, pts);
      progress('preparing', Math.min(1, n / total), { frames: n, ahead: AFTER_ENCODING });
    });
    const index = decoded.times.index();
    encoding.finish(index.lastDuration);
    return { index, decoded, thumbnails: thumbnails.finish(join(task.folder, 'thumbs.jpg')) };
  });
  const verify = () =>
    compareSignatures(signatures, output, (n) =>
      progress('checking', n / made.index.count, { frames: n, ahead: 0 }),
    );
  return { ...made, hasAudio, verify };
}

/** What decoding every picture has shown that speaks against leaving them as they are; null where nothing does. */
function againstCopying(packets: PacketTable, { times, faults, faulty, surprise }: Decoded): string | null {
  if (surprise !== null) return surprise;
  if (faults + faulty.count > 0) return `${faults + faulty.count} pictures are damaged`;
  if (times.count !== packets.count) return `${packets.count} pictures are in it, ${times.count} are decoded`;
  return times.differsFrom(packets.pts);
}

/** Makes the rendition with sound; again without, should the sound turn out to be broken: pictures come first. */
async function withSound<T>(
  task: Task,
  probed: Probe,
  packets: PacketTable,
  notes: string[],
  make: (sound: Source | null) => Promise<T>,
): Promise<{ readonly made: T; readonly hasAudio: boolean }> {
  const sound = packets.jumps ? null : await openSound(task.source);
  if (packets.jumps && probed.hasSound) notes.push('the sound is left out: the clock of the file jumps');
  try {
    return { made: await make(sound), hasAudio: sound !== null };
  } catch (error) {
    if (sound === null || error instanceof Unusable) throw error;
    notes.push(`the sound is left out: ${error instanceof Error ? error.message : String(error)}`);
    return { made: await make(null), hasAudio: false };
  }
}

/** What was done and why, beside the rendition, for whoever asks later. */
function writeReport(
  task: Task,
  probed: Probe,
  reasons: readonly string[],
  notes: readonly string[],
  flaws: FlawsAnswer | undefined,
): void {
  const { format, codec, pixelFormat, stream, interlaced } = probed;
  const report = {
    source: { format, codec, pixelFormat, stream, interlaced },
    rendition: reasons.length === 0 ? 'untouched' : 'encoded',
    reasons,
    notes,
    flaws: flaws ?? null,
    ffmpeg: getFFmpegInfo().version,
  };
  writeFileSync(join(task.folder, 'report.json'), JSON.stringify(report, null, 1));
}
