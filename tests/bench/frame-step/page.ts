/** What the page of the frame-step benchmark does: opens a player on a rendition, and steps as it is told. */
import { createPlayer } from '#lib/media/composed-player.ts';
import { HlsPlayer } from '#lib/media/hls-player.ts';
import { loadFrameIndex } from '#lib/media/load-frame-index.ts';
import type { Player } from '#lib/media/player.ts';
import type { Frame } from '#lib/model/time.ts';
import { readBarcode } from '../../fixtures/barcode.ts';
import type { Opening } from './renditions.ts';

export type Way = 'exact' | 'seek';
/** `latency`: milliseconds from asking to having it · `wrong`: pictures with another number. */
export type Steps = { readonly latency: readonly number[]; readonly wrong: number };

declare global {
  interface Window {
    bench: { readonly open: typeof open; readonly step: typeof step };
  }
}

let player: Player | undefined;
let image: VideoFrame | undefined;
let isNumbered = false;

/** Answers how long the first picture took, milliseconds. */
async function open(way: Way, { folder, firstFrameMs, width, height, numbered }: Opening): Promise<number> {
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
      done();
    });
  });
  return performance.now() - start;
}

/** @param everyMs from one step to the next at least; 0: as soon as the last one is there */
async function step(frames: readonly number[], everyMs: number): Promise<Steps> {
  const latency: number[] = [];
  let wrong = 0;
  for (const frame of frames) {
    const asked = performance.now();
    await player?.seek(frame as Frame);
    latency.push(performance.now() - asked);
    if (isNumbered && numberIn(image) !== frame) wrong++;
    const rest = everyMs - (performance.now() - asked);
    if (rest > 0) await new Promise((done) => setTimeout(done, rest));
  }
  return { latency, wrong };
}

/** Reads the number by way of a small copy. */
function numberIn(picture: VideoFrame | undefined): number | null {
  if (!picture) return null;
  const [width, height] = [240, Math.ceil((240 * picture.displayHeight) / picture.displayWidth)];
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  context?.drawImage(picture, 0, 0, width, height);
  const data = context?.getImageData(0, 0, width, height);
  return data ? readBarcode(data) : null;
}

window.bench = { open, step };
