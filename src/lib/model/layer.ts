/** Whose marks: shared, one person's own, a model's, the reference, or what was made of several. */
import type { LayerId } from './id.ts';

export const LAYER_KINDS = ['shared', 'person', 'model', 'reference', 'consensus'] as const;
export type LayerKind = (typeof LAYER_KINDS)[number];
export type Layer = { readonly id: LayerId; readonly kind: LayerKind; readonly name: string };

/** The layer every video has, in which people work together. */
export const SHARED_LAYER: Layer = { id: 'shared' as LayerId, kind: 'shared', name: 'Shared' };
