/** What the frame-step benchmark steps through: clips prepared as uploads are, and the page that plays them. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { runWorker, WORKER_LIMITS } from '#server/ingest/worker-process.ts';
import { drawNumber, makeClip } from '../../builders/clip.ts';
import { barcodeHeight } from '../../fixtures/barcode.ts';

const CLIP = { width: 1920, height: 1080, frames: 300, fps: 30 };

/** What the page needs to open one. */
export type Opening = {
  readonly name: string;
  /** Address of its files. */
  readonly folder: string;
  readonly frames: number;
  readonly firstFrameMs: number;
  readonly width: number;
  readonly height: number;
  /** It has a light rendition. */
  readonly light: boolean;
  /** Its pictures carry their numbers. */
  readonly numbered: boolean;
};

/** A numbered clip with a sync sample every so many pictures. */
export function numbered(folder: string, group: number): Promise<Opening> {
  const path = join(folder, `groups of ${group}`);
  const times = Array.from({ length: CLIP.frames }, (_, n) => n);
  const { width, height, fps: timescale } = CLIP;
  const coding = { container: 'mp4', encoder: 'libx264', group, bFrames: 0 };
  if (!existsSync(path)) makeClip({ path, ...coding, width, height, times, timescale, draw: tissue() });
  return prepared(folder, path, true);
}

/** A numbered clip of so many hours, small, as only its length is looked at. */
export function long(folder: string, hours: number): Promise<Opening> {
  const path = join(folder, `${hours} hours`);
  const times = Array.from({ length: Math.round(hours * 3600 * CLIP.fps) }, (_, n) => n);
  const coding = { container: 'mp4', encoder: 'libx264', group: 2 * CLIP.fps, bFrames: 0 };
  if (!existsSync(path)) makeClip({ path, ...coding, width: 192, height: 108, times, timescale: CLIP.fps });
  return prepared(folder, path, true);
}

/** Below the number something that moves and has grain: a picture that is easily coded would flatter every decoder. */
function tissue(): (n: number, width: number, height: number) => Buffer {
  const side = 512;
  const grain = Buffer.alloc(side * side);
  let seed = 5;
  for (let at = 0; at < grain.length; at++) {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    const [x, y] = [at % side, Math.floor(at / side)];
    grain[at] = 100 + 50 * Math.sin(x / 9 + y / 31) * Math.cos(y / 13) + (seed / 2 ** 31 - 0.5) * 8;
  }
  return (n, width, height) => {
    const picture = drawNumber(n, width, height);
    for (let y = barcodeHeight(width); y < height; y++) {
      for (let x = 0; x < width; x++) {
        const from = ((y + n) % side) * side + ((x + 3 * n) % side);
        picture[y * width + x] = grain[from] ?? 0;
      }
    }
    return picture;
  };
}

/** Any video file; as it was prepared before, where it was. */
export async function prepared(folder: string, source: string, isNumbered = false): Promise<Opening> {
  const name = basename(source);
  const out = join(folder, `${name} prepared`);
  const kept = join(out, 'opening.json');
  if (existsSync(kept)) return JSON.parse(readFileSync(kept, 'utf8')) as Opening;
  mkdirSync(out, { recursive: true });
  const { signal } = new AbortController();
  const task = { source, name, folder: out };
  const { media, picture } = await runWorker(task, WORKER_LIMITS, () => undefined, signal);
  const { width, height, frames } = picture;
  const { firstFrameMs } = media;
  const opening: Opening = {
    name,
    folder: `/${encodeURIComponent(basename(out))}`,
    frames,
    firstFrameMs,
    width,
    height,
    light: media.light !== undefined,
    numbered: isNumbered,
  };
  writeFileSync(kept, JSON.stringify(opening));
  return opening;
}
