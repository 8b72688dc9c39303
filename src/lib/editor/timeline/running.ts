/** States that are being marked live just now, mine and the others': where they lie on the lanes, and how far they are. */
import type { LabelId } from '#lib/model/id.ts';
import { labelOf, type Taxonomy } from '#lib/model/taxonomy.ts';
import type { RunningMark } from '#lib/protocol/presence.ts';
import { ROW, type Lanes, type LaneSegment, type TierLane } from './lane.ts';

/** Somebody's running states; `who` is null for mine. */
export type RunningSource = {
  readonly who: { readonly name: string; readonly color: string } | null;
  /** The frame on their screen. */
  readonly frame: number;
  readonly marks: readonly RunningMark[];
};

export type RunningBar = {
  /** In pixels of the rows. */
  readonly y: number;
  /** Half-open, in frames. */
  readonly start: number;
  readonly end: number;
  /** On an exclusive tier: where the phase ends for now, as far as its bar must not be taken for done. */
  readonly open: number | null;
  readonly name: string;
  readonly color: string;
  readonly who: RunningSource['who'];
};

const UNKNOWN_COLOR = '#9aa7b2';

/** What of the sources lies on a lane that is there. */
export function runningBars(
  lanes: Lanes,
  sources: readonly RunningSource[],
  taxonomy: Taxonomy,
): readonly RunningBar[] {
  return sources.flatMap(({ who, frame, marks }) =>
    marks.flatMap(({ tier, label, start: from }): RunningBar[] => {
      const lane = lanes.get(`tier:${tier}`);
      if (lane?.kind !== 'tier') return [];
      const [start, reached] = [Math.min(from, frame), Math.max(from, frame) + 1];
      const { name = 'Unknown label', color = UNKNOWN_COLOR } = labelOf(taxonomy, label) ?? {};
      const face = { name, color, who };
      if (!lane.exclusive)
        return [
          { ...face, y: lane.y + freeRow(lane, start, reached) * ROW, start, end: reached, open: null },
        ];
      // Somebody else's phase may have ended it already.
      const phase = phaseAt(lane, label, start);
      return phase ? [{ ...face, y: lane.y, start, end: Math.min(reached, phase.end), open: phase.end }] : [];
    }),
  );
}

/** The first row on which nothing is in the way; the last one where all are taken. */
function freeRow({ segments, height }: TierLane, start: number, end: number): number {
  const taken = new Set(segments.filter((one) => one.start < end && one.end > start).map(({ row }) => row));
  const rows = Math.max(1, Math.round(height / ROW));
  for (let row = 0; row < rows; row++) if (!taken.has(row)) return row;
  return rows - 1;
}

function phaseAt({ segments }: TierLane, label: LabelId, at: number): LaneSegment | undefined {
  return segments.find((one) => one.label === label && one.start <= at && at < one.end);
}
