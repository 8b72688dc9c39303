/** Which labels may be drawn as what. */
import type { Label } from './label.ts';
import type { ShapeKind } from './shape.ts';
import { offeredLabels, type Taxonomy } from './taxonomy.ts';

/** Whether an object that bears the label may be a shape of this kind. */
export function allows(label: Label, kind: ShapeKind): boolean {
  return label.use === 'object' && label.shapes.includes(kind);
}

/** Labels offered for objects of a kind, in the order of the taxonomy. */
export function labelsAllowing(taxonomy: Taxonomy, kind: ShapeKind): readonly Label[] {
  return offeredLabels(taxonomy, 'object').filter((label) => allows(label, kind));
}
