/**
 * Deciding on marks, one after the other. Before the other commands of its keys: in a review they mean this. The second
 * keys are for those whose preset uses the first ones.
 */
import type { Command } from '../command.ts';
import type { Editor } from '../editor.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { ReviewHand } from '../review-hand.ts';

function decision(
  id: string,
  caption: string,
  key: string,
  decide: (review: ReviewHand, ref: AnnotationRef) => void,
): Command {
  const chosen = ({ selection }: Editor) => selection.refs.value[0];
  return {
    id: `reviewing.${id}`,
    caption,
    keys: [key, `Alt+Shift+${key}`],
    group: 'Review',
    undo: 'never',
    needs: 'a review that is yours, and a mark selected',
    when: (editor) => editor.review.value !== null && chosen(editor) !== undefined,
    run: (editor) => {
      const [review, ref] = [editor.review.value, chosen(editor)];
      if (review && ref) decide(review, ref);
    },
  };
}

export const reviewing: readonly Command[] = [
  decision('accept', 'Accept the selected mark', 'Y', (review, ref) => review.accept(ref)),
  decision('reject', 'Reject the selected mark, with a reason', 'W', (review, ref) => review.reject(ref)),
  {
    id: 'reviewing.next',
    caption: 'Next mark without a verdict',
    keys: ['U', 'Alt+Shift+U'],
    group: 'Review',
    undo: 'never',
    needs: 'a review that is yours',
    when: (editor) => editor.review.value !== null,
    run: (editor) => editor.review.value?.next(),
  },
];
