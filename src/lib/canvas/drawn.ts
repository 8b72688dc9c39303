/** What the outline of one object was drawn from last, and where its records lie: drawn again only when it changes. */
import type { Viewport } from '#lib/editor/viewport.ts';
import type { Pose } from '#lib/editor/poses.ts';
import type { Keyframe } from '#lib/model/keyframe.ts';
import type { Outlines } from './outlines.ts';
import { zoomStep } from './paint/ellipse.ts';
import type { Look } from './paint/look.ts';
import { motionOf, type Motion } from './paint/motion.ts';
import { paintShape } from './paint/painters.ts';
import type { Words } from './tag-atlas.ts';

const NO_EDGES: NonNullable<Look['edges']> = [];

export class Drawn {
  /** Of its label; with `edition` they are asked for again. */
  color = '';
  caption = '';
  edges = NO_EDGES;
  edition = -1;
  /** Its caption as it lies in the atlas of this generation. */
  words: Words | null = null;
  generation = -1;
  /** Its caption was shown: it goes on being shown while there is room. */
  isNamed = false;
  /** Bounds of the outline in image pixels. */
  left = 0;
  top = 0;
  right = 0;
  bottom = 0;
  #from: Keyframe | null = null;
  #to: Keyframe | null = null;
  #t = 0;
  #motion: Motion | null = null;
  #color = '';
  #width = 0;
  #alpha = 0;
  #dash = 0;
  #edges = NO_EDGES;
  #zoom = 0;
  #aspect = 0;
  #drawing = -1;
  #start = -1;
  #count = 0;

  /** Draws an object where the last one ended. */
  draw(outlines: Outlines, viewport: Viewport, pose: Pose, look: Look): void {
    const start = outlines.count;
    // What was left out of the last drawing may have been written over by others.
    const lay = this.#drawing === outlines.drawing - 1 && this.#start === start;
    this.#drawing = outlines.drawing;
    if (lay && this.#isSame(viewport, pose, look)) return outlines.keep(this.#count);
    const { left, right, t } = pose;
    if (!left) return;
    outlines.bound();
    if (this.#from !== left || this.#to !== right) this.#motion = right && motionOf(left.shape, right.shape);
    if (this.#motion) outlines.move(this.#motion, t, look);
    else {
      const shape = pose.shape();
      if (shape) paintShape(outlines, viewport, shape, look);
    }
    ({ left: this.left, top: this.top, right: this.right, bottom: this.bottom } = outlines.bounds);
    this.#start = start;
    this.#count = outlines.count - start;
    this.#from = left;
    this.#to = right;
    this.#t = t;
    this.#color = look.color;
    this.#width = look.width;
    this.#alpha = look.alpha;
    this.#dash = look.dash;
    this.#edges = look.edges ?? NO_EDGES;
    this.#zoom = zoomOf(left, viewport);
    this.#aspect = viewport.aspect;
  }

  #isSame(viewport: Viewport, { left, right, t }: Pose, look: Look): boolean {
    return (
      this.#from === left &&
      this.#to === right &&
      this.#t === t &&
      this.#color === look.color &&
      this.#width === look.width &&
      this.#alpha === look.alpha &&
      this.#dash === look.dash &&
      this.#edges === (look.edges ?? NO_EDGES) &&
      this.#aspect === viewport.aspect &&
      this.#zoom === zoomOf(left, viewport)
    );
  }
}

/** What it is drawn as depends on the zoom. */
function zoomOf(keyframe: Keyframe | null, viewport: Viewport): number {
  return keyframe?.shape.kind === 'ellipse' ? zoomStep(viewport.state.value.scale) : 0;
}
