/**
 * The others on this frame: pointer with name, and what they have selected. A pointer that belongs to another frame
 * would point at something else, so it is shown only to those within one frame; it fades when it rests.
 */
import { Container, Graphics } from 'pixi.js';
import type { Editor } from '#lib/editor/editor.ts';
import { edgesOf } from '#lib/editor/deeds/skeleton.ts';
import type { Other } from '#lib/editor/options.ts';
import { boundsSeen } from '#lib/model/shapes/stretched.ts';
import type { Frame } from '#lib/model/time.ts';
import { DARK } from './color.ts';
import type { Invalidate, Layer } from './layer.ts';
import { Outlines } from './outlines.ts';
import { paintShape } from './paint/painters.ts';
import type { TagAtlas } from './tag-atlas.ts';
import { Tags } from './tags.ts';

/** A pointer that has not moved for so long goes. */
const RESTS_AFTER_MS = 3000;
const SELECTION_DASH_PX = 5;
const OUTSET_PX = 4;

/** Whether what somebody does at one frame may be shown on another. */
export function isNear(theirs: number, shown: number): boolean {
  return Math.abs(theirs - shown) <= 1;
}

export class PeopleLayer implements Layer {
  readonly view = new Container();
  readonly #editor: Editor;
  readonly #invalidate: Invalidate;
  readonly #outlines = new Outlines();
  readonly #tags: Tags;
  readonly #arrows = new Container();
  readonly #arrowOf = new Map<number, Graphics>();
  readonly #stops: (() => void)[];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #stale = true;
  #frame = -1;

  constructor(editor: Editor, invalidate: Invalidate, atlas: TagAtlas) {
    this.#editor = editor;
    this.#invalidate = invalidate;
    this.#tags = new Tags(atlas);
    this.view.addChild(this.#outlines.view, this.#tags.view, this.#arrows);
    const sources = [editor.others, editor.viewport.state, editor.changed, editor.pointersHidden];
    this.#stops = sources.map((source) => source.subscribe(() => this.#refresh()));
  }

  draw(frame: Frame): void {
    if (!this.#stale && !this.#tags.isStale && frame === this.#frame) return;
    this.#stale = false;
    this.#frame = frame;
    this.#outlines.clear(this.#editor.viewport);
    this.#tags.clear();
    for (const arrow of this.#arrowOf.values()) arrow.visible = false;
    let nextRestMs = Infinity;
    for (const other of this.#editor.others.value) {
      if (!isNear(other.frame, frame)) continue;
      this.#select(other, frame);
      const leftMs =
        (this.#editor.company.cursorMovedMs(other.client) ?? 0) + RESTS_AFTER_MS - this.#editor.now();
      if (!other.cursor || leftMs <= 0 || this.#editor.pointersHidden.value) continue;
      this.#point(other, other.cursor);
      nextRestMs = Math.min(nextRestMs, leftMs);
    }
    this.#outlines.flush();
    this.#tags.finish();
    this.#forgetArrows();
    clearTimeout(this.#timer);
    if (nextRestMs < Infinity) this.#timer = setTimeout(() => this.#refresh(), nextRestMs + 10);
  }

  destroy(): void {
    clearTimeout(this.#timer);
    for (const stop of this.#stops) stop();
    this.#outlines.destroy();
    this.#tags.destroy();
    this.view.destroy({ children: true });
  }

  #refresh(): void {
    this.#stale = true;
    this.#invalidate();
  }

  /** Dashed, a little outside, with the name below: mine and theirs can be seen at once. */
  #select({ person, selection, draft }: Other, frame: Frame): void {
    const { viewport, scene } = this.#editor;
    const wanted = new Set(selection);
    if (wanted.size === 0) return;
    for (const { track, state } of scene.drawnAt(frame)) {
      const key = `track:${track.id}`;
      if (!wanted.has(key) || key === draft?.ref) continue;
      const look = {
        color: person.color,
        width: 2,
        alpha: 1,
        dash: SELECTION_DASH_PX,
        halo: false,
        outset: OUTSET_PX,
        edges: edgesOf(this.#editor, track.label),
      };
      paintShape(this.#outlines, viewport, state.shape, look);
      const { x, y, h } = boundsSeen(state.shape, viewport.aspect);
      const corner = viewport.toScreen({ x, y: y + h });
      this.#tags.put(person.name, corner.x - 1, corner.y + 2, person.color, DARK);
    }
  }

  #point({ client, person }: Other, cursor: NonNullable<Other['cursor']>): void {
    const { x, y } = this.#editor.viewport.toScreen(cursor);
    const arrow = this.#arrowOf.get(client) ?? this.#makeArrow(client, person.color);
    arrow.visible = true;
    arrow.position.set(x, y);
    this.#tags.put(person.name, x + 10, y + 14, person.color, DARK);
  }

  #makeArrow(client: number, color: string): Graphics {
    const arrow = new Graphics()
      .poly([0, 0, 0, 15, 4, 11.5, 10.5, 11])
      .fill(color)
      .stroke({ color: DARK, width: 1 });
    this.#arrowOf.set(client, arrow);
    this.#arrows.addChild(arrow);
    return arrow;
  }

  #forgetArrows(): void {
    const here = new Set(this.#editor.others.value.map(({ client }) => client));
    for (const [client, arrow] of this.#arrowOf) {
      if (here.has(client)) continue;
      this.#arrowOf.delete(client);
      arrow.destroy();
    }
  }
}
