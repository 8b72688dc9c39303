/** Labelled intervals, half-open in frames: `[start, end)`. */
import type { BoundaryId, LabelId, SegmentId, TierId } from './id.ts';
import type { Doubt } from './doubt.ts';
import type { AttributeValue } from './label.ts';
import type { Frame } from './time.ts';

/** An interval on a free tier. `start` < `end`; `end` is the first frame after it. */
export type Segment = {
  readonly id: SegmentId;
  readonly tier: TierId;
  readonly label: LabelId;
  readonly start: Frame;
  readonly end: Frame;
  readonly deleted: boolean;
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Absent: certain, clearly seen, sharp. */
  readonly doubt?: Doubt;
};

/** Where a label of an exclusive tier begins; it lasts until the next boundary. */
export type Boundary = {
  readonly id: BoundaryId;
  readonly tier: TierId;
  readonly frame: Frame;
  /** null: unlabelled from here on. */
  readonly label: LabelId | null;
  readonly deleted: boolean;
  /** Of the phase that begins here; its fuzz is of this boundary. Absent: certain, clearly seen, sharp. */
  readonly doubt?: Doubt;
};

/** An interval read from boundaries; its identity is its opening boundary. */
export type PhaseSegment = {
  readonly id: BoundaryId;
  readonly tier: TierId;
  readonly label: LabelId;
  readonly start: Frame;
  readonly end: Frame;
  readonly doubt?: Doubt;
};

/** Boundaries in reading order: by frame, then by id, so that everybody agrees on ties. */
export function sortBoundaries(boundaries: Iterable<Boundary>): Boundary[] {
  return [...boundaries].sort((a, b) => a.frame - b.frame || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
}

/**
 * The intervals of one exclusive tier in a video of `count` frames: ascending, without gap or overlap between two
 * boundaries. Of several boundaries on one frame the last in reading order counts.
 */
export function phasesOf(boundaries: Iterable<Boundary>, count: number): PhaseSegment[] {
  const sorted = sortBoundaries(boundaries).filter((boundary) => !boundary.deleted && boundary.frame < count);
  const phases: PhaseSegment[] = [];
  sorted.forEach(({ id, tier, label, frame, doubt }, index) => {
    const end = (sorted[index + 1]?.frame ?? count) as Frame;
    if (label !== null && end > frame)
      phases.push({ id, tier, label, start: frame, end, ...(doubt && { doubt }) });
  });
  return phases;
}

/** The label in force at a frame of one exclusive tier; null where there is none. */
export function phaseAt(boundaries: Iterable<Boundary>, at: number): LabelId | null {
  let label: LabelId | null = null;
  for (const boundary of sortBoundaries(boundaries)) {
    if (boundary.frame > at) break;
    if (!boundary.deleted) label = boundary.label;
  }
  return label;
}
