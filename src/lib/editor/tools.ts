/** The tools at hand: which one is active, what it shows, and the middle button that pans under all of them. */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { ImagePoint, Rect, ScreenPoint } from '#lib/model/geometry.ts';
import type { Draft } from '#lib/protocol/presence.ts';
import type { Editor } from './editor.ts';
import type { PointerInput, Tool, ToolId } from './tool.ts';
import { commentTool } from './tools/comment/comment-tool.ts';
import { cornerTool } from './tools/corners/corner-tool.ts';
import { maskTool } from './tools/mask/mask-tool.ts';
import { panTool } from './tools/pan/pan-tool.ts';
import { pathTool } from './tools/path/path-tool.ts';
import { skeletonTool } from './tools/skeleton/skeleton-tool.ts';
import { handleUnder, objectUnder } from './tools/select/grip.ts';
import { sketchTool } from './tools/sketch/sketch-tool.ts';
import { selectTool } from './tools/select/select-tool.ts';

export class Tools {
  readonly #editor: Editor;
  readonly #all: Readonly<Record<ToolId, Tool>>;
  readonly #active = new Cell<ToolId>('select');
  readonly #cursor = new Cell('default');
  readonly #hint = new Cell('');
  readonly #hover = new Cell<AnnotationRef | null>(null);
  readonly #draft = new Cell<Draft | null>(null);
  readonly #marquee = new Cell<Rect | null>(null);
  readonly #pointerAt = new Cell<ImagePoint | null>(null);
  #middle: ScreenPoint | null = null;
  #isCoarse = false;

  constructor(editor: Editor) {
    this.#editor = editor;
    this.#all = {
      select: selectTool(editor),
      box: cornerTool(editor, 'box'),
      'rotated-box': cornerTool(editor, 'rotated-box'),
      ellipse: cornerTool(editor, 'ellipse'),
      polygon: pathTool(editor, 'polygon'),
      polyline: pathTool(editor, 'polyline'),
      point: pathTool(editor, 'point'),
      cuboid: cornerTool(editor, 'cuboid'),
      skeleton: skeletonTool(editor),
      mask: maskTool(editor),
      pan: panTool(editor),
      comment: commentTool(editor),
      sketch: sketchTool(editor),
    };
  }

  get active(): Readable<ToolId> {
    return this.#active;
  }
  /** CSS cursor over the picture. */
  get cursor(): Readable<string> {
    return this.#cursor;
  }
  /** What may be done next, for the status line. */
  get hint(): Readable<string> {
    return this.#hint;
  }
  /** The object under the pointer. */
  get hover(): Readable<AnnotationRef | null> {
    return this.#hover;
  }
  get draft(): Readable<Draft | null> {
    return this.#draft;
  }
  /** A rectangle being stretched to select, in image space. */
  get marquee(): Readable<Rect | null> {
    return this.#marquee;
  }
  /** Where the pointer is on the picture. */
  get pointerAt(): Readable<ImagePoint | null> {
    return this.#pointerAt;
  }
  /** Whether the pointer that came last is a finger: what can be hit is larger then. */
  get isCoarse(): boolean {
    return this.#isCoarse;
  }
  /** Whether a gesture is under way. */
  get busy(): boolean {
    return this.#tool.state !== 'idle';
  }

  /** Takes another tool; what the present one had under way is given up. */
  choose(id: ToolId): void {
    this.#tool.cancel();
    this.#active.set(id);
    this.refresh();
  }

  /** Esc: gives up the gesture; with none under way, false. */
  cancel(): boolean {
    const had = this.#tool.cancel();
    this.refresh();
    return had;
  }

  get canFinish(): boolean {
    return this.#tool.canFinish;
  }
  /** Ends what is being drawn. */
  finish(): void {
    this.#tool.finish();
    this.refresh();
  }

  get canTakeBack(): boolean {
    return this.#tool.canTakeBack;
  }
  /** Takes back the last part of what is being drawn. */
  takeBack(): void {
    this.#tool.takeBack();
    this.refresh();
  }

  get canSkip(): boolean {
    return this.#tool.canSkip;
  }
  /** Leaves out what would come next. */
  skip(): void {
    this.#tool.skip();
    this.refresh();
  }

  pointer(input: PointerInput): void {
    const { viewport } = this.#editor;
    this.#isCoarse = input.coarse === true;
    this.#pointerAt.set(input.type === 'leave' ? null : viewport.toImage(input.at));
    if (!this.#panned(input)) this.#tool.pointer(input);
    this.#hover.set(this.#hovered(input));
    this.refresh();
  }

  /** Shows anew what depends on more than the pointer: the frame, the selection, the documents. */
  refresh(): void {
    const { cursor, hint, draft, marquee } = this.#tool.show();
    this.#cursor.set(this.#middle ? 'grabbing' : cursor);
    this.#hint.set(hint);
    this.#draft.set(draft ?? null);
    this.#marquee.set(marquee ?? null);
  }

  get #tool(): Tool {
    return this.#all[this.#active.value];
  }

  /** The middle button pans whatever the tool. */
  #panned({ type, at, button }: PointerInput): boolean {
    if (type === 'down' && button === 1) this.#middle = at;
    else if (!this.#middle) return false;
    else if (type === 'move') {
      this.#editor.viewport.pan(at.x - this.#middle.x, at.y - this.#middle.y);
      this.#middle = at;
    } else this.#middle = null;
    return true;
  }

  #hovered({ type, at }: PointerInput): AnnotationRef | null {
    if (type === 'leave' || this.busy || ['pan', 'sketch'].includes(this.#active.value)) return null;
    return handleUnder(this.#editor, at)?.ref ?? objectUnder(this.#editor, at)?.ref ?? null;
  }
}
