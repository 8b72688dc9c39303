/** Grows one region beside the page. */
import { regionAt } from '#lib/model/shapes/grow.ts';
import type { RegionAnswer, RegionQuestion } from './region-messages.ts';

function answer({ picture, place, tolerance, size }: RegionQuestion): RegionAnswer {
  try {
    return { kind: 'grown', region: regionAt(picture, place, tolerance, size) };
  } catch (thrown) {
    return { kind: 'failed', reason: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

addEventListener('message', ({ data }: MessageEvent<RegionQuestion>) => postMessage(answer(data)));
