/** What layers do not have alike, in few words. */
import type { ComparedThing } from '#lib/agreement/comparison.ts';
import type { Mark } from '#lib/agreement/marks.ts';
import { extentOf } from '#lib/agreement/marks.ts';
import type { RulingAnswer } from '#lib/protocol/adjudication.ts';
import { amountText } from '../kit/wording.ts';

type Said = {
  readonly conflict: ComparedThing['conflicts'][number];
  readonly marks: readonly (Mark | null)[];
  readonly letters: readonly string[];
  readonly nameOf: (key: string) => string;
};

/** `Only A`, `Labelled otherwise`, `Edges 14 frames apart`, `32 % overlap`, `Grade differs`. */
export function conflictText({ conflict: { kind, amount, keys }, marks, letters, nameOf }: Said): string {
  switch (kind) {
    case 'missing': {
      const having = letters.filter((_, n) => marks[n]);
      const lacking = letters.filter((_, n) => !marks[n]);
      return having.length <= lacking.length ? `Only ${having.join(', ')}` : `Not ${lacking.join(', ')}`;
    }
    case 'label':
      return 'Labelled otherwise';
    case 'edges':
      return `${marks.some((mark) => mark?.kind === 'event') ? 'Instants' : 'Edges'} ${amountText(amount, 'frame')} apart`;
    case 'place':
      return `${Math.round((1 - amount) * 100)} % overlap`;
    case 'attributes':
      return `${keys.map(nameOf).join(', ')} ${keys.length === 1 ? 'differs' : 'differ'}`;
  }
}

/** From the first frame to the last one, both its own: `120–180`; of an instant its frame. */
export function extentText(mark: Mark): string {
  const { start, end } = extentOf(mark);
  return end - start <= 1 ? `${start}` : `${start}–${end - 1}`;
}

/** What was decided: `as A has it`. */
export function rulingText({ kind, from }: RulingAnswer, letterOf: (layer: string) => string): string {
  switch (kind) {
    case 'taken':
      return `As ${from === null ? 'one layer' : letterOf(from)}`;
    case 'merged':
      return 'Merged';
    case 'drawn':
      return 'Drawn anew';
    case 'neither':
      return 'Not there';
    case 'agreed':
      return 'Agreed';
  }
}
