/** Single points of what goes through points: added on an edge, removed, moved. */
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { ImagePoint } from '#lib/model/geometry.ts';
import { aShape, opsOf } from '#lib/model/shape.ts';
import { vertexHandle } from '#lib/model/shapes/vertices.ts';
import type { Editor } from '../editor.ts';
import { reshape } from './track.ts';

type TrackRef = Extract<AnnotationRef, { kind: 'track' }>;

/** Adds a point on the edge nearest to a place, at most `slack` image pixels away, and selects it; false without one. */
export function addVertex(editor: Editor, ref: TrackRef, at: ImagePoint, slack: number): boolean {
  const shape = editor.shownState(ref.id)?.shape;
  const added = shape && opsOf(shape.kind).vertices?.insert(shape, at, slack);
  if (!added) return false;
  reshape(editor, ref.id, editor.playhead.shown.value, added.shape, 'add a point to');
  editor.selection.set([ref]);
  editor.selection.vertex.set(added.vertex);
  return true;
}

/** Adds a point in the middle of the edge after this one; after the last of an open line, before it. */
export function addVertexAfter(editor: Editor, ref: TrackRef, vertex: number): void {
  const shape = editor.shownState(ref.id)?.shape;
  const vertices = shape && opsOf(shape.kind).vertices;
  if (!vertices) return;
  const points = vertices.points(shape);
  const [a, b] = [points[vertex], points[vertex + 1] ?? points[vertices.closed ? 0 : vertex - 1]];
  if (a && b) addVertex(editor, ref, { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 }, 1);
}

/** Removes a point; where too few would be left, says so. */
export function removeVertex(editor: Editor, ref: TrackRef, vertex: number): void {
  const shape = editor.shownState(ref.id)?.shape;
  const vertices = shape && opsOf(shape.kind).vertices;
  if (!vertices) return;
  const rest = vertices.remove(shape, vertex);
  if (!rest) {
    const points = vertices.least === 1 ? 'one point' : `${vertices.least} points`;
    const said = aShape(shape.kind);
    const has = vertices.fixed ? 'always has' : 'has at least';
    return editor.say(`${said.charAt(0).toUpperCase()}${said.slice(1)} ${has} ${points}.`, 'warn');
  }
  editor.selection.vertex.set(null);
  reshape(editor, ref.id, editor.playhead.shown.value, rest, 'remove a point of');
}

/** The selected point of the selected object, where it is at the shown frame. */
export function selectedVertex(
  editor: Editor,
): { readonly ref: TrackRef; readonly vertex: number; readonly at: ImagePoint } | undefined {
  const ref = editor.selection.first;
  const vertex = editor.selection.vertex.value;
  if (ref?.kind !== 'track' || vertex === null) return undefined;
  const shape = editor.shownState(ref.id)?.shape;
  const at = shape && opsOf(shape.kind).vertices?.points(shape)[vertex];
  return at && { ref, vertex, at };
}

/** Moves the point to a place. */
export function moveVertex(editor: Editor, ref: TrackRef, vertex: number, to: ImagePoint): void {
  const shape = editor.shownState(ref.id)?.shape;
  if (!shape) return;
  const moved = opsOf(shape.kind).dragHandle(shape, vertexHandle(vertex), to, false);
  reshape(editor, ref.id, editor.playhead.shown.value, moved, 'move a point of');
}
