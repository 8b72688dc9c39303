/** Clicks on single points and edges of what goes through points. */
import { vertexOf } from '#lib/model/shapes/vertices.ts';
import { addVertex, removeVertex } from '../../deeds/vertex.ts';
import type { Editor } from '../../editor.ts';
import type { PointerInput } from '../../tool.ts';
import { hasMoved } from '../distance.ts';
import { mayTake, type Grip } from './grip.ts';
import type { Click } from './state.ts';

/** Two clicks within so many milliseconds are a double click. */
const DOUBLE_MS = 400;
/** How far from an edge it is still meant, in CSS pixels. */
const EDGE_PX = 8;

export function isDouble(before: Click | undefined, now: Click): boolean {
  return before !== undefined && now.time - before.time < DOUBLE_MS && !hasMoved(before.at, now.at);
}

/** Alt+click: removes the point under it, or adds one to the edge; false where there is neither. */
export function changePoint(editor: Editor, grip: Grip, input: PointerInput): boolean {
  const vertex = grip.handle ? vertexOf(grip.handle.id) : undefined;
  if (vertex === undefined) return addPoint(editor, grip, input);
  if (mayTake(editor, grip.ref, input.shift)) removeVertex(editor, grip.ref, vertex);
  return true;
}

/** Adds a point to the edge under the pointer; false where there is none. */
export function addPoint(editor: Editor, { ref }: Grip, { at, shift }: PointerInput): boolean {
  const { viewport } = editor;
  const slack = EDGE_PX / viewport.state.value.scale;
  return mayTake(editor, ref, shift) && addVertex(editor, ref, viewport.toImage(at), slack);
}
