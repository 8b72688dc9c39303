/** The lanes of what is said of the frames: one for each attribute of the video that changes over time. */
import { stretchesOf, wordsOf, type Attributed } from '#lib/model/attributed.ts';
import type { LabelId } from '#lib/model/id.ts';
import { offeredLabels, type Taxonomy } from '#lib/model/taxonomy.ts';
import { ROW, type SaidLane } from './lane.ts';

/** @param count frames in the video */
export function saidLanes(
  taxonomy: Taxonomy,
  video: ReadonlyMap<LabelId, Attributed>,
  count: number,
): readonly Omit<SaidLane, 'y'>[] {
  return offeredLabels(taxonomy, 'video').flatMap(({ id, name, color, attributes = [] }) => {
    const asked = attributes.filter(({ byFrame, retired }) => byFrame === true && !retired);
    const said = video.get(id) ?? { attributes: {} };
    return asked.map((attribute) => ({
      kind: 'said' as const,
      key: `said:${id}:${attribute.id}`,
      height: ROW,
      name: `${name}: ${attribute.name}`,
      color,
      stretches: stretchesOf(said, attribute, count, (at) => wordsOf(attribute, said, at) || null),
    }));
  });
}
