import { expect, it, vi } from 'vitest';
import type { LabelId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { HandAtWork } from '../../../../tests/builders/hand-at-work.ts';
import { makeEvent } from '../deeds/interval.ts';
import type { ReviewHand } from '../review-hand.ts';

it('in a review the keys decide on what is selected; outside of one they mean what they meant', () => {
  const hand = new HandAtWork();
  const { editor } = hand;
  makeEvent(editor, 'clip' as LabelId, 50 as Frame);
  const ref = editor.selection.first!;
  expect(editor.commands.enabled('reviewing.accept')).toBe(false);
  const review = {
    accept: vi.fn<ReviewHand['accept']>(),
    reject: vi.fn<ReviewHand['reject']>(),
    next: vi.fn<ReviewHand['next']>(),
  };
  editor.review.set(review);
  hand.key('Y');
  hand.key('W');
  hand.key('U');
  expect(review.accept).toHaveBeenCalledExactlyOnceWith(ref);
  expect(review.reject).toHaveBeenCalledExactlyOnceWith(ref);
  expect(review.next).toHaveBeenCalledOnce();
  editor.selection.set([]);
  hand.key('Y');
  expect(review.accept).toHaveBeenCalledOnce();
  editor.review.set(null);
  hand.key('U');
  expect(review.next).toHaveBeenCalledOnce();
});
