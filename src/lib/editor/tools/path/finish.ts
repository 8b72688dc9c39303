/** From points to a track: at once with a label armed, else after asking for one. */
import type { ImagePoint } from '#lib/model/geometry.ts';
import { opsOf, type Shape } from '#lib/model/shape.ts';
import { createTrack, isLabelAsked } from '../../deeds/track.ts';
import type { Editor } from '../../editor.ts';
import type { Showing } from '../../tool.ts';
import { hasMoved } from '../distance.ts';
import { idleWith, type Drawn, type PathKind, type PathState } from './state.ts';

/** The shape through points; undefined with too few or too many. */
export function shapeThrough(kind: PathKind, points: readonly ImagePoint[]): Shape | undefined {
  return opsOf(kind).vertices?.of(points);
}

/** The next state: with too few points for a shape, they wait for more. */
export function finish(editor: Editor, { shape, frame, points }: Drawn): PathState {
  const drawn = shapeThrough(shape, points);
  const last = points.at(-1);
  if (!drawn || !last) return { kind: 'placing', shape, frame, points, to: null };
  createTrack(editor, frame, drawn, editor.viewport.toScreen(last));
  return isLabelAsked(editor) ? { kind: 'choosing', shape, frame, points } : idleWith(shape);
}

/** Whether two places are one click apart on the screen. */
export function isOn({ viewport }: Editor, a: ImagePoint, b: ImagePoint | undefined): boolean {
  return b !== undefined && !hasMoved(viewport.toScreen(a), viewport.toScreen(b));
}

/** What the others see of it, and oneself: of few points what there is, a line or a point. */
export function showDrawn(editor: Editor, { shape, frame, points }: Drawn, hint: string): Showing {
  const draft =
    shapeThrough(shape, points) ?? shapeThrough('polyline', points) ?? shapeThrough('point', points);
  return {
    cursor: 'crosshair',
    hint,
    ...(draft && { draft: { ref: null, frame, shape: draft, color: editor.armedColor() } }),
  };
}
