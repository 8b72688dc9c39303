/** Open comments that stand on the picture around their moment: at a place, or at the object they are about. */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { Comment } from '#lib/model/comment.ts';
import type { ImagePoint, ScreenPoint } from '#lib/model/geometry.ts';
import type { Shape } from '#lib/model/shape.ts';
import { boundsSeen } from '#lib/model/shapes/stretched.ts';
import type { TrackId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { commentWords } from './comment-words.ts';
import type { Editor } from './editor.ts';

export type Pin = { readonly comment: Comment; readonly at: ImagePoint; readonly words: string };

/** A pin is seen this long before and after its frame. */
const AROUND_MS = 1000;
/** Characters of the comment that its flag shows. */
const WORDS = 24;

/** On the screen: a flag stands on a stem over the place; its width goes by its words. */
export const PIN = { stem: 12, flag: 18, reach: 8, letter: 6.4, room: 10 } as const;

/** For the status line while the pointer is over one. */
export const PIN_HINT = 'Click to read this comment and to answer it.';

/** In the order in which they are drawn: the last lies on top. */
export function pinsAt(editor: Editor, shown: Frame): readonly Pin[] {
  if (editor.scene.allHidden.value) return []; // to see the bare picture
  const pins: Pin[] = [];
  const drawn = new Map(editor.scene.drawnAt(shown).map(({ track, state }) => [track.id, state.shape]));
  for (const comment of editor.comments.comments.values()) {
    const { anchor, parent, resolved, deleted } = comment;
    if (parent !== null || resolved || deleted) continue;
    if (anchor.kind !== 'place' && anchor.kind !== 'annotation') continue;
    if (!isAround(editor, anchor.frame, shown)) continue;
    const at = anchor.kind === 'place' ? anchor.at : cornerOf(drawn, anchor.ref, editor.viewport.aspect);
    if (at) pins.push({ comment, at, words: commentWords(comment, editor.options.people, WORDS) });
  }
  return pins;
}

/** Whether what is of one frame is still shown on another. */
export function isAround({ options: { index } }: Editor, theirs: Frame, shown: Frame): boolean {
  return Math.abs(index.timeMs(theirs) - index.timeMs(shown)) <= AROUND_MS;
}

/** The pin whose foot, stem or flag is under a place of the screen. */
export function pinUnder(editor: Editor, { x, y }: ScreenPoint): Pin | undefined {
  return pinsAt(editor, editor.playhead.shown.value).findLast((pin) => {
    const foot = editor.viewport.toScreen(pin.at);
    const right = Math.max(PIN.reach, pin.words.length * PIN.letter + PIN.room);
    const top = foot.y - PIN.stem - PIN.flag;
    const onFlag = x >= foot.x - 1 && x <= foot.x + right && y >= top && y <= foot.y - PIN.stem;
    return onFlag || (Math.abs(x - foot.x) <= PIN.reach && y >= top && y <= foot.y + PIN.reach);
  });
}

function cornerOf(
  drawn: ReadonlyMap<TrackId, Shape>,
  ref: AnnotationRef,
  aspect: number,
): ImagePoint | undefined {
  const shape = ref.kind === 'track' ? drawn.get(ref.id) : undefined;
  if (!shape) return undefined;
  const { x, y, w } = boundsSeen(shape, aspect);
  return { x: x + w, y };
}
