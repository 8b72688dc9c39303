/** Follows an object beside the page, so that nothing on the screen waits for it. */
import { magnified } from '#lib/model/similarity.ts';
import { must } from '#lib/model/problem.ts';
import { lumaOf } from '../luma.ts';
import { ObjectTracker } from './object-tracker.ts';
import { widenedLuma } from './widened-luma.ts';
import type { TrackerAnswer, TrackerQuestion } from './tracker-messages.ts';

let tracker: ObjectTracker | null = null;
/** Pixels of the decoded picture to one of the image. */
let factor = 1;
let aspect = 1;

async function answer(question: TrackerQuestion): Promise<TrackerAnswer> {
  const { image } = question;
  try {
    const stored = await lumaOf(image);
    if (question.kind === 'start') {
      factor = stored.width / question.width;
      ({ aspect } = question);
      const { x, y, w, h } = question.rect;
      const [across, down] = [factor * aspect, factor];
      const rect = { x: x * across, y: y * down, w: w * across, h: h * down };
      tracker = new ObjectTracker(widenedLuma(stored, aspect), rect);
      return { kind: 'started' };
    }
    const { pose, confidence } = must(tracker, 'a step comes after the start').step(
      widenedLuma(stored, aspect),
    );
    return { kind: 'stepped', pose: magnified(pose, 1 / factor), confidence };
  } catch (thrown) {
    return { kind: 'failed', reason: thrown instanceof Error ? thrown.message : String(thrown) };
  } finally {
    image.close();
  }
}

addEventListener('message', ({ data }: MessageEvent<TrackerQuestion>) => {
  void answer(data).then((said) => postMessage(said));
});
