/** One sheet of the stage. The stage asks it to draw before each render; what has not changed costs nothing. */
import type { Container } from 'pixi.js';
import type { Frame } from '#lib/model/time.ts';

export interface Layer {
  readonly view: Container;
  /** Brings the sheet up to date for the frame whose picture is shown. */
  draw(frame: Frame): void;
  destroy(): void;
}

/** Asks the stage for a render soon; layers call it when what they follow changes. */
export type Invalidate = () => void;
