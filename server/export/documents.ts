/** The documents of a video as the log has them, read once: marks and comments with their authors. */
import * as Y from 'yjs';
import { openDiscussion, openLabels, readOnlyReason } from '#lib/doc/open.ts';
import { CommentsReading, LabelsReading } from '#lib/doc/read.ts';
import type { EntityRoot } from '#lib/doc/schema.ts';
import type {
  Authored,
  CommentRecord,
  DiscussionRecord,
  LayerRecord,
  ProblemNote,
} from '#lib/interchange/record.ts';
import type { Comment } from '#lib/model/comment.ts';
import type { LayerMarks } from '#lib/model/completeness.ts';
import type { LayerId, PersonId, VideoId } from '#lib/model/id.ts';
import type { Layer } from '#lib/model/layer.ts';
import { Refusal } from '#lib/model/problem.ts';
import { discussionName, roomName } from '#lib/protocol/room-name.ts';
import type { Log, Opening } from '#server/log/log.ts';
import { Arrivals } from './arrivals.ts';

/**
 * The marks of one layer with every row that is on the disk. Who made them costs going through the whole history;
 * without `authors` nobody is named. Refuses a document of a newer version, of which something would be lost; throws
 * LogDamaged.
 */
export async function readLayer(
  log: Log,
  video: VideoId,
  layer: Layer,
  { authors }: { readonly authors: boolean },
): Promise<LayerRecord> {
  const room = roomName({ kind: 'labels', video, layer: layer.id });
  const { ydoc, head } = await open(log, room);
  const arrivals = authors ? await Arrivals.read(log, room, head) : undefined;
  const doc = openLabels(ydoc);
  const reading = new LabelsReading(doc);
  reading.destroy(); // nothing will change, and what it has read stays
  const said = [...reading.video]
    .map(([label, of]) => ({ label, ...of }))
    .sort((a, b) => (a.label < b.label ? -1 : 1));
  return {
    layer,
    head,
    tracks: authored(reading.every('track'), doc.tracks, arrivals),
    segments: authored(reading.every('segment'), doc.segments, arrivals),
    boundaries: authored(reading.every('boundary'), doc.boundaries, arrivals),
    events: authored(reading.every('event'), doc.events, arrivals),
    ...(said.length > 0 && { video: said }),
    problems: notesOf(reading.problems),
  };
}

/** The comments of a video beside one layer, those taken back too; `authors` as above. Throws LogDamaged. */
export async function readDiscussion(
  log: Log,
  video: VideoId,
  layer: LayerId,
  { authors }: { readonly authors: boolean },
): Promise<DiscussionRecord> {
  const room = discussionName(video, layer);
  const { ydoc, head, clients } = await open(log, room);
  const arrivals = authors ? await Arrivals.read(log, room, head) : undefined;
  const doc = openDiscussion(ydoc);
  const reading = new CommentsReading(doc);
  reading.destroy();
  const comments = [...reading.comments.values()].map((comment) => commentRecord(comment, clients));
  return {
    head,
    comments: authored(comments, doc.comments, arrivals),
    problems: notesOf(reading.problems),
  };
}

/** The marks in what the log has of a labels document, authors not asked for. Refuses as readLayer does. */
export function marksIn(opening: Pick<Opening, 'snapshot' | 'rows'>): LayerMarks {
  const reading = new LabelsReading(openLabels(documentOf(opening)));
  reading.destroy();
  return {
    tracks: reading.every('track'),
    segments: reading.every('segment'),
    boundaries: reading.every('boundary'),
    events: reading.every('event'),
  };
}

type Opened = {
  readonly ydoc: Y.Doc;
  /** Number of the last row that is in it. */
  readonly head: number;
  readonly clients: ReadonlyMap<number, PersonId>;
};

async function open(log: Log, room: string): Promise<Opened> {
  const opening = await log.open(room);
  return { ydoc: documentOf(opening), head: opening.head, clients: opening.clients };
}

/** What the log has of a document, put together. */
export function documentOf({ snapshot, rows }: Pick<Opening, 'snapshot' | 'rows'>): Y.Doc {
  const ydoc = new Y.Doc();
  ydoc.transact(() => {
    if (snapshot) Y.applyUpdate(ydoc, snapshot.state);
    for (const { update } of rows) Y.applyUpdate(ydoc, update);
  });
  const reason = readOnlyReason({ ydoc });
  if (reason !== null)
    throw new Refusal('bad-request', { what: `A document cannot be exported: ${reason}.` });
  return ydoc;
}

/** Ascending by id. */
function authored<Mark extends { readonly id: string }>(
  marks: readonly Mark[],
  root: EntityRoot,
  arrivals: Arrivals | undefined,
): Authored<Mark>[] {
  const unknown = { made: null, changed: null };
  return marks
    .map((mark) => ({ mark, ...(arrivals?.authorsOf(root, mark.id) ?? unknown) }))
    .sort((a, b) => (a.mark.id < b.mark.id ? -1 : 1));
}

function commentRecord(
  { client, history, reactions, ...comment }: Comment,
  clients: ReadonlyMap<number, PersonId>,
): CommentRecord {
  const personOf = (one: number) => clients.get(one) ?? null;
  return {
    ...comment,
    by: personOf(client),
    history: history.map(({ resolved, atMs, client: one }) => ({ resolved, atMs, by: personOf(one) })),
    reactions: reactions.map(({ mark, client: one }) => ({ mark, by: personOf(one) })),
  };
}

/** What is no mark may be called anything, at any length. */
const LONGEST_NAME = 200;

function notesOf(problems: ReadonlyMap<string, string>): ProblemNote[] {
  return [...problems].map(([of, sentence]) => ({ of: of.slice(0, LONGEST_NAME), sentence }));
}
