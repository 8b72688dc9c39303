/**
 * `npm run bench -- ingest [--seconds 20] [--tries 3]`: how long a file takes to be prepared, beside FFmpeg's own
 * program on the same file, in turns and at the same priority: once doing nothing but what is needed to watch it, once
 * doing all that we do, as one command; and what two hours at 60 pictures a second need until they are read, can be
 * watched, and are ready. `ffmpeg` comes from the PATH; without it there is nothing to compare.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { FrameIndex } from '#lib/model/frame-index.ts';
import type { Pace } from '#server/ingest/message.ts';
import { runWorker, WORKER_LIMITS } from '#server/ingest/worker-process.ts';
import { probe } from '#server/ingest/steps/probe.ts';
import { scanPackets } from '#server/ingest/steps/scan-packets.ts';

const NICE = 10;
const say = (text: string) => process.stdout.write(`${text}\n`);

export async function benchIngest(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { seconds: { type: 'string', default: '20' }, tries: { type: 'string', default: '3' } },
  });
  if (spawnSync('ffmpeg', ['-version']).error) {
    say('THERE IS NO ffmpeg ON THE PATH: nothing can be made or compared, and nothing was measured.');
    process.exitCode = 1;
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'loupe-bench-ingest-'));
  try {
    await compared(folder, Number(values.seconds), Number(values.tries));
    await long(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** In milliseconds: until the process is there, its first pictures, all of them can be watched, and all is ready. */
type Times = {
  readonly started: number;
  readonly first: number;
  readonly watchable: number;
  readonly whole: number;
};

const FRAGMENTS = ['-movflags', 'frag_keyframe+empty_moov+default_base_moof'];
const small = 'scale=640:-2 -c:v libx264 -preset superfast -crf 26 -tune fastdecode -bf 0 -g 12'.split(' ');
/** The pictures small and in short groups. */
const light = (folder: string) =>
  '-map 0:v -an -vf'.split(' ').concat(small, '-sc_threshold', '0', FRAGMENTS, join(folder, 'light.mp4'));
/** A hundred of them in one. */
function thumbnails(folder: string, frames: number): string[] {
  const filters = `select=not(mod(n\\,${Math.ceil(frames / 100)})),scale=160:-2,tile=10x10`;
  return ['-map', '0:v', '-vf', filters, '-frames:v', '1', '-q:v', '4', join(folder, 'thumbs.jpg')];
}
const x264 = '-c:v libx264 -preset faster -crf 18 -bf 0 -g 15 -sc_threshold 0 -threads 2'.split(' ');

async function compared(folder: string, seconds: number, tries: number): Promise<void> {
  const source = `testsrc2=size=1280x720:rate=30:duration=${seconds},noise=alls=12:allf=t`;
  const plain = join(folder, 'plain.mp4');
  ffmpeg(...`-f lavfi -i ${source} -c:v libx264 -preset veryfast -g 60 -pix_fmt yuv420p`.split(' '), plain);
  const old = join(folder, 'old.avi');
  ffmpeg('-i', plain, '-c:v', 'mpeg4', '-q:v', '4', old);
  const out = join(folder, 'out.mp4');
  const rest = light(folder).concat(thumbnails(folder, seconds * 30));
  const rows = {
    'copied, can be watched / copies': new Row(),
    'copied, all is ready / copies': new Row(),
    'copied, all is ready / copies, decodes, light, thumbnails': new Row(),
    'encoded, all is ready / encodes': new Row(),
    'encoded, all is ready / encodes, light, thumbnails, decodes again': new Row(),
  };
  const [watched, copied, copiedAll, encoded, encodedAll] = Object.values(rows) as [Row, Row, Row, Row, Row];
  const started: number[] = [];
  for (let n = 0; n < tries; n++) {
    const copying = ffmpeg('-i', plain, '-c', 'copy', ...FRAGMENTS, out);
    const ours = await prepared(plain, folder);
    started.push(ours.started);
    watched.add(ours.watchable, copying);
    copied.add(ours.whole, copying);
    copiedAll.add(ours.whole, ffmpeg('-i', plain, '-c', 'copy', ...FRAGMENTS, out, ...rest));
    const { whole } = await prepared(old, folder);
    encoded.add(whole, ffmpeg('-i', old, ...x264, ...FRAGMENTS, out));
    const all = ffmpeg('-i', old, '-map', '0:v', ...x264, ...FRAGMENTS, out, ...rest);
    encodedAll.add(whole, all + ffmpeg('-i', out, '-f', 'null', '-'));
  }
  say(
    `\n${`${seconds} s of 1280 × 720, ms, median of ${tries}: ours / FFmpeg`.padEnd(70)}   ours  FFmpeg  ratio`,
  );
  for (const [what, row] of Object.entries(rows)) say(`  ${what.padEnd(68)}${row.text()}`);
  say(`  Until a process of ours is there and has opened the file: ${median(started).toFixed(0)} ms.`);
}

