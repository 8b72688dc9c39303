/** What is being drawn or dragged just now: mine in its label's colour, the others' in theirs, with their name. */
import { Container } from 'pixi.js';
import { edgesOf } from '#lib/editor/deeds/skeleton.ts';
import type { Editor } from '#lib/editor/editor.ts';
import { boundsSeen } from '#lib/model/shapes/stretched.ts';
import type { Draft } from '#lib/protocol/presence.ts';
import { parseRef } from '#lib/model/annotation.ts';
import type { Frame } from '#lib/model/time.ts';
import { DARK, LIGHT } from './color.ts';
import type { Invalidate, Layer } from './layer.ts';
import { paintBox } from './paint/box.ts';
import { Masks } from './masks.ts';
import { Outlines } from './outlines.ts';
import { setLook, type Look } from './paint/look.ts';
import { paintShape } from './paint/painters.ts';
import { isNear } from './people-layer.ts';
import type { TagAtlas } from './tag-atlas.ts';
import { Tags } from './tags.ts';

export class DraftsLayer implements Layer {
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
    const { tools, brush, tracking } = editor;
    const ring = [tools.active, tools.pointerAt, brush.size, brush.mode];
    const sources = [
      editor.draft,
      tools.marquee,
      editor.others,
      editor.viewport.state,
      tracking.run,
      ...ring,
    ];
    this.#stops = sources.map((source) =>
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
    const { viewport, draft, tools, company, pointersHidden } = this.#editor;
    for (const { other, draft: theirs } of company.drafts()) {
      if (!isNear(theirs.frame, frame)) continue;
      const { color, name } = other.person;
      paintShape(this.#outlines, viewport, theirs.shape, { ...setLook(color), edges: this.#edgesOf(theirs) });
      if (other.cursor && !pointersHidden.value) continue; // their pointer bears the name
      const { x, y, h } = boundsSeen(theirs.shape, viewport.aspect);
      const corner = viewport.toScreen({ x, y: y + h });
      this.#tags.put(name, corner.x - 1, corner.y + 2, color, DARK);
    }
    const mine = draft.value;
    if (mine?.frame === frame) {
      const { shape, color } = mine;
      if (shape.kind === 'mask') this.#masks.put('mine', shape, viewport, { color, fill: 0.3, edge: 1 });
      paintShape(this.#outlines, viewport, shape, { ...setLook(color), edges: this.#edgesOf(mine) });
    }
    this.#tracked(frame);
    const marquee = tools.marquee.value;
    if (marquee)
      paintBox(
        this.#outlines,
        viewport,
        { kind: 'box', ...marquee },
        { ...setLook(LIGHT), width: 1, dash: 5 },
      );
    this.#ring();
    this.#masks.finish();
    this.#outlines.flush();
    this.#tags.finish();
  }

  /** What is being tracked, where it was found on this frame. */
  #tracked(frame: Frame): void {
    const { tracking, viewport } = this.#editor;
    const run = tracking.run.value;
    const shape = tracking.shapeAt(frame);
    if (!run || !shape) return;
    const color = this.#editor.colorOf({ kind: 'track', id: run.id });
    const edges = edgesOf(this.#editor, this.#editor.reading.tracks.get(run.id)?.label ?? null);
    if (shape.kind === 'mask') this.#masks.put('tracked', shape, viewport, { color, fill: 0.3, edge: 1 });
    paintShape(this.#outlines, viewport, shape, { ...setLook(color), dash: 6, edges });
  }

  /** How thick the brush is, round the pointer. */
  #ring(): void {
    const { tools, brush, viewport } = this.#editor;
    const at = tools.pointerAt.value;
    const round = brush.mode.value === 'brush' || brush.mode.value === 'eraser';
    if (tools.active.value !== 'mask' || !at || !round) return;
    const radius = brush.size.value / 2;
    const shape = { kind: 'ellipse', cx: at.x, cy: at.y, rx: radius, ry: radius, rotation: 0 } as const;
    paintShape(this.#outlines, viewport, shape, { ...setLook(LIGHT), width: 1 });
  }

  /** Of what is being drawn, mine has the armed label; nobody knows the others' yet. */
  #edgesOf({ ref, shape }: Draft): NonNullable<Look['edges']> {
    if (shape.kind !== 'skeleton') return [];
    const editor = this.#editor;
    const known = ref === null ? undefined : parseRef(ref);
    if (known) return edgesOf(editor, editor.reading.find(known)?.label ?? null);
    return edgesOf(editor, editor.armed.value);
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.#masks.destroy();
    this.#outlines.destroy();
    this.#tags.destroy();
    this.view.destroy();
  }
}
