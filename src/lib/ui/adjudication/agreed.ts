/** What is taken over where layers agree, in portions that the server takes in one update. */
import { contentOf, mergedOf } from '#lib/agreement/consensus.ts';
import type { Mark } from '#lib/agreement/marks.ts';
import { trackOverlap } from '#lib/agreement/track-overlap.ts';
import type { MarkContent } from '#lib/model/mark-content.ts';
import type { Thing } from './things.ts';

export type Agreed = { readonly thing: Thing; readonly content: MarkContent };

/** Most things of a portion, and most keyframes of all of them where there is more than one. */
const MOST_THINGS = 200;
const MOST_KEYFRAMES = 4000;

/** In a video of so many frames. */
export function agreedBatches(things: readonly Thing[], frames: number): readonly (readonly Agreed[])[] {
  const batches: Agreed[][] = [];
  let keyframes = 0;
  for (const thing of things) {
    const content = agreedContent(
      thing.marks.filter((mark) => mark !== null),
      frames,
    );
    if (!content) continue;
    const own = content.kind === 'track' ? content.keyframes.length : 1;
    const last = batches.at(-1);
    if (!last || last.length >= MOST_THINGS || keyframes + own > MOST_KEYFRAMES) {
      batches.push([{ thing, content }]);
      keyframes = own;
    } else {
      last.push({ thing, content });
      keyframes += own;
    }
  }
  return batches;
}

/** An object as that layer has it which is most like the others; an interval or an instant in the middle. */
export function agreedContent(marks: readonly Mark[], frames: number): MarkContent | null {
  const tracks = marks.flatMap((mark) => (mark.kind === 'track' ? [mark] : []));
  if (tracks.length === 0) return mergedOf(marks, frames);
  const likeness = (one: (typeof tracks)[number]) =>
    tracks.reduce((sum, other) => sum + (other === one ? 0 : trackOverlap(one, other)), 0);
  const [first, ...others] = tracks;
  if (!first) return null;
  // Of two each is as much like the other: it is the first one's.
  if (others.length < 2) return contentOf(first);
  const rated = tracks.map((mark) => ({ mark, like: likeness(mark) }));
  return contentOf(rated.reduce((best, one) => (one.like > best.like ? one : best)).mark);
}
