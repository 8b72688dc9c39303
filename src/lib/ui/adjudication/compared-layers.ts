/** The layers that an adjudication compares, as they are saved: read once, and followed no longer. */
import * as Y from 'yjs';
import { marksOf, type Mark } from '#lib/agreement/marks.ts';
import { openLabels } from '#lib/doc/open.ts';
import { LabelsReading } from '#lib/doc/read.ts';
import type { AdjudicatedLayerAnswer } from '#lib/protocol/adjudication.ts';
import { loadDocument } from '#lib/sync/load-document.ts';

export type ComparedLayer = AdjudicatedLayerAnswer & {
  /** `#rrggbb` */
  readonly color: string;
  readonly marks: readonly Mark[];
};

/** Told apart from each other and on the picture; the letter says it too. */
const COLORS = [
  '#6fb3ff', '#ecaa0b', '#f272b6', '#8fd07f', '#b79bff', '#ff9a76', '#7fe0d4', '#d9d26b',
] as const; // prettier-ignore

/** Of a video of so many frames. Rejects where one cannot be had. */
export async function loadLayers(
  sources: readonly AdjudicatedLayerAnswer[],
  video: { readonly id: string; readonly frames: number },
  signal: AbortSignal,
): Promise<readonly ComparedLayer[]> {
  return Promise.all(
    sources.map(async (source, n) => {
      const ydoc = new Y.Doc();
      const came = await loadDocument(ydoc, { room: source.room, video: video.id, signal });
      signal.throwIfAborted();
      if (!came) throw new Error(`Layer ${source.letter} did not come.`);
      const reading = new LabelsReading(openLabels(ydoc));
      const { tracks, segments, boundaries, events } = reading;
      const all = {
        tracks: [...tracks.values()],
        segments: [...segments.values()],
        boundaries: [...boundaries.values()],
        events: [...events.values()],
      };
      reading.destroy();
      return { ...source, color: COLORS[n % COLORS.length] ?? COLORS[0], marks: marksOf(all, video.frames) };
    }),
  );
}
