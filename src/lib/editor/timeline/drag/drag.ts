/** What every drag on the timeline is: it follows the pointer as a draft and ends as one transaction, or as nothing. */
import type { Cell } from '#lib/cell/cell.ts';
import type { TimelineDraft } from '../draft.ts';
import type { TimelineHost } from '../host.ts';
import type { SnapField } from '../snap.ts';

/** Where the pointer is: in frames (a float, may lie outside the video) and in pixels of the rows. */
export type DragPoint = {
  readonly at: number;
  readonly y: number;
  /** Alt held: nothing snaps. */
  readonly free: boolean;
};

export interface Drag {
  /** CSS cursor while it lasts. */
  readonly cursor: string;
  move(to: DragPoint): void;
  /** Writes what was dragged, once. Does nothing if it did not move or is gone meanwhile. */
  drop(): void;
  cancel(): void;
}

/** What the drags of one timeline share. */
export type DragDesk = {
  readonly host: TimelineHost;
  readonly draft: Cell<TimelineDraft | null>;
  /** Position in frames of what the drag was drawn to; null when it is free. */
  readonly line: Cell<number | null>;
  /** What draws; `free` gives a field that draws nothing. */
  snapField(free: boolean): SnapField;
};
