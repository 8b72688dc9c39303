/**
 * `npm run bench -- ingest [--seconds 20] [--tries 3]`: how long a file takes to be prepared, beside FFmpeg's own
 * program on the same file, in turns and at the same priority; and what two hours at 60 pictures a second need until
 * they are read, and until they can be watched. `ffmpeg` comes from the PATH; without it there is nothing to compare.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';
import { FrameIndex } from '#lib/model/frame-index.ts';
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

/** In milliseconds. */
type Times = { readonly watchable: number; readonly whole: number };

async function compared(folder: string, seconds: number, tries: number): Promise<void> {
  const source = `testsrc2=size=1280x720:rate=30:duration=${seconds},noise=alls=12:allf=t`;
  const plain = join(folder, 'plain.mp4');
  ffmpeg(
    '-f',
    'lavfi',
    '-i',
    source,
    '-c:v',
    'libx264',
    '-preset',
    'veryfast',
    '-g',
    '60',
    '-pix_fmt',
    'yuv420p',
    plain,
  );
  const old = join(folder, 'old.avi');
  ffmpeg('-i', plain, '-c:v', 'mpeg4', '-q:v', '4', old);
  const out = join(folder, 'out.mp4');
  const fragments = ['-movflags', 'frag_keyframe+empty_moov+default_base_moof'];
  const x264 = [
    '-c:v',
    'libx264',
    '-preset',
    'faster',
    '-crf',
    '18',
    '-bf',
    '0',
    '-g',
    '15',
    '-sc_threshold',
    '0',
  ];
  const rows: Record<string, { ours: number[]; theirs: number[] }> = {
    'copied: until it can be watched / ffmpeg -c copy': { ours: [], theirs: [] },
    'copied: until it is ready / ffmpeg copies, decodes': { ours: [], theirs: [] },
    'encoded: until it is ready / ffmpeg encodes': { ours: [], theirs: [] },
  };
  const [copying, copied, encoded] = Object.values(rows);
  for (let n = 0; n < tries; n++) {
    copying?.theirs.push(ffmpeg('-i', plain, '-c', 'copy', ...fragments, out));
    copied?.theirs.push(
      ffmpeg('-i', plain, '-c', 'copy', ...fragments, out, '-map', '0:v', '-f', 'null', '-'),
    );
    const untouched = await prepared(plain, folder);
    copying?.ours.push(untouched.watchable);
    copied?.ours.push(untouched.whole);
    encoded?.theirs.push(ffmpeg('-i', old, ...x264, '-threads', '2', ...fragments, out));
    encoded?.ours.push((await prepared(old, folder)).whole);
  }
  say(`\n${seconds} s of 1280 × 720, ms, median of ${tries}                    ours    ffmpeg     ratio`);
  for (const [what, { ours, theirs }] of Object.entries(rows)) {
    const [mine, other] = [median(ours), median(theirs)];
    const cells = [mine.toFixed(0), other.toFixed(0), (mine / other).toFixed(2)];
    say(`  ${what.padEnd(52)}${cells.map((cell) => cell.padStart(10)).join('')}`);
  }
  say('  Ours also checks every picture, makes thumbnails, a light rendition and its playlists.');
}

/** Two hours from one minute, again and again: nothing has to be encoded for them. */
async function long(folder: string): Promise<void> {
  const minute = join(folder, 'minute.mp4');
  const source = 'testsrc2=size=320x180:rate=60:duration=60';
  ffmpeg(
    '-f',
    'lavfi',
    '-i',
    source,
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-bf',
    '0',
    '-g',
    '60',
    '-pix_fmt',
    'yuv420p',
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
  const theirs = ffmpeg('-i', hours, '-c', 'copy', copy);
  const { watchable } = await prepared(hours, folder, 'watchable');
  say(`\n2 hours at 60 pictures a second: ${packets.count} frames`);
  say(`  every packet read                 ${(read / 1000).toFixed(1)} s`);
  say(
    `  all of it can be watched after    ${(watchable / 1000).toFixed(1)} s (ffmpeg -c copy: ${(theirs / 1000).toFixed(1)} s)`,
  );
  say(
    `  frame index                       ${index.byteLength} bytes, ${gzipSync(index).byteLength} compressed`,
  );
}

/** @param until when to stop */
async function prepared(
  source: string,
  folder: string,
  until: 'whole' | 'watchable' = 'whole',
): Promise<Times> {
  const out = mkdtempSync(join(folder, 'out-'));
  const started = performance.now();
  let watchable = 0;
  const enough = new AbortController();
  await runWorker(
    { source, name: 'bench', folder: out },
    WORKER_LIMITS,
    (_phase, _done, { watchable: there }) => {
      if (there && there.ms >= there.ofMs) watchable ||= performance.now() - started;
      if (watchable > 0 && until === 'watchable') enough.abort();
    },
    enough.signal,
  ).catch((error: unknown) => {
    if (!enough.signal.aborted) throw error;
  });
  const whole = performance.now() - started;
  rmSync(out, { recursive: true, force: true });
  return { watchable: watchable || whole, whole };
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
