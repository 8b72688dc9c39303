/** Follows an object over many pictures: frames are decoded here, and looked at in a worker. */
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { Rect, Size } from '#lib/model/geometry.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { Similarity } from '#lib/model/similarity.ts';
import type { Frame } from '#lib/model/time.ts';
import { FrameRun } from '../exact/frame-run.ts';
import type { TrackerAnswer, TrackerQuestion } from './tracker-messages.ts';

/** Where an object is on a frame. */
export type TrackedFrame = {
  readonly frame: Frame;
  /** From where it was on the first frame to here, in image pixels stretched across by `aspect`: as one sees it. */
  readonly pose: Similarity;
  /** 0 (lost) to 1 (sure). */
  readonly confidence: number;
};

export type TrackerRequest = {
  /** Around the object on the first frame, in image pixels. */
  readonly rect: Rect;
  /** Width of a stored pixel over its height, as it is shown: what turns does so where pixels are square. */
  readonly aspect: number;
  /** The first frame, and the last one; which may be before it. */
  readonly from: Frame;
  readonly to: Frame;
};

/** The port: what the editor asks of it. */
export interface Tracker {
  /**
   * Gives each frame after the first in turn, until the last one or until `signal` gives it up. Where it is lost is for
   * the asker to say, by the confidence.
   *
   * @throws Refusal `media-unreachable` or `media-unplayable` where the pictures cannot be had
   */
  track(request: TrackerRequest, signal: AbortSignal): AsyncIterable<TrackedFrame>;
}

export type TrackerOptions = {
  /** The file of the rendition. */
  readonly url: string;
  readonly index: FrameIndex;
  /** Stored size of the pictures. */
  readonly picture: Size;
};

export function createTracker(options: TrackerOptions): Tracker {
  return { track: (request, signal) => track(options, request, signal) };
}

async function* track(
  { url, index, picture }: TrackerOptions,
  { rect, aspect, from, to }: TrackerRequest,
  signal: AbortSignal,
): AsyncGenerator<TrackedFrame, void, void> {
  if (typeof VideoDecoder === 'undefined')
    throw new Refusal('media-unplayable', { reason: 'it cannot decode single pictures (WebCodecs)' });
  const run = new FrameRun({ url, index, size: picture });
  const worker = new Worker(new URL('./tracker-worker.ts', import.meta.url), { type: 'module' });
  try {
    const first = await run.picture(from, signal);
    await ask(worker, { kind: 'start', image: first, rect, aspect, width: picture.width });
    const way = to < from ? -1 : 1;
    for (let frame = from + way; frame !== to + way; frame += way) {
      const image = await run.picture(frame as Frame, signal);
      const said = await ask(worker, { kind: 'step', image });
      signal.throwIfAborted();
      if (said.kind === 'stepped')
        yield { frame: frame as Frame, pose: said.pose, confidence: said.confidence };
    }
  } finally {
    worker.terminate();
    run.destroy();
  }
}

function ask(worker: Worker, question: TrackerQuestion): Promise<TrackerAnswer> {
  return new Promise((done, fail) => {
    const failed = (reason: string) => fail(new Error(`The tracker failed: ${reason}`));
    worker.onerror = ({ message }) => failed(message || 'its script did not load');
    worker.onmessage = ({ data }: MessageEvent<TrackerAnswer>) =>
      data.kind === 'failed' ? failed(data.reason) : done(data);
    worker.postMessage(question, [question.image]);
  });
}
