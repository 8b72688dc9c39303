/** Tools that draw and the label of the next object: neither is left where the other does not allow it. */
import { allows, labelsAllowing } from '#lib/model/allowed-shapes.ts';
import type { LabelId } from '#lib/model/id.ts';
import type { Label } from '#lib/model/label.ts';
import type { ShapeKind } from '#lib/model/shape.ts';
import { labelOf, type Taxonomy } from '#lib/model/taxonomy.ts';
import type { Editor } from '../editor.ts';
import { drawnBy } from '../tool.ts';

/** Takes a tool that draws; an armed label that may not be drawn so is laid down. */
export function takeTool(editor: Editor, kind: ShapeKind): void {
  const { armed, options, tools } = editor;
  const label = armed.value ? labelOf(options.taxonomy, armed.value) : undefined;
  if (label && !allows(label, kind)) armed.set(null);
  tools.choose(kind);
}

/** The label of the next object drawn: the armed one, else the only one that may be drawn so; null: it is asked for. */
export function nextLabel({ armed, options, tools }: Editor): LabelId | null {
  if (armed.value) return armed.value;
  const kind = drawnBy(tools.active.value);
  return kind ? onlyLabel(options.taxonomy, kind) : null;
}

/** The label of a kind of shape that no other may be; null where there is none or a choice. */
export function onlyLabel(taxonomy: Taxonomy, kind: ShapeKind): LabelId | null {
  const [only, ...others] = labelsAllowing(taxonomy, kind);
  return only && others.length === 0 ? only.id : null;
}

/** What a freehand line becomes: what the tool in hand draws, what the armed label allows, else an outline. */
export function freehandKind({ armed, options, tools }: Editor): 'polygon' | 'polyline' {
  const active = tools.active.value;
  if (active === 'polygon' || active === 'polyline') return active;
  const label = armed.value ? labelOf(options.taxonomy, armed.value) : undefined;
  return label && !allows(label, 'polygon') && allows(label, 'polyline') ? 'polyline' : 'polygon';
}

/** Arms a label, or lays it down where it was armed; where the tool in hand cannot draw it, takes one that can. */
export function armLabel(editor: Editor, label: Label): void {
  const { armed, tools } = editor;
  if (armed.value === label.id) return armed.set(null);
  armed.set(label.id);
  const drawn = drawnBy(tools.active.value);
  const [first] = label.shapes;
  if (first && editor.canEdit.value && (!drawn || !allows(label, drawn))) tools.choose(first);
}
