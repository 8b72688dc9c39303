/** What is said of one mark of a training, in words. */
import type { Fault } from '#lib/model/training.ts';
import { amountText } from '../kit/wording.ts';

/** What names are told by: of labels, and of the attributes of a label. */
export type Names = {
  readonly label: (id: string) => string;
  readonly attribute: (key: string) => string;
};

/** `Wrong label: you said B-line`, `Begins 4 frames late`. */
export function faultText(fault: Fault, names: Names): string {
  switch (fault.kind) {
    case 'missed':
      return 'Missed';
    case 'extra':
      return 'Not in the reference';
    case 'label':
      return `Wrong label: you said ${names.label(fault.said)}`;
    case 'edges':
      return edgesText(fault);
    case 'place':
      return fault.overlap === 0
        ? 'Lies elsewhere'
        : `Lies elsewhere: ${percentText(fault.overlap)} of it overlaps`;
    case 'attributes':
      return `Other ${fault.keys.length === 1 ? 'value' : 'values'}: ${fault.keys.map(names.attribute).join(', ')}`;
  }
}

function edgesText({ start, end }: Extract<Fault, { readonly kind: 'edges' }>): string {
  if (start === end) return `${amountText(Math.abs(start), 'frame')} too ${start > 0 ? 'late' : 'early'}`;
  const off = (verb: string, by: number) =>
    by === 0 ? [] : [`${verb} ${amountText(Math.abs(by), 'frame')} too ${by > 0 ? 'late' : 'early'}`];
  const [first = '', ...rest] = [...off('begins', start), ...off('ends', end)];
  return [first[0]?.toUpperCase() + first.slice(1), ...rest].join(', ');
}

/** `83 %`, rounded down: what is not all is never 100. */
export function percentText(share: number): string {
  return `${Math.floor(100 * share + 1e-9)} %`;
}
