/** How an attempt at a training stands, in a few words beside its title. */
import type { AttemptAnswer } from '#lib/protocol/training.ts';
import { percentText } from './fault-text.ts';

/** `Attempt 2`, `67 %, pass mark 80 %`. */
export function attemptText({ number, score, passMark }: AttemptAnswer): string {
  return score === null ? `Attempt ${number}` : `${percentText(score)}, pass mark ${percentText(passMark)}`;
}
