/** What lies under the pointer that a hand can take hold of. */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { ScreenPoint } from '#lib/model/geometry.ts';
import type { TrackId } from '#lib/model/id.ts';
import type { Handle, Shape } from '#lib/model/shape.ts';
import { boundsSeen, opsSeen } from '#lib/model/shapes/stretched.ts';
import type { Editor } from '../../editor.ts';
import type { Viewport } from '../../viewport.ts';

type TrackRef = Extract<AnnotationRef, { kind: 'track' }>;
/** A track at the shown frame, and the handle under the pointer if it is one. */
export type Grip = { readonly ref: TrackRef; readonly shape: Shape; readonly handle: Handle | null };

/** Around the middle of a handle, in CSS pixels: it is drawn 12 wide and can be hit 24 wide, by a finger 44. */
const REACH_PX = 12;
const FINGER_REACH_PX = 22;
/** A minor handle is this far from the others on the screen, in CSS pixels. */
const ROOM_PX = 24;
/** How far a handle stands off that is not on the shape itself. */
const OFF_PX = 28;
/** Around an outline, in CSS pixels. */
const SLACK_PX = 4;
const FINGER_SLACK_PX = 12;

/** A handle and where it is on the screen. */
export type PlacedHandle = { readonly handle: Handle; readonly place: ScreenPoint };

/** The handles a shape shows at the present zoom: where it is too small for all, those that matter most. */
export function offeredHandles(viewport: Viewport, shape: Shape): readonly PlacedHandle[] {
  const placed = opsSeen(shape.kind, viewport.aspect)
    .handles(shape)
    .map((handle) => ({ handle, place: placeOf(viewport, handle) }));
  const kept = placed.filter(({ handle }) => !handle.minor);
  const room = kept.map(({ place }) => place);
  for (const one of placed) {
    if (!one.handle.minor || room.some((other) => apart(one.place, other) < ROOM_PX)) continue;
    kept.push(one);
    room.push(one.place);
  }
  return kept;
}

function placeOf(viewport: Viewport, { at, off }: Handle): ScreenPoint {
  const { x, y } = viewport.toScreen(at);
  if (!off) return { x, y };
  const [dx, dy] = [off.x * viewport.scaleX, off.y * viewport.state.value.scale];
  const length = Math.hypot(dx, dy) || 1;
  return { x: x + (dx / length) * OFF_PX, y: y + (dy / length) * OFF_PX };
}

function apart(a: ScreenPoint, b: ScreenPoint): number {
  return Math.max(Math.abs(a.x - b.x), Math.abs(a.y - b.y));
}

/** The nearest handle of the selected objects. */
export function handleUnder(editor: Editor, at: ScreenPoint): Grip | null {
  let best: Grip | null = null;
  let nearest = editor.tools.isCoarse ? FINGER_REACH_PX : REACH_PX;
  for (const selected of editor.selection.refs.value) {
    if (selected.kind !== 'track') continue;
    const state = editor.shownState(selected.id);
    if (!state) continue;
    for (const { handle, place } of offeredHandles(editor.viewport, state.shape)) {
      const away = apart(place, at);
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
  const { x, y, w, h } = boundsSeen(shape, editor.viewport.aspect);
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
  const { scene, playhead, tools, viewport } = editor;
  const slack = (tools.isCoarse ? FINGER_SLACK_PX : SLACK_PX) / viewport.state.value.scale;
  const found = scene.under(playhead.shown.value, viewport.toImage(at), slack);
  return found ? { ref: trackRef(found.track.id), shape: found.state.shape, handle: null } : null;
}

/** Whether the hand may change an object: not one that is locked or another hand's; says why. `shift` takes it from that. */
export function mayTake(editor: Editor, ref: AnnotationRef, shift: boolean): boolean {
  if (!editor.mayEdit() || !editor.mayChange([ref])) return false;
  const holder = shift ? undefined : editor.holderOf(ref);
  if (holder) editor.say(`${holder.person.name} is moving this. Hold Shift to take it all the same.`, 'warn');
  return !holder;
}

function trackRef(id: TrackId): TrackRef {
  return { kind: 'track', id };
}
