/** What the page of the frame-step benchmark does: opens a player on a rendition, and steps as it is told. */
import { createPlayer } from '#lib/media/composed-player.ts';
import { HlsPlayer } from '#lib/media/hls-player.ts';
import { loadFrameIndex } from '#lib/media/load-frame-index.ts';
import type { Player } from '#lib/media/player.ts';
import type { Frame } from '#lib/model/time.ts';
import { barcodeHeight, readBarcode } from '../../fixtures/barcode.ts';
import type { Opening } from './renditions.ts';

export type Way = 'exact' | 'seek';
/**
 * Milliseconds from asking for a frame to having its picture (`latency`), and to seeing it first, be it in fewer pixels
 * (`sight`) · `wrong`: pictures with another number.
 */
export type Steps = {
  readonly latency: readonly number[];
  readonly sight: readonly number[];
  readonly wrong: number;
};

declare global {
  interface Window {
    bench: { readonly open: typeof open; readonly step: typeof step };
  }
}

/** Width of the picture that is read, pixels. */
const SMALL = 240;

let player: Player | undefined;
let image: VideoFrame | undefined;
/** The frame that is waited for, and when it was seen first. */
let awaited = { frame: -1, seenAt: 0 };
let isNumbered = false;

/** Answers how long the first picture took, milliseconds. */
async function open(
  way: Way,
  { folder, firstFrameMs, width, height, light, numbered }: Opening,
): Promise<number> {
  player?.destroy();
  document.querySelector('video')?.remove();
  isNumbered = numbered;
  const video = document.createElement('video');
  video.muted = true;
  document.body.append(video);
  const index = await loadFrameIndex(`${folder}/frames.lfi`, new AbortController().signal);
  const options = {
    video,
    playlistUrl: `${folder}/v.m3u8`,
    fileUrl: `${folder}/v.mp4`,
    ...(light && { lightUrl: `${folder}/light.mp4` }),
    index,
    firstFrameMs,
    picture: { width, height },
  };
  const start = performance.now();
  const made = way === 'exact' ? createPlayer(options) : new HlsPlayer(options);
  player = made;
  await new Promise<void>((done) => {
    made.onPicture((next) => {
      image?.close();
      image = next.image.clone();
      if (next.frame === awaited.frame) awaited.seenAt ||= performance.now();
      done();
    });
  });
  return performance.now() - start;
}

/** @param everyMs from one step to the next at least; 0: as soon as the last one is there */
async function step(frames: readonly number[], everyMs: number): Promise<Steps> {
  const latency: number[] = [];
  const sight: number[] = [];
  let wrong = 0;
  for (const frame of frames) {
    const asked = performance.now();
    const isThere = player?.shown.value === frame;
    awaited = { frame, seenAt: 0 };
    await player?.seek(frame as Frame);
    latency.push(performance.now() - asked);
    sight.push(isThere ? 0 : (awaited.seenAt || performance.now()) - asked);
    if (isNumbered && (await numberIn(image)) !== frame) wrong++;
    const rest = everyMs - (performance.now() - asked);
    if (rest > 0) await new Promise((done) => setTimeout(done, rest));
  }
  return { latency, sight, wrong };
}

/**
 * Reads the number, off the luma where that lies in memory: drawing the picture would take twenty times as long as a
 * step, and nothing could be painted meanwhile.
 */
async function numberIn(picture: VideoFrame | undefined): Promise<number | null> {
  if (!picture) return null;
  const { format, displayWidth: width } = picture;
  if (format !== 'I420' && format !== 'NV12') return drawnNumber(picture);
  const rows = 2 * Math.ceil(barcodeHeight(width) / 2);
  const rect = { x: 0, y: 0, width, height: rows };
  const bytes = new Uint8Array(picture.allocationSize({ rect }));
  const [luma] = await picture.copyTo(bytes, { rect });
  const [offset, stride] = [luma?.offset ?? 0, luma?.stride ?? width];
  const small = { width: SMALL, height: Math.ceil(barcodeHeight(SMALL)), data: new Uint8Array(0) };
  small.data = new Uint8Array(SMALL * small.height * 4);
  for (let at = 0; at < SMALL * small.height; at++) {
    const [x, y] = [at % SMALL, Math.floor(at / SMALL)];
    const [left, top] = [Math.floor(((x + 0.5) * width) / SMALL), Math.floor(((y + 0.5) * width) / SMALL)];
    small.data[at * 4 + 1] = bytes[offset + Math.min(rows - 1, top) * stride + left] ?? 0;
  }
  return readBarcode(small);
}

/** By way of a small drawing. */
function drawnNumber(picture: VideoFrame): number | null {
  const height = Math.ceil((SMALL * picture.displayHeight) / picture.displayWidth);
  const context = new OffscreenCanvas(SMALL, height).getContext('2d', { willReadFrequently: true });
  context?.drawImage(picture, 0, 0, SMALL, height);
  const data = context?.getImageData(0, 0, SMALL, height);
  return data ? readBarcode(data) : null;
}

window.bench = { open, step };