/** Two times, again and again, in milliseconds. */
class Row {
  readonly #ours: number[] = [];
  readonly #theirs: number[] = [];

  add(ours: number, theirs: number): void {
    this.#ours.push(ours);
    this.#theirs.push(theirs);
  }

  text(): string {
    const [ours, theirs] = [median(this.#ours), median(this.#theirs)];
    const cells = [ours.toFixed(0), theirs.toFixed(0), (ours / theirs).toFixed(2)];
    return cells.map((cell, n) => cell.padStart(n === 2 ? 7 : 8)).join('');
  }
}

/** Two hours from one minute, again and again: nothing has to be encoded for them. */
async function long(folder: string): Promise<void> {
  const minute = join(folder, 'minute.mp4');
  const source = 'testsrc2=size=320x180:rate=60:duration=60';
  ffmpeg(
    ...`-f lavfi -i ${source} -c:v libx264 -preset ultrafast -bf 0 -g 60 -pix_fmt yuv420p`.split(' '),
    minute,
  );
  const hours = join(folder, 'hours.mp4');
  ffmpeg('-stream_loop', '119', '-i', minute, '-c', 'copy', hours);
  const started = performance.now();
  const packets = await scanPackets(hours, statSync(hours).size, () => undefined);
  const read = performance.now() - started;
  const { timebase } = await probe(hours);
  const index = new FrameIndex(timebase, Float64Array.from(packets.pts), 1).encode();
  const copy = join(folder, 'out.mp4');
  const copying = ffmpeg('-i', hours, '-c', 'copy', ...FRAGMENTS, copy);
  const all = ffmpeg('-i', hours, '-c', 'copy', ...FRAGMENTS, copy, ...thumbnails(folder, packets.count));
  const { first, watchable, whole } = await prepared(hours, folder);
  const seconds = (ms: number) => `${(ms / 1000).toFixed(1)} s`;
  say(`\n2 hours at 60 pictures a second: ${packets.count} frames`);
  say(`  every packet read                 ${seconds(read)}`);
  say(`  the beginning can be watched      ${seconds(first)}`);
  say(`  all of it can be watched          ${seconds(watchable)} (FFmpeg copies: ${seconds(copying)})`);
  say(
    `  all is ready                      ${seconds(whole)} (FFmpeg copies, decodes, thumbnails: ${seconds(all)})`,
  );
  say(
    `  frame index                       ${index.byteLength} bytes, ${gzipSync(index).byteLength} compressed`,
  );
}

async function prepared(source: string, folder: string): Promise<Times> {
  const out = mkdtempSync(join(folder, 'out-'));
  const began = performance.now();
  const times = { started: 0, first: 0, watchable: 0 };
  const task = { source, name: 'bench', folder: out };
  const onProgress = (_phase: string, _done: number, { watchable }: Pace) => {
    const at = performance.now() - began;
    times.started ||= at;
    if (watchable) times.first ||= at;
    if (watchable && watchable.ms >= watchable.ofMs) times.watchable ||= at;
  };
  await runWorker(task, WORKER_LIMITS, onProgress, new AbortController().signal);
  const whole = performance.now() - began;
  rmSync(out, { recursive: true, force: true });
  return { ...times, whole };
}

/** Answers how long it took, in milliseconds. */
function ffmpeg(...args: readonly string[]): number {
  const started = performance.now();
  const command = ['-n', String(NICE), 'ffmpeg', '-nostdin', '-v', 'error', '-y', ...args];
  const { status, stderr } = spawnSync('nice', command);
  if (status !== 0) throw new Error(`ffmpeg ${args.join(' ')}: ${String(stderr)}`);
  return performance.now() - started;
}

function median(all: readonly number[]): number {
  return [...all].sort((a, b) => a - b)[all.length >> 1] ?? 0;
}
