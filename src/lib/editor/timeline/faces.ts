/** What labels look like on the timeline. */
import type { LabelId } from '#lib/model/id.ts';
import type { Label } from '#lib/model/label.ts';

export type Faces = ReadonlyMap<LabelId, Pick<Label, 'name' | 'color'>>;

/** For labels the taxonomy does not know (yet): shown, never dropped. */
export const UNKNOWN_COLOR = '#9aa7b2';

export function facesOf(labels: readonly Label[]): Faces {
  return new Map(labels.map((label) => [label.id, label]));
}

export function faceOf(id: LabelId, faces: Faces): { readonly name: string; readonly color: string } {
  const label = faces.get(id);
  return { name: label?.name ?? 'Unknown label', color: label?.color ?? UNKNOWN_COLOR };
}
