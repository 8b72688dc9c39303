/** Runs in a thread of its own (scoring.ts): reads both documents, compares them, answers the score, ends. */
import { parentPort, workerData } from 'node:worker_threads';
import { marksOf } from '#lib/agreement/marks.ts';
import { scoreOf, type Compared } from '#lib/agreement/score.ts';
import { must } from '#lib/model/problem.ts';
import { marksIn } from '#server/export/documents.ts';
import type { Opening } from '#server/log/log.ts';

export type ToScore = {
  readonly reference: Pick<Opening, 'snapshot' | 'rows'>;
  readonly own: Pick<Opening, 'snapshot' | 'rows'>;
  readonly compared: Compared;
  /** Of the video. */
  readonly frames: number;
  readonly fps: number;
};

const { reference, own, compared, frames, fps } = workerData as ToScore;
const read = (opening: ToScore['own']) => marksOf(marksIn(opening), frames);
must(parentPort, 'this is the main file of a thread').postMessage(
  scoreOf(read(reference), read(own), compared, fps),
);
