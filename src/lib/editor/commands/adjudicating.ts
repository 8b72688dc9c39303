/**
 * Deciding on things that layers do not have alike, one after the other. The keys of decisions have no letter of their
 * own, as one draws between them.
 */
import type { AdjudicationHand } from '../adjudication-hand.ts';
import type { Command } from '../command.ts';

function decision(
  id: string,
  caption: string,
  keys: readonly string[],
  decide: (hand: AdjudicationHand) => void,
  least = 0,
): Command {
  return {
    id: `adjudicating.${id}`,
    caption,
    keys,
    group: 'Review',
    undo: 'never',
    needs: 'an adjudication that is yours',
    when: ({ adjudication }) => adjudication.value !== null && adjudication.value.layers > least,
    run: ({ adjudication }) => {
      if (adjudication.value) decide(adjudication.value);
    },
  };
}

export const adjudicating: readonly Command[] = [
  decision('next', 'Next thing without a decision', ['U', 'Alt+Shift+U'], (hand) => hand.step(1)),
  decision('previous', 'Previous thing without a decision', ['Shift+U'], (hand) => hand.step(-1)),
  ...(['A', 'B', 'C', 'D'] as const).map((letter, layer) =>
    decision(
      `take-${letter.toLowerCase()}`,
      `Decide as layer ${letter} has it`,
      [`Alt+Shift+${letter}`],
      (hand) => hand.take(layer),
      layer,
    ),
  ),
  decision('merge', 'Decide on what lies between the layers', ['Alt+Shift+M'], (hand) => hand.merge()),
  decision('draw', 'Decide on what is drawn next', ['Alt+Shift+W'], (hand) => hand.draw()),
  decision('neither', 'Decide that it is not there', ['Alt+Shift+X'], (hand) => hand.neither()),
  decision('take-back', 'Take the decision back', ['Alt+Shift+Z'], (hand) => hand.takeBack()),
];
