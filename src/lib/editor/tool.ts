/**
 * A tool is a folder, a state of it is a file: idle, pointing, dragging… A state is plain data with a `kind`; its file
 * says what the pointer, Esc and Enter make of it, and what is shown meanwhile. Nothing reaches a document before the
 * hand lets go.
 */
import type { Rect, ScreenPoint } from '#lib/model/geometry.ts';
import { isShapeKind, type ShapeKind } from '#lib/model/shape.ts';
import type { Draft } from '#lib/protocol/presence.ts';
import type { Editor } from './editor.ts';

/** A tool that draws is called as the kind of shape it draws. */
export type ToolId = 'select' | ShapeKind | 'pan' | 'comment' | 'sketch';

/** What a tool draws; undefined where it draws nothing. */
export function drawnBy(tool: ToolId): ShapeKind | undefined {
  return isShapeKind(tool) ? tool : undefined;
}

/** A pointer over the picture. `time` in milliseconds, from any origin. */
export type PointerInput = {
  readonly type: 'down' | 'move' | 'up' | 'cancel' | 'leave';
  readonly at: ScreenPoint;
  /** As in the DOM: 0 main, 1 middle, 2 second; -1 while none is pressed or released. */
  readonly button: number;
  readonly shift: boolean;
  readonly alt: boolean;
  readonly ctrl: boolean;
  readonly time: number;
  /** A finger, which hits less exactly. */
  readonly coarse?: boolean;
};

/** What one sees of a state. */
export type Showing = {
  /** CSS cursor. */
  readonly cursor: string;
  /** For the status line: what may be done next. */
  readonly hint: string;
  readonly draft?: Draft;
  /** A rectangle being stretched to select, in image space. */
  readonly marquee?: Rect;
};

type Kinds = { readonly kind: string };

/** What one state of a tool does; each answer is the next state. */
export interface StateHandlers<All extends Kinds, K extends All['kind']> {
  pointer(editor: Editor, state: Extract<All, { kind: K }>, input: PointerInput): All;
  /** Esc, a second finger, another tool. */
  cancel(editor: Editor, state: Extract<All, { kind: K }>): All;
  /** Enter: ends what is being drawn. Only where there is something to end. */
  finish?(editor: Editor, state: Extract<All, { kind: K }>): All;
  /** Backspace and undo: takes back the last part of what is being drawn. */
  takeBack?(editor: Editor, state: Extract<All, { kind: K }>): All;
  /** X: leaves out what would come next. */
  skip?(editor: Editor, state: Extract<All, { kind: K }>): All;
  show(editor: Editor, state: Extract<All, { kind: K }>): Showing;
}

export type StateTable<All extends Kinds> = { readonly [K in All['kind']]: StateHandlers<All, K> };

/** A tool as the rest of the editor sees it. */
export interface Tool {
  readonly id: ToolId;
  /** The kind of the present state, `idle` between gestures. */
  readonly state: string;
  pointer(input: PointerInput): void;
  /** Gives up what is under way; false when nothing was. */
  cancel(): boolean;
  readonly canFinish: boolean;
  /** Ends what is being drawn. */
  finish(): void;
  readonly canTakeBack: boolean;
  /** Takes back the last part of what is being drawn. */
  takeBack(): void;
  readonly canSkip: boolean;
  /** Leaves out what would come next. */
  skip(): void;
  show(): Showing;
}

export class StateMachine<All extends Kinds> implements Tool {
  readonly id: ToolId;
  readonly #editor: Editor;
  readonly #table: StateTable<All>;
  #state: All;

  constructor(id: ToolId, editor: Editor, table: StateTable<All>, start: All) {
    this.id = id;
    this.#editor = editor;
    this.#table = table;
    this.#state = start;
  }

  get state(): string {
    return this.#state.kind;
  }

  pointer(input: PointerInput): void {
    this.#state = this.#handlers().pointer(this.#editor, this.#state, input);
  }

  cancel(): boolean {
    const before = this.#state.kind;
    this.#state = this.#handlers().cancel(this.#editor, this.#state);
    return before !== this.#state.kind;
  }

  get canFinish(): boolean {
    return this.#handlers().finish !== undefined;
  }

  finish(): void {
    this.#state = this.#handlers().finish?.(this.#editor, this.#state) ?? this.#state;
  }

  get canTakeBack(): boolean {
    return this.#handlers().takeBack !== undefined;
  }

  takeBack(): void {
    this.#state = this.#handlers().takeBack?.(this.#editor, this.#state) ?? this.#state;
  }

  get canSkip(): boolean {
    return this.#handlers().skip !== undefined;
  }

  skip(): void {
    this.#state = this.#handlers().skip?.(this.#editor, this.#state) ?? this.#state;
  }

  show(): Showing {
    return this.#handlers().show(this.#editor, this.#state);
  }

  #handlers(): StateHandlers<All, All['kind']> & {
    pointer(editor: Editor, state: All, input: PointerInput): All;
    cancel(editor: Editor, state: All): All;
    finish?(editor: Editor, state: All): All;
    takeBack?(editor: Editor, state: All): All;
    skip?(editor: Editor, state: All): All;
    show(editor: Editor, state: All): Showing;
  } {
    // The table has for each kind the handlers of that kind; TypeScript cannot follow the pair.
    return this.#table[this.#state.kind as All['kind']] as never;
  }
}
