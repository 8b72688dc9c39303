/** Objects of the layers that are compared, over the picture: dashed in the colour of their layer, with its letter. */
import { Container } from 'pixi.js';
import { edgesOf } from '#lib/editor/deeds/skeleton.ts';
import type { Editor } from '#lib/editor/editor.ts';
import { boundsSeen } from '#lib/model/shapes/stretched.ts';
import type { Frame } from '#lib/model/time.ts';
import { stateAt } from '#lib/model/track.ts';
import { DARK } from './color.ts';
import type { Invalidate, Layer } from './layer.ts';
import { Masks } from './masks.ts';
import { Outlines } from './outlines.ts';
import { setLook } from './paint/look.ts';
import { paintShape } from './paint/painters.ts';
import type { TagAtlas } from './tag-atlas.ts';
import { TAG_HEIGHT_PX, Tags } from './tags.ts';

/** Each letter is written beside the one before where they would cover each other. */
const LETTER_PX = 20;

export class ComparedLayer implements Layer {
  readonly view = new Container();
  readonly #editor: Editor;
  readonly #masks = new Masks();
  readonly #outlines = new Outlines();
  readonly #tags: Tags;
  readonly #stops: (() => void)[];
  #stale = true;
  #frame = -1;

  constructor(editor: Editor, invalidate: Invalidate, atlas: TagAtlas) {
    this.#editor = editor;
    this.#tags = new Tags(atlas);
    this.view.addChild(this.#masks.view, this.#outlines.view, this.#tags.view);
    this.#stops = [editor.comparedTracks, editor.viewport.state].map((source) =>
      source.subscribe(() => {
        this.#stale = true;
        invalidate();
      }),
    );
  }

  draw(frame: Frame): void {
    if (!this.#stale && !this.#tags.isStale && frame === this.#frame) return;
    this.#stale = false;
    this.#frame = frame;
    this.#masks.clear();
    this.#outlines.clear(this.#editor.viewport);
    this.#tags.clear();
    const { viewport, comparedTracks } = this.#editor;
    /** Where letters stand already. */
    const taken = new Set<string>();
    for (const [n, { letter, color, track }] of comparedTracks.value.entries()) {
      const shape = stateAt(track.keyframes, frame)?.shape;
      if (!shape) continue;
      if (shape.kind === 'mask') this.#masks.put(`${n}`, shape, viewport, { color, fill: 0.16, edge: 0.9 });
      const edges = shape.kind === 'skeleton' ? edgesOf(this.#editor, track.label) : [];
      paintShape(this.#outlines, viewport, shape, { ...setLook(color), dash: 7, edges });
      const { x, y, h } = boundsSeen(shape, viewport.aspect);
      // Below: above stands what the object of the consensus is called.
      const corner = viewport.toScreen({ x, y: y + h });
      let left = Math.round(corner.x) - 1;
      const top = Math.round(corner.y) + 2;
      const place = () => `${Math.round(left / LETTER_PX)} ${Math.round(top / TAG_HEIGHT_PX)}`;
      while (taken.has(place())) left += LETTER_PX;
      taken.add(place());
      this.#tags.put(letter, left, top, color, DARK);
    }
    this.#masks.finish();
    this.#outlines.flush();
    this.#tags.finish();
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.#masks.destroy();
    this.#outlines.destroy();
    this.#tags.destroy();
    this.view.destroy();
  }
}
