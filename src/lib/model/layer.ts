/** Whose marks: shared, one person's own, a model's, the reference. */
import type { LayerId } from './id.ts';

export type LayerKind = 'shared' | 'person' | 'model' | 'reference';
export type Layer = { readonly id: LayerId; readonly kind: LayerKind; readonly name: string };

/** The layer every video has, in which people work together. */
export const SHARED_LAYER: Layer = { id: 'shared' as LayerId, kind: 'shared', name: 'Shared' };
