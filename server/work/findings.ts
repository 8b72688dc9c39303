/** What the rules of a task still miss in a layer, as it is on the disk: the server asks this when work is given in. */
import type { LayerRecord } from '#lib/interchange/record.ts';
import { parseRef, type AnnotationRef } from '#lib/model/annotation.ts';
import { missingIn, type LayerMarks, type Missing } from '#lib/model/completeness.ts';
import { firstFrameOf } from '#lib/model/keyed-frames.ts';
import { must, Refusal } from '#lib/model/problem.ts';
import { openThreads } from '#lib/model/thread.ts';
import type { InAssignment } from '#server/auth/access.ts';
import { readDiscussion, readLayer } from '#server/export/documents.ts';
import type { Log } from '#server/log/log.ts';
import type { Store } from '#server/store/store.ts';
import { layerOf } from './layer.ts';

/** Without who made them. */
export function marksOf({ tracks, segments, boundaries, events }: LayerRecord): LayerMarks {
  return {
    tracks: tracks.map(({ mark }) => mark),
    segments: segments.map(({ mark }) => mark),
    boundaries: boundaries.map(({ mark }) => mark),
    events: events.map(({ mark }) => mark),
  };
}

/** In the order of the rules, points of a review first. Refuses `video-not-ready`; throws LogDamaged. */
export async function findingsOf(
  { store, log }: { readonly store: Store; readonly log: Log },
  { assignment, task, video, project }: Pick<InAssignment, 'assignment' | 'task' | 'video' | 'project'>,
  read?: LayerMarks,
): Promise<readonly Missing[]> {
  if (video.state !== 'ready') throw new Refusal('video-not-ready', { state: video.state });
  const layer = layerOf(store, assignment);
  const marks = read ?? marksOf(await readLayer(log, video.id, layer, { authors: false }));
  const openComments = task.rules.commentsResolved ? await openIn(log, video.id, layer.id) : 0;
  const taxonomy = must(store.taxonomies.current(project.id), 'a task is made where there are labels');
  const { frames } = must(video.picture, 'a ready video has a picture');
  return [
    ...checklistOf(store, assignment.id, marks),
    ...missingIn(marks, task.rules, { taxonomy, frames, openComments }),
  ];
}

async function openIn(
  log: Log,
  ...[video, layer]: [InAssignment['video']['id'], InAssignment['assignment']['layer']]
) {
  const { comments } = await readDiscussion(log, video, layer, { authors: false });
  return openThreads(comments.map(({ mark }) => mark));
}

/** Points of the last review that nobody has said to be done. */
function checklistOf(store: Store, id: InAssignment['assignment']['id'], marks: LayerMarks): Missing[] {
  return store.reviews
    .decisions(id)
    .filter(({ verdict, doneAt }) => verdict === 'rejected' && doneAt === null)
    .map(({ mark, reason }) => {
      const ref = parseRef(mark) ?? null;
      return {
        rule: 'checklist',
        sentence: `The reviewer asks: “${reason}”`,
        frame: ref && frameOf(marks, ref),
        ref,
      };
    });
}

function frameOf(
  { tracks, segments, boundaries, events }: LayerMarks,
  { kind, id }: AnnotationRef,
): number | null {
  const within = <Mark extends { readonly id: string }>(marks: Iterable<Mark>) =>
    [...marks].find((one) => one.id === id);
  switch (kind) {
    case 'track': {
      const track = within(tracks);
      return (track && firstFrameOf(track)) ?? null;
    }
    case 'segment':
      return within(segments)?.start ?? null;
    case 'boundary':
      return within(boundaries)?.frame ?? null;
    case 'event':
      return within(events)?.frame ?? null;
  }
}
