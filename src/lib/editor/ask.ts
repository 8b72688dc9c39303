/** What the editor tells people in passing, and what it needs them to answer. The screen decides how both look. */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { Anchor } from '#lib/model/comment.ts';
import type { ScreenPoint } from '#lib/model/geometry.ts';
import type { LabelId } from '#lib/model/id.ts';
import type { MenuPlace } from './menus.ts';
import type { ShapeKind } from '#lib/model/shape.ts';

/** The last thing done, or why something was not; `undo`: offer to take it back. */
export type Note = { readonly text: string; readonly tone: 'info' | 'warn'; readonly undo?: boolean };

export type Ask =
  /** Write a comment; the anchor may change while it is being written (a click on the picture pins it). */
  | { readonly kind: 'comment'; readonly anchor: Anchor }
  /** End here, remove this keyframe, or remove the whole track (deeds/removal.ts). */
  | { readonly kind: 'delete'; readonly ref: AnnotationRef }
  /** What is asked of the selection, or of the video: to be answered in its fields. */
  | { readonly kind: 'answers' }
  /** On how many frames a shape is to be held, after (1) or before (-1) the shown one. */
  | { readonly kind: 'hold'; readonly direction: 1 | -1; readonly choose: (frames: number) => void }
  /** One of the labels there are for what is selected or comes next. */
  | { readonly kind: 'labels' }
  | { readonly kind: 'go-to' }
  /** How the picture is to be shown: brightness and its like. */
  | { readonly kind: 'display' }
  | { readonly kind: 'help' }
  /** What was decided in the live session. */
  | { readonly kind: 'decide' }
  /** What is to be done with the selection or at a place; `at`: of the page, in CSS pixels. */
  | { readonly kind: 'menu'; readonly place: MenuPlace; readonly at: ScreenPoint | null }
  /** What is to be found or done, of all there is. */
  | { readonly kind: 'palette' }
  /** Which keys are to do what. */
  | { readonly kind: 'keys' }
  /** What people are to read before they mark. */
  | { readonly kind: 'guideline' }
  /** A link to what is selected, or to this frame. */
  | { readonly kind: 'link' }
  /** Which label the shape just drawn bears, of those that allow it; `choose` makes it. */
  | {
      readonly kind: 'pick-label';
      readonly at: ScreenPoint;
      readonly shape: ShapeKind;
      readonly choose: (label: LabelId) => void;
    };
