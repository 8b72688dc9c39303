/**
 * What leaves the house: all annotations of a video in a format, read from the log as they are on the disk, while
 * people go on working. The API and the shell tool ask here; whether somebody may is asked before.
 */
import { buffer } from 'node:stream/consumers';
import { writeCoco } from '#lib/interchange/coco.ts';
import { writeNative } from '#lib/interchange/native.ts';
import type { AdjudicationRecord, PersonName, VideoFacts, VideoRecord } from '#lib/interchange/record.ts';
import { FrameIndex } from '#lib/model/frame-index.ts';
import type { PersonId, VideoId } from '#lib/model/id.ts';
import { SHARED_LAYER, type Layer } from '#lib/model/layer.ts';
import { must, Refusal } from '#lib/model/problem.ts';
import type { Blobs } from '#server/blobs/blobs.ts';
import type { Log } from '#server/log/log.ts';
import type { Store } from '#server/store/store.ts';
import { readDiscussion, readLayer } from './documents.ts';
import { inTurns } from './turns.ts';

export const EXPORT_FORMATS = ['native', 'coco'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/**
 * Makes the file of one layer of a video, the shared one unless another is named, with the discussion beside it, for
 * `by` (null: somebody with a shell on the server), as JSON in pieces that are written
 * while they are taken. The state is that of the call. Refuses `not-found`, `video-not-ready` and, for a document
 * of a newer version, `bad-request`; throws LogDamaged.
 */
export type Export = (
  video: VideoId,
  by: PersonId | null,
  layer?: Layer,
  /** Of a consensus: the layers it was made of, which go with it, and how it came about. Only native has them. */
  consensus?: ConsensusParts,
) => Promise<AsyncIterable<string>>;

export type ConsensusParts = { readonly layers: readonly Layer[]; readonly adjudication: AdjudicationRecord };

export type Exports = Readonly<Record<ExportFormat, Export>>;

export type ExportPorts = {
  readonly store: Store;
  readonly log: Log;
  readonly blobs: Blobs;
};

export function createExports({ store, log, blobs }: ExportPorts): Exports {
  async function factsOf(id: VideoId): Promise<Pick<VideoRecord, 'video' | 'frames' | 'taxonomy'>> {
    const video = store.videos.get(id);
    if (!video) throw new Refusal('not-found');
    if (video.state !== 'ready') throw new Refusal('video-not-ready', { state: video.state });
    const { project } = must(store.studies.get(video.study), 'a video lies in a study');
    const { width, height, pixelAspect, codec } = must(video.picture, 'a ready video has a picture');
    const facts: VideoFacts = {
      id,
      study: video.study,
      project,
      name: video.name,
      sha256: must(video.sha256, 'a ready video has been hashed'),
      bytes: video.bytes,
      width,
      height,
      pixelAspect,
      codec,
      attribution: video.attribution,
    };
    return {
      video: facts,
      frames: FrameIndex.decode(await buffer(blobs.read(`${id}/frames.lfi`))),
      taxonomy: store.taxonomies.current(project) ?? null,
    };
  }

  /** Id and name of everybody the record names. */
  function peopleIn(record: Omit<VideoRecord, 'people'>): PersonName[] {
    const named = [...new Set(personsIn(record))].sort();
    return named.flatMap((id) => {
      const person = store.people.get(id);
      return person ? [{ id, name: person.name }] : [];
    });
  }

  return {
    async native(id, by, layer = SHARED_LAYER, consensus) {
      const facts = await factsOf(id);
      const exported = { atMs: Date.now(), by };
      const first = await readLayer(log, id, layer, { authors: true });
      const layers = [consensus ? { ...first, adjudication: consensus.adjudication } : first];
      for (const one of consensus?.layers ?? [])
        layers.push(await readLayer(log, id, one, { authors: true }));
      const discussion = await readDiscussion(log, id, layer.id, { authors: true });
      const record = { exported, ...facts, layers, discussion };
      return inTurns(writeNative({ ...record, people: peopleIn(record) }));
    },
    async coco(id, _by, layer = SHARED_LAYER) {
      const facts = await factsOf(id);
      const exported = { atMs: Date.now() };
      const layers = [await readLayer(log, id, layer, { authors: false })];
      const order = store.taxonomies.labelsByAge(facts.video.project);
      return inTurns(writeCoco({ exported, ...facts, layers, order }));
    },
  };
}

function* personsIn({
  exported,
  layers,
  discussion,
}: Pick<VideoRecord, 'exported' | 'layers' | 'discussion'>): Generator<PersonId, void, void> {
  if (exported.by) yield exported.by;
  for (const { adjudication } of layers) {
    for (const { person } of adjudication?.sources ?? []) if (person) yield person;
    for (const { by } of adjudication?.rulings ?? []) yield by;
  }
  const authored = [
    ...layers.flatMap(({ tracks, segments, boundaries, events }) => [
      ...tracks,
      ...segments,
      ...boundaries,
      ...events,
    ]),
    ...discussion.comments,
  ];
  for (const { made, changed } of authored) {
    if (made) yield made.by;
    if (changed) yield changed.by;
  }
  for (const { mark } of discussion.comments)
    for (const { by } of [mark, ...mark.history, ...mark.reactions]) if (by) yield by;
}
