/** What became of giving work out, in one sentence. */
import type { AssignedAnswer } from '#lib/protocol/work.ts';
import { amountText } from '../kit/wording.ts';

export function givenText({ made, already, locked }: AssignedAnswer): string {
  const parts = [
    `${amountText(made, 'piece')} of work given out`,
    ...(already > 0 ? [`${already} were given out already`] : []),
    ...(locked > 0 ? [`${locked} left out: accepted and locked`] : []),
  ];
  return `${parts.join('; ')}.`;
}
