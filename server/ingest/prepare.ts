/**
 * The story of an ingest, from a source file to what a browser plays. Runs in the worker process.
 *
 * 1 probe: what is it, can it be decoded · 2 scan its packets, and copy them meanwhile where they can stay untouched ·
 * 3 decode every picture once: frame index, thumbnails, the light rendition and, where it must be, encoding · 4 read the
 * rendition back and compare each picture: bit for bit where it was copied, by what it looks like where it was encoded ·
 * 5 the peaks of the sound.
 */
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getFFmpegInfo } from 'node-av/lib';
import type { FlawsAnswer } from '#lib/protocol/http.ts';
import { isFinal, RENDITION, Unusable, type Prepared, type Task } from './message.ts';
import { readFragments } from './fragments.ts';
import type { Progress, Watching } from './pace.ts';
import { makeRendition, VERIFYING, type Made, type Work } from './rendition.ts';
import { checkRendition } from './steps/check-rendition.ts';
import { CopyAhead } from './steps/copy-ahead.ts';
import { FirstLook } from './steps/first-look.ts';
import { flawsOf } from './steps/flaws.ts';
import { playlist } from './steps/playlist.ts';
import { probe, type Probe } from './steps/probe.ts';
import { scanPackets, type PacketTable } from './steps/scan-packets.ts';
import { writeWaveform } from './steps/waveform.ts';

/** Throws Unusable where the file cannot become a video; anything else it throws is our bug or the machine's fault. */
export async function prepare(task: Task, progress: Progress, watching: Watching): Promise<Prepared> {
  const bytes = statSync(task.source).size;
  if (bytes === 0) throw new Unusable('no-video', 'the file is empty');
  const probed = await probe(task.source);
  const firstLook = new FirstLook(task.folder, watching);
  const copying = await beginCopy(task, probed, firstLook);
  const packets = await scanPackets(task.source, bytes, (done) => progress('reading', done), copying);
  firstLook.expect(spanMs(probed, packets));
  const notes: string[] = [];
  if (task.silent && probed.hasSound) notes.push('the sound is left out: so it is set for the project');
  const ahead = copying?.finish(packets) ?? null;
  const work: Work = { task, probe: probed, packets, notes, progress, firstLook, ahead };
  const made = await makeRendition(work);
  const { index } = made;

  progress('checking', 0);
  const rendition = readFragments(join(task.folder, RENDITION));
  const firstFrameMs = checkRendition(index, rendition);
  await made.verify(rendition);
  writeFileSync(join(task.folder, 'v.m3u8'), playlist(RENDITION, rendition));
  writeFileSync(join(task.folder, 'frames.lfi'), index.encode());
  const waveform = made.hasAudio && (await withPeaks(work, made));
  const flaws = flawsOf(probed, packets, made.decoded);
  writeReport(work, made, flaws);
  progress('checking', 1);
  return {
    picture: {
      width: probed.width,
      height: probed.height,
      pixelAspect: probed.pixelAspect,
      frames: index.count,
      durationMs: index.durationMs,
      timebase: index.timebase,
      codec: probed.codec,
      hasAudio: made.hasAudio,
      rendition: made.reasons.length === 0 ? 'untouched' : 'encoded',
      ...(flaws && { flaws }),
    },
    media: {
      firstFrameMs,
      thumbnails: made.thumbnails,
      ...(made.light && { light: made.light }),
      ...(waveform && { waveform }),
    },
  };
}

/** How long it is has to be known, for those who watch it meanwhile. */
async function beginCopy(task: Task, probed: Probe, firstLook: FirstLook): Promise<CopyAhead | null> {
  if (probed.promisedMs === null) return null;
  firstLook.expect(probed.promisedMs);
  return CopyAhead.of(task, probed, firstLook);
}

/** How long the pictures last, as far as the packets tell. */
function spanMs({ timebase }: Probe, { pts, end }: PacketTable): number {
  return ((end - (pts[0] ?? 0)) * 1000 * timebase.num) / timebase.den;
}

/** The peaks of the sound. A video without them is still a video. */
async function withPeaks({ task, notes, progress }: Work, { index }: Made): Promise<boolean> {
  const tick = index.timebase.num / index.timebase.den;
  const start = (index.pts[0] ?? 0) * tick;
  const span = { start, end: start + index.durationMs / 1000 };
  try {
    return await writeWaveform(task.source, span, join(task.folder, 'sound.dat'), (done) =>
      progress('checking', VERIFYING + (1 - VERIFYING) * done),
    );
  } catch (error) {
    if (isFinal(error)) throw error;
    notes.push(`the sound has no peaks: ${error instanceof Error ? error.message : String(error)}`);
    return false;
  }
}

/** What was done and why, beside the rendition, for whoever asks later. */
function writeReport({ task, probe: probed, packets, notes }: Work, made: Made, flaws?: FlawsAnswer): void {
  const { format, codec, pixelFormat, stream, interlaced } = probed;
  const said = [...notes];
  if (packets.count !== made.index.count)
    said.push(`${packets.count} pictures are in the file, ${made.index.count} can be decoded: the frames`);
  if (packets.stopped) said.push(`reading stopped: ${packets.stopped}`);
  const report = {
    source: { format, codec, pixelFormat, stream, interlaced },
    rendition: made.reasons.length === 0 ? 'untouched' : 'encoded',
    reasons: made.reasons,
    notes: said,
    flaws: flaws ?? null,
    ffmpeg: getFFmpegInfo().version,
  };
  writeFileSync(join(task.folder, 'report.json'), JSON.stringify(report, null, 1));
}
