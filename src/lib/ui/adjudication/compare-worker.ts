/** Holds layers against each other beside the page: among thousands of objects it takes seconds. */
import { compared, type Comparison } from '#lib/agreement/comparison.ts';
import type { Mark } from '#lib/agreement/marks.ts';
import type { Tolerance } from '#lib/model/tolerance.ts';

export type CompareQuestion = {
  readonly layers: readonly (readonly Mark[])[];
  readonly tolerance: Tolerance;
  readonly frames: number;
};
export type CompareAnswer = { readonly comparison: Comparison } | { readonly reason: string };

function answer({ layers, tolerance, frames }: CompareQuestion): CompareAnswer {
  try {
    return { comparison: compared(layers, tolerance, frames) };
  } catch (thrown) {
    return { reason: thrown instanceof Error ? thrown.message : String(thrown) };
  }
}

addEventListener('message', ({ data }: MessageEvent<CompareQuestion>) => postMessage(answer(data)));
