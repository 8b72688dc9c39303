/** The layer an assignment is about. */
import { SHARED_LAYER, type Layer } from '#lib/model/layer.ts';
import { must } from '#lib/model/problem.ts';
import type { AssignmentRow } from '#server/store/assignments.ts';
import type { Store } from '#server/store/store.ts';

export function layerOf({ layers }: Store, { layer }: Pick<AssignmentRow, 'layer'>): Layer {
  return layer === SHARED_LAYER.id ? SHARED_LAYER : must(layers.get(layer), 'a layer is never removed');
}
