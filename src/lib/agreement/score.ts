/** Scores a layer against a reference: what is right, and what is wrong with the rest, mark by mark. */
import { refKey } from '#lib/model/annotation.ts';
import {
  MOST_FEEDBACK,
  type Fault,
  type FeedbackItem,
  type Score,
  type TrainingRules,
} from '#lib/model/training.ts';
import { differingKeys } from './conflicts.ts';
import { extentOf, type Mark } from './marks.ts';
import { thingsIn, usualTolerance } from './things.ts';
import { trackOverlap } from './track-overlap.ts';

/** What is compared, of TrainingRules. */
export type Compared = Pick<TrainingRules, 'labels' | 'leastOverlap' | 'edgeFrames' | 'attributes'>;

/**
 * Scores marks against those of a reference. A mark is right when nothing is wrong with it; the score is 2·right /
 * (reference + own), the F1 of wholly right marks (van Rijsbergen 1979, Information Retrieval, ch. 7); 1 where there is
 * neither. What is said to be blurred counts only in the reference: it would else be a way to be always right.
 *
 * @param fps of the video: how far apart marks may be and still be of the same thing
 */
export function scoreOf(
  reference: readonly Mark[],
  own: readonly Mark[],
  compared: Compared,
  fps: number,
): Score {
  const counts = ({ label }: Mark) => compared.labels.length === 0 || compared.labels.includes(label);
  const usual = usualTolerance(fps);
  const { edgeFrames, leastOverlap: goodTrack } = compared;
  const tolerance = {
    ...usual,
    edgeFrames,
    goodTrack,
    eventFrames: Math.max(usual.eventFrames, 2 * edgeFrames),
  };
  // All of the own marks are matched: what is called wrongly has no label that is compared, perhaps.
  const things = thingsIn([reference.filter(counts), own], tolerance);
  const items = things.flatMap(({ marks: [wanted, given] }): FeedbackItem[] => {
    if (wanted)
      return [
        {
          mark: given ? refKey(given.ref) : null,
          label: wanted.label,
          frame: extentOf(given ?? wanted).start,
          faults: given ? faultsOf(wanted, given, compared, tolerance.nearPx) : [{ kind: 'missed' }],
        },
      ];
    if (!given || !counts(given)) return [];
    const { label } = given;
    return [{ mark: refKey(given.ref), label, frame: extentOf(given).start, faults: [{ kind: 'extra' }] }];
  });
  const right = items.filter(({ faults }) => faults.length === 0).length;
  const isKind = (kind: Fault['kind']) => (item: FeedbackItem) =>
    item.faults.some((one) => one.kind === kind);
  const [missed, extra] = [items.filter(isKind('missed')).length, items.filter(isKind('extra')).length];
  const [inReference, drawn] = [items.length - extra, items.length - missed];
  return {
    score: inReference + drawn === 0 ? 1 : (2 * right) / (inReference + drawn),
    right,
    reference: inReference,
    own: drawn,
    items: items
      .toSorted((a, b) => Number(a.faults.length === 0) - Number(b.faults.length === 0))
      .slice(0, MOST_FEEDBACK)
      .toSorted((a, b) => a.frame - b.frame),
  };
}

function faultsOf(wanted: Mark, given: Mark, compared: Compared, nearPx: number): readonly Fault[] {
  const faults: Fault[] = [];
  if (wanted.label !== given.label) faults.push({ kind: 'label', said: given.label });
  const [should, is] = [extentOf(wanted), extentOf(given)];
  const off = { start: is.start - should.start, end: is.end - should.end };
  const blur = 'doubt' in wanted ? (wanted.doubt?.fuzz ?? 0) : 0;
  if (Math.max(Math.abs(off.start), Math.abs(off.end)) > compared.edgeFrames + blur)
    faults.push({ kind: 'edges', ...off });
  if (wanted.kind === 'track' && given.kind === 'track') {
    const overlap = trackOverlap(wanted, given, nearPx);
    if (overlap < compared.leastOverlap) faults.push({ kind: 'place', overlap });
  }
  // Another label has other attributes.
  const keys = compared.attributes && wanted.label === given.label ? differingKeys([wanted, given]) : [];
  if (keys.length > 0) faults.push({ kind: 'attributes', keys });
  return faults;
}
