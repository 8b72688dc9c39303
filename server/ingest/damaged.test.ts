/**
 * Sixty damaged files, the same at each run: cut, with bits turned, overwritten, with a hole. None may crash or hang the
 * server, and each is either used, with its flaws told, or refused with a reason.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeClip, type ClipPlan } from '../../tests/builders/clip.ts';
import { ingestFile, testFolder } from '../../tests/builders/ingested.ts';
import { UnusableFile, WORKER_LIMITS } from './worker-process.ts';

const SEED = Number(process.env['LOUPE_SEED'] ?? 20_260_701);
const COUNT = 60;

const folder = testFolder('damaged');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PLANS: Readonly<Record<string, Omit<ClipPlan, 'path'>>> = {
  'h264.mp4': {
    container: 'mp4',
    encoder: 'libx264',
    bFrames: 2,
    containerOptions: { movflags: 'faststart' },
  },
  'h264.mov': { container: 'mov', encoder: 'libx264', pixelFormat: 'yuv422p10le' },
  'hevc.mkv': { container: 'matroska', encoder: 'libx265' },
  'vp9.webm': { container: 'webm', encoder: 'libvpx-vp9' },
  'mpeg2.ts': { container: 'mpegts', encoder: 'mpeg2video', bFrames: 2 },
  'mpeg1.mpg': { container: 'mpeg', encoder: 'mpeg1video' },
  'mjpeg.avi': { container: 'avi', encoder: 'mjpeg', pixelFormat: 'yuvj420p' },
  'wmv2.asf': { container: 'asf', encoder: 'wmv2' },
};
const sources = new Map<string, Buffer>();
beforeAll(() => {
  for (const [name, plan] of Object.entries(PLANS)) {
    makeClip({ ...plan, path: join(folder, name) });
    sources.set(name, readFileSync(join(folder, name)));
  }
  const real = fileURLToPath(new URL('../../tests/fixtures/lung-butterfly.mov', import.meta.url));
  sources.set('real.mov', readFileSync(real));
});

/** Numbers from 0 up to 1, the same for a seed (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Damage = (bytes: Buffer, random: () => number) => Buffer;
const at = (bytes: Buffer, random: () => number) => Math.floor(random() * bytes.length);
const DAMAGES: Readonly<Record<string, Damage>> = {
  'cut short': (bytes, random) => bytes.subarray(0, at(bytes, random)),
  'with 20 bits turned': (bytes, random) => {
    for (let n = 0; n < 20; n++) bytes[at(bytes, random)]! ^= 1 << Math.floor(random() * 8);
    return bytes;
  },
  'with 300 bytes overwritten': (bytes, random) => {
    for (let n = 0; n < 300; n++) bytes[at(bytes, random)] = Math.floor(random() * 256);
    return bytes;
  },
  'with a damaged head': (bytes, random) => {
    for (let n = 0; n < 8; n++)
      bytes[Math.floor(random() * Math.min(2000, bytes.length))] = Math.floor(random() * 256);
    return bytes;
  },
  'with a hole': (bytes, random) => {
    const from = at(bytes, random);
    return Buffer.concat([
      bytes.subarray(0, from),
      bytes.subarray(from + Math.floor(random() * bytes.length * 0.2)),
    ]);
  },
  'with a stretch of zeros': (bytes, random) => {
    const from = at(bytes, random);
    return bytes.fill(0, from, from + Math.floor(random() * bytes.length * 0.2));
  },
};

const files = Array.from({ length: COUNT }, (_, n) => {
  const source = [...Object.keys(PLANS), 'real.mov'][n % (Object.keys(PLANS).length + 1)]!;
  const damage = Object.keys(DAMAGES)[n % Object.keys(DAMAGES).length]!;
  return { n, source, damage };
});

const ingest = (path: string) => ingestFile(path, folder, { ...WORKER_LIMITS, stallMs: 15_000 });

describe(`damaged files (seed ${SEED})`, () => {
  it.concurrent.each(files)(
    '[I22] $n: $source $damage',
    { timeout: 60_000 },
    async ({ n, source, damage }) => {
      const random = randomOf(SEED + n);
      const bytes = DAMAGES[damage]!(Buffer.from(sources.get(source)!), random);
      const path = join(folder, `damaged-${n}`);
      writeFileSync(path, bytes);
      expect(await outcomeOf(path)).toMatch(
        /^(used as [1-9]\d* frames|refused because (it|its|there|not|the) .*[^.])$/,
      );
    },
  );
});

/** What became of a file, in a sentence. Throws where it was our fault. */
async function outcomeOf(path: string): Promise<string> {
  try {
    const { picture, index, files: made } = await ingest(path);
    const whole = ['v.mp4', 'v.m3u8', 'frames.lfi'].every((name) => made.includes(name));
    return whole && index.count === picture.frames ? `used as ${index.count} frames` : 'not whole';
  } catch (error) {
    if (error instanceof UnusableFile) return `refused because ${error.problem.details['reason']}`;
    throw error;
  }
}

describe('what is told of a damaged file', () => {
  const flawsOf = async (name: string, bytes: Buffer) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    return (await ingest(path)).picture;
  };

  it('[I23] a whole one has no flaws', async () => {
    for (const name of ['h264.mp4', 'vp9.webm', 'mpeg2.ts', 'mjpeg.avi', 'wmv2.asf'])
      expect((await flawsOf('whole', sources.get(name)!)).flaws).toBeUndefined();
  });

  it('[I23] how much is missing at the end', async () => {
    const source = sources.get('vp9.webm')!;
    const { frames, flaws } = await flawsOf('cut', source.subarray(0, source.length * 0.6));
    expect(frames).toBeGreaterThan(5);
    expect(flaws?.missingMs).toBeGreaterThan(100);
    expect(Math.abs((flaws?.missingMs ?? 0) - (25 - frames) * 40)).toBeLessThanOrEqual(41);
  });

  it('[I23] which frames show faults', async () => {
    const bytes = Buffer.from(sources.get('mpeg2.ts')!);
    for (let at = Math.floor(bytes.length * 0.5); at < bytes.length * 0.55; at++)
      if (at % 188 > 40) bytes[at]! ^= 0x5a;
    const { flaws } = await flawsOf('faults', bytes);
    const runs = flaws?.faulty ?? [];
    expect(runs.length).toBeGreaterThan(0);
    for (const [first, last] of runs) {
      expect(first).toBeGreaterThan(5);
      expect(last).toBeGreaterThanOrEqual(first);
    }
  });

  it('[I23] pictures before the first that can be decoded', async () => {
    const whole = sources.get('mpeg2.ts')!;
    const packets = Array.from({ length: whole.length / 188 }, (_, n) =>
      whole.subarray(n * 188, n * 188 + 188),
    );
    // Without the packets that carry the first group of pictures; those of the tables (PID below 256) stay.
    const isPicture = (packet: Buffer) => (packet.readUInt16BE(1) & 0x1fff) >= 256;
    const cut = packets.filter((packet, n) => !isPicture(packet) || n > packets.length * 0.2);
    const { frames, flaws } = await flawsOf('late', Buffer.concat(cut));
    expect(frames).toBeLessThan(25);
    expect(frames + (flaws?.lost ?? 0)).toBeLessThanOrEqual(25);
  });

  it('[I9] a clock that begins anew in mid-file: its frames go on', async () => {
    const one = sources.get('mpeg2.ts')!;
    const { frames, durationMs } = await flawsOf('twice', Buffer.concat([one, one]));
    expect(frames).toBe(50);
    expect(durationMs).toBeCloseTo(2000, -2);
  });
});
