/** The lens: the picture around the pointer, magnified until its pixels can be told apart, with the place in its middle. */
import { Container, Graphics } from 'pixi.js';
import type { Editor } from '#lib/editor/editor.ts';
import { DARK, LIGHT } from './color.ts';
import type { Invalidate, Layer } from './layer.ts';
import type { PictureLayer } from './picture-layer.ts';

/** CSS pixels. */
const RADIUS = 110;
const CROSS = 9;
/** How much nearer, and at least how many CSS pixels a pixel of the picture takes. */
const NEARER = 3;
const LEAST = 4;

export class LensLayer implements Layer {
  readonly view = new Container();
  readonly #editor: Editor;
  readonly #picture: PictureLayer;
  readonly #glass = new Graphics().circle(0, 0, RADIUS).fill('#141719');
  readonly #hole = new Graphics().circle(0, 0, RADIUS).fill('#ffffff');
  readonly #rim = rim();
  readonly #stops: readonly (() => void)[];

  constructor(editor: Editor, invalidate: Invalidate, picture: PictureLayer) {
    this.#editor = editor;
    this.#picture = picture;
    const { magnified } = picture;
    magnified.mask = this.#hole;
    this.view.addChild(this.#glass, magnified, this.#hole, this.#rim);
    this.view.visible = false;
    this.#stops = [
      editor.lens.subscribe(invalidate),
      editor.tools.pointerAt.subscribe(() => editor.lens.value && invalidate()),
    ];
  }

  draw(): void {
    const { lens, tools, viewport } = this.#editor;
    const at = tools.pointerAt.value;
    this.view.visible = lens.value && at !== null;
    if (!this.view.visible || !at) return;
    const middle = viewport.toScreen(at);
    for (const part of [this.#glass, this.#hole, this.#rim]) part.position.set(middle.x, middle.y);
    const scale = Math.max(LEAST, viewport.state.value.scale * NEARER);
    this.#picture.magnify({
      scale,
      x: middle.x - at.x * scale * viewport.aspect,
      y: middle.y - at.y * scale,
    });
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.#picture.magnified.mask = null;
    this.view.destroy({ children: true });
  }
}

/** Its edge, and a cross that leaves the very place free. */
function rim(): Graphics {
  const drawn = new Graphics()
    .circle(0, 0, RADIUS)
    .stroke({ width: 3, color: DARK })
    .circle(0, 0, RADIUS)
    .stroke({ width: 1.5, color: LIGHT });
  for (const [color, width] of [
    [DARK, 3],
    [LIGHT, 1],
  ] as const)
    for (const [x, y] of [
      [1, 0],
      [-1, 0],
      [0, 1],
      [0, -1],
    ] as const)
      drawn
        .moveTo(x * CROSS, y * CROSS)
        .lineTo(x * CROSS * 2.5, y * CROSS * 2.5)
        .stroke({ width, color });
  return drawn;
}
