/** Asks the worker that holds layers against each other; one worker for each question. */
import type { Comparison } from '#lib/agreement/comparison.ts';
import type { Mark } from '#lib/agreement/marks.ts';
import type { CompareAnswer, CompareQuestion } from './compare-worker.ts';

/** Rejects with an Error that says why, and with the signal's reason where it is given up. */
export function compare(question: CompareQuestion, signal: AbortSignal): Promise<Comparison> {
  const worker = new Worker(new URL('./compare-worker.ts', import.meta.url), { type: 'module' });
  const asked = new Promise<Comparison>((done, fail) => {
    const failed = (reason: string) => fail(new Error(reason));
    signal.addEventListener('abort', () => fail(signal.reason), { once: true });
    worker.onerror = ({ message }) => failed(message || 'its script did not load');
    worker.onmessage = ({ data }: MessageEvent<CompareAnswer>) =>
      'reason' in data ? failed(data.reason) : done(data.comparison);
    worker.postMessage({ ...question, layers: question.layers.map((marks) => marks.map(plain)) });
  });
  return asked.finally(() => worker.terminate());
}

/** Keyframes may be made only when they are asked for; a worker is sent values. */
function plain(mark: Mark): Mark {
  if (mark.kind !== 'track') return mark;
  const { id, label, kind, source, deleted, attributes, changes, keyframes } = mark.track;
  const track = { id, label, kind, source, deleted, attributes, keyframes: [...keyframes] };
  return { ...mark, track: { ...track, ...(changes && { changes }) } };
}
