/** What lies under the pointer that a hand can take hold of. */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { ScreenPoint } from '#lib/model/geometry.ts';
import type { TrackId } from '#lib/model/id.ts';
import { opsOf, type Handle, type Shape } from '#lib/model/shape.ts';
import type { Editor } from '../../editor.ts';
import type { Viewport } from '../../viewport.ts';

type TrackRef = Extract<AnnotationRef, { kind: 'track' }>;
/** A track at the shown frame, and the handle under the pointer if it is one. */
export type Grip = { readonly ref: TrackRef; readonly shape: Shape; readonly handle: Handle | null };

/** Around the middle of a handle, in CSS pixels: it is drawn 12 wide and can be hit 24 wide. */
const REACH_PX = 12;
/** A side must be this long on the screen to have a handle in its middle. */
const ROOMY_PX = 48;
/** Around an outline, in CSS pixels. */
const SLACK_PX = 4;

/** The handles a shape shows at the present zoom: on a side too short for three, only those of its corners. */
export function offeredHandles(viewport: Viewport, shape: Shape): readonly Handle[] {
  const ops = opsOf(shape.kind);
  const { w, h } = ops.bounds(shape);
  const [wide, high] = [w * viewport.scaleX >= ROOMY_PX, h * viewport.state.value.scale >= ROOMY_PX];
  return ops.handles(shape).filter(({ id }) => (/^[ns]$/.test(id) ? wide : /^[we]$/.test(id) ? high : true));
}

/** The nearest handle of the selected objects. */
export function handleUnder(editor: Editor, at: ScreenPoint): Grip | null {
  let best: Grip | null = null;
  let nearest = REACH_PX;
  for (const selected of editor.selection.refs.value) {
    if (selected.kind !== 'track') continue;
    const state = editor.shownState(selected.id);
    if (!state) continue;
    for (const handle of offeredHandles(editor.viewport, state.shape)) {
      const place = editor.viewport.toScreen(handle.at);
      const away = Math.max(Math.abs(place.x - at.x), Math.abs(place.y - at.y));
      if (away > nearest) continue;
      nearest = away;
      best = { ref: selected, shape: state.shape, handle };
    }
  }
  return best && canGrip(editor, best, at) ? best : null;
}

/**
 * Small objects must stay movable: where the handles would cover them, the middle third is the object itself.
 */
function canGrip(editor: Editor, { shape }: Grip, at: ScreenPoint): boolean {
  const { x, y, w, h } = opsOf(shape.kind).bounds(shape);
  const corner = editor.viewport.toScreen({ x, y });
  const far = editor.viewport.toScreen({ x: x + w, y: y + h });
  const [width, height] = [far.x - corner.x, far.y - corner.y];
  if (width > 4 * REACH_PX && height > 4 * REACH_PX) return true;
  const inside = (value: number, from: number, size: number) =>
    value > from + size / 3 && value < from + (size * 2) / 3;
  return !(inside(at.x, corner.x, width) && inside(at.y, corner.y, height));
}

/** The smallest drawn object under the pointer at the shown frame. */
export function objectUnder(editor: Editor, at: ScreenPoint): Grip | null {
  const { scene, playhead, viewport } = editor;
  const slack = SLACK_PX / viewport.state.value.scale;
  const found = scene.under(playhead.shown.value, viewport.toImage(at), slack);
  return found ? { ref: trackRef(found.track.id), shape: found.state.shape, handle: null } : null;
}

function trackRef(id: TrackId): TrackRef {
  return { kind: 'track', id };
}
