/** A lane of labelled intervals: free ones may overlap, exclusive ones cannot. */
import type { LabelId, TierId } from './id.ts';

export type Tier = {
  readonly id: TierId;
  readonly name: string;
  /** `exclusive`: surgical phases; every frame bears at most one label, whatever merges. */
  readonly mode: 'free' | 'exclusive';
  /** Labels offered on this tier. */
  readonly labels: readonly LabelId[];
  readonly retired: boolean;
  /** The tier above (phase › step › task › action): what lies outside of its intervals is warned of. Absent: none. */
  readonly parent?: TierId;
};
