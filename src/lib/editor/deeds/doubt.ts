/** Saying how sure one is of intervals and events: of several at once in one gesture. */
import { setDoubt } from '#lib/doc/edit/annotation.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import { CERTAINTIES, NO_DOUBT, type Certainty, type Doubt } from '#lib/model/doubt.ts';
import type { Editor } from '../editor.ts';

/** Marks that may be doubted: all but objects. */
export type DoubtableRef = Exclude<AnnotationRef, { readonly kind: 'track' }>;

/** How far edges are blurred by one press after the other, in milliseconds; round and round. */
const FUZZ_MS = [0, 200, 500, 1000, 2000];

export function doubtable(refs: readonly AnnotationRef[]): readonly DoubtableRef[] {
  return refs.filter((ref): ref is DoubtableRef => ref.kind !== 'track');
}

/** What is said of a mark; undefined where it is not there. */
export function doubtOf({ reading }: Editor, ref: DoubtableRef): Doubt | undefined {
  const mark = reading.find(ref);
  return mark && 'keyframes' in mark ? undefined : mark && (mark.doubt ?? NO_DOUBT);
}

/** Says something of each; what is not named stays. */
export function giveDoubt(editor: Editor, refs: readonly DoubtableRef[], doubt: Partial<Doubt>): void {
  const [first] = refs;
  if (!first) return;
  const what = refs.length === 1 ? editor.captionOf(first) : `${refs.length} marks`;
  editor.act(`call ${what} ${wordsOf(doubt)}`, editor.frameToShow(first), refs, () => {
    for (const ref of refs) setDoubt(editor.options.labels, ref, doubt);
  });
}

/** Certain, probable, uncertain, and certain again: all as the first one. */
export function turnCertainty(editor: Editor, refs: readonly DoubtableRef[]): void {
  const [first] = refs;
  const now = CERTAINTIES.indexOf((first && doubtOf(editor, first)?.certainty) ?? 'certain');
  const certainty = CERTAINTIES[(now + 1) % CERTAINTIES.length] as Certainty;
  giveDoubt(editor, refs, { certainty });
}

export function turnDifficult(editor: Editor, refs: readonly DoubtableRef[]): void {
  const [first] = refs;
  giveDoubt(editor, refs, { difficult: !(first && doubtOf(editor, first)?.difficult) });
}

/** The next width in frames at the place of the first one: sharp, 0.2 s, 0.5 s, 1 s, 2 s, sharp. */
export function turnFuzz(editor: Editor, refs: readonly DoubtableRef[]): void {
  const [first] = refs;
  const at = first && editor.frameOf(first);
  if (!first || at == null) return;
  const { index } = editor.options;
  const widths = FUZZ_MS.map((ms) => index.frameAt(index.timeMs(at) + ms) - at);
  const now = doubtOf(editor, first)?.fuzz ?? 0;
  giveDoubt(editor, refs, { fuzz: widths.find((width) => width > now) ?? 0 });
}

function wordsOf({ certainty, difficult, fuzz }: Partial<Doubt>): string {
  if (certainty !== undefined) return certainty;
  if (difficult !== undefined) return difficult ? 'difficult' : 'not difficult';
  return fuzz ? `blurred by ${fuzz} frames` : 'sharp';
}
