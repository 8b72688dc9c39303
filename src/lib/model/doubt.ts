/** How sure one is of an interval or an instant: of what it is, how well it was seen, and where its edges lie. */
import { MAX_FRAME } from './time.ts';

export type Certainty = 'certain' | 'probable' | 'uncertain';
export const CERTAINTIES: readonly Certainty[] = ['certain', 'probable', 'uncertain'];

export type Doubt = {
  readonly certainty: Certainty;
  /** Hard to judge for whomever: to be left out of scores. */
  readonly difficult: boolean;
  /** Its edges (of an event: the instant) may lie so many frames earlier or later. */
  readonly fuzz: number;
};

/** What holds where nobody has said anything. */
export const NO_DOUBT: Doubt = { certainty: 'certain', difficult: false, fuzz: 0 };

export function isCertainty(value: unknown): value is Certainty {
  return CERTAINTIES.includes(value as Certainty);
}

/** Whether a value from outside is a fuzz: a whole number of frames from 0 to MAX_FRAME. */
export function isFuzz(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 0 && (value as number) <= MAX_FRAME;
}

/** Whether there is anything to say. */
export function isDoubted({ certainty, difficult, fuzz }: Doubt): boolean {
  return certainty !== 'certain' || difficult || fuzz > 0;
}
