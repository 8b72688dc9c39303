/** Where a person (or a model, or an import) set a shape. Not the codec's kind: that is a sync sample. */
import type { Shape } from './shape.ts';
import type { Frame } from './time.ts';

/** The value at one frame: atomic, so two people never end with x of one and y of the other. */
export type KeyframeValue = {
  readonly shape: Shape;
  /** The object has left: nothing is drawn from here on until a keyframe that is not outside. */
  readonly outside: boolean;
  /** The object is there but hidden behind something. */
  readonly occluded: boolean;
  /** A machine has made it, on somebody's behalf, and no hand has set it since. */
  readonly made?: true;
};
export type Keyframe = KeyframeValue & { readonly frame: Frame };
