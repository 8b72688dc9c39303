/** Grows regions on the picture that is shown: in a worker, so that nothing on the screen waits, and ended at any time. */
import type { ImagePoint, Size } from '#lib/model/geometry.ts';
import type { Region } from '#lib/model/shapes/grow.ts';
import type { Frame } from '#lib/model/time.ts';
import { shownLuma } from '../luma.ts';
import type { Player } from '../player.ts';
import type { RegionAnswer, RegionQuestion } from './region-messages.ts';

export type RegionRequest = {
  /** Where it begins, in image pixels. */
  readonly place: ImagePoint;
  /** How far the brightness may be from that of the place, of 255. */
  readonly tolerance: number;
  /** Of the video's pictures, in image pixels. */
  readonly size: Size;
};

/** What has grown, on the frame whose picture it was; null where the place lies beside the picture. */
export type Grown = { readonly frame: Frame; readonly region: Region | null };

/** The port: what the editor asks of it. */
export interface Regions {
  /** null where there is no picture yet. Rejects with the signal's reason where it is given up. */
  grow(request: RegionRequest, signal: AbortSignal): Promise<Grown | null>;
}

export function createRegions(player: Player): Regions {
  return { grow: (request, signal) => growShown(player, request, signal) };
}

async function growShown(player: Player, request: RegionRequest, signal: AbortSignal): Promise<Grown | null> {
  const luma = await shownLuma(player);
  signal.throwIfAborted();
  if (!luma) return null;
  const { frame, width, height, data } = luma;
  return { frame, region: await ask({ ...request, picture: { width, height, data } }, signal) };
}

/** A worker for each question: to give one up is to end its worker. */
function ask(question: RegionQuestion, signal: AbortSignal): Promise<Region | null> {
  const worker = new Worker(new URL('./region-worker.ts', import.meta.url), { type: 'module' });
  return new Promise<Region | null>((done, fail) => {
    const failed = (reason: string) => fail(new Error(`No region was grown: ${reason}`));
    signal.addEventListener('abort', () => fail(signal.reason as Error), { once: true });
    worker.onerror = ({ message }) => failed(message || 'its script did not load');
    worker.onmessage = ({ data }: MessageEvent<RegionAnswer>) =>
      data.kind === 'failed' ? failed(data.reason) : done(data.region);
    worker.postMessage(question, [question.picture.data.buffer]);
  }).finally(() => worker.terminate());
}
