/** Single points of the selected outline, line or skeleton: gone through and added by keys. */
import type { TrackId } from '#lib/model/id.ts';
import type { ImagePoint } from '#lib/model/geometry.ts';
import { opsOf } from '#lib/model/shape.ts';
import type { Command } from '../command.ts';
import { addVertexAfter, selectedVertex } from '../deeds/vertex.ts';
import type { Editor } from '../editor.ts';

type Pointed = { readonly id: TrackId; readonly points: readonly ImagePoint[]; readonly fixed: boolean };

/** The selected object at the shown frame, where it goes through more than one point. */
function pointed(editor: Editor): Pointed | undefined {
  const [ref, ...others] = editor.selection.refs.value;
  if (ref?.kind !== 'track' || others.length > 0) return undefined;
  const shape = editor.shownState(ref.id)?.shape;
  const vertices = shape && opsOf(shape.kind).vertices;
  if (!vertices) return undefined;
  const points = vertices.points(shape);
  return points.length > 1 ? { id: ref.id, points, fixed: vertices.fixed === true } : undefined;
}

/** Round and round; from none to the first or the last. */
function turn(editor: Editor, by: 1 | -1): void {
  const found = pointed(editor);
  if (!found) return;
  const { length } = found.points;
  const { vertex } = editor.selection;
  const at = vertex.value ?? (by > 0 ? -1 : 0);
  const next = (at + by + length) % length;
  vertex.set(next);
  editor.say(`Point ${next + 1} of ${length}`);
}

function go(name: string, caption: string, key: string, by: 1 | -1): Command {
  return {
    id: `objects.point-${name}`,
    caption,
    keys: [key],
    group: 'Objects',
    undo: 'never',
    repeats: true,
    needs: 'one outline, line or skeleton selected, on this frame',
    when: (editor) => pointed(editor) !== undefined,
    run: (editor) => turn(editor, by),
  };
}

export const points: readonly Command[] = [
  go('on', 'Next point of the selected outline, next joint', 'Alt+Period', 1),
  go('back', 'Previous point of the selected outline, previous joint', 'Alt+Comma', -1),
  {
    id: 'objects.add-point',
    caption: 'With a point selected: add one after it',
    keys: ['Alt+P'],
    group: 'Objects',
    undo: 'one',
    needs: 'a point of an outline selected',
    when: (editor) =>
      editor.canEdit.value && selectedVertex(editor) !== undefined && pointed(editor)?.fixed === false,
    run(editor) {
      const point = selectedVertex(editor);
      if (point) addVertexAfter(editor, point.ref, point.vertex);
    },
  },
];
