/** Painting masks: what is painted on, and how it becomes a keyframe: one gesture, one transaction. */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { ImagePoint, Rect, ScreenPoint } from '#lib/model/geometry.ts';
import { Bitmap } from '#lib/model/shapes/bitmap.ts';
import { drawMask, maskOf, type Mask } from '#lib/model/shapes/mask.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Editor } from '../editor.ts';
import { createTrack, reshape } from './track.ts';

type TrackRef = Extract<AnnotationRef, { kind: 'track' }>;

/** So often a mask is smoothed that is too ragged to be stored. */
const SMOOTHINGS = 6;

/** The selected mask at the shown frame: strokes go on with it. */
export function selectedMask(editor: Editor): { readonly ref: TrackRef; readonly mask: Mask } | null {
  const ref = editor.selection.first;
  if (ref?.kind !== 'track') return null;
  const shape = editor.shownState(ref.id)?.shape;
  return shape?.kind === 'mask' ? { ref, mask: shape } : null;
}

/** The whole picture to paint on, with what is there already. */
export function canvasWith({ options }: Editor, mask: Mask | null): Bitmap {
  const { width = 1, height = 1 } = options.video.picture ?? {};
  const bitmap = new Bitmap({ x: 0, y: 0, w: width, h: height });
  if (mask) drawMask(bitmap, mask);
  return bitmap;
}

/** As it can be stored: what is too ragged is smoothed; undefined where nothing is painted. */
export function keptMask(bitmap: Bitmap): Mask | undefined {
  let now = bitmap;
  for (let tries = 0; tries <= SMOOTHINGS; tries++) {
    const mask = maskOf(now);
    if (mask || !now.bounds()) return mask;
    now = now.smoothed();
  }
  return undefined;
}

/** Sets what was painted: a new object, or the next state of one. Says why where it cannot be. */
export function putMask(
  editor: Editor,
  to: { readonly ref: TrackRef | null; readonly frame: Frame; readonly erase: boolean },
  bitmap: Bitmap,
  at: ScreenPoint,
): Mask | undefined {
  const mask = keptMask(bitmap);
  if (!mask) {
    const why = bitmap.bounds()
      ? 'That is too ragged to be kept.'
      : 'Nothing would be left; X ends the object.';
    editor.say(why, 'warn');
  } else if (to.ref) reshape(editor, to.ref.id, to.frame, mask, to.erase ? 'erase from' : 'paint');
  else createTrack(editor, to.frame, mask, at);
  return mask;
}

/**
 * Grows a region from a place over what is about as bright, and adds it to the selected mask or (`erase`) takes it away;
 * with none selected it is a new object. Given up it leaves everything as it was.
 */
export async function growAt(
  editor: Editor,
  place: ImagePoint,
  erase: boolean,
  at: ScreenPoint,
  signal: AbortSignal,
): Promise<void> {
  const { regions, video } = editor.options;
  const { width = 1, height = 1 } = video.picture ?? {};
  const before = selectedMask(editor)?.ref.id;
  const request = { place, tolerance: editor.brush.tolerance.value, size: { width, height } };
  const grown = await regions?.grow(request, signal).catch((thrown: unknown) => {
    if (signal.aborted) return undefined;
    throw thrown;
  });
  if (signal.aborted) return;
  if (!grown) return editor.say('The picture is not there yet.', 'warn');
  const target = selectedMask(editor);
  if (grown.frame !== editor.playhead.shown.value || target?.ref.id !== before)
    return editor.say('The frame or the selection is another one by now: nothing was grown.', 'warn');
  if (!grown.region) return editor.say('Nothing grows from there: click into a region.', 'warn');
  if (!editor.mayEdit()) return;
  const bitmap = canvasWith(editor, target?.mask ?? null);
  drawMask(bitmap, grown.region, erase ? 0 : 1);
  putMask(editor, { ref: target?.ref ?? null, frame: grown.frame, erase }, bitmap, at);
}

/** A disc in the middle of a rectangle: a mask made without a pointer. */
export function discIn({ x, y, w, h }: Rect): Mask | undefined {
  const rect = { x: Math.floor(x), y: Math.floor(y), w: Math.ceil(w) + 1, h: Math.ceil(h) + 1 };
  const bitmap = new Bitmap(rect);
  const middle = { x: x + w / 2, y: y + h / 2 };
  bitmap.stroke(middle, middle, Math.max(1, Math.min(w, h) / 2), 1);
  return maskOf(bitmap);
}
