/** One person's copy of both documents (in one Y.Doc), with everything that edits and reads it. */
import * as Y from 'yjs';
import type { Deed } from '#lib/doc/hand.ts';
import { Hand } from '#lib/doc/hand.ts';
import { openDiscussion, openLabels } from '#lib/doc/open.ts';
import { CommentsReading, LabelsReading } from '#lib/doc/read.ts';
import type { DiscussionDoc, LabelsDoc } from '#lib/doc/schema.ts';

const DEED: Deed = { caption: 'edit', frame: null, refs: [] };

export class Replica {
  readonly ydoc: Y.Doc;
  readonly labels: LabelsDoc;
  readonly discussion: DiscussionDoc;
  readonly hand: Hand;
  readonly reading: LabelsReading;
  readonly comments: CommentsReading;
  /** What this replica wrote, in order, as it would be sent. */
  readonly sent: Uint8Array[] = [];

  /** @param client Yjs client; of two concurrent values of a key the one of the higher client stays */
  constructor(client?: number) {
    this.ydoc = new Y.Doc();
    if (client !== undefined) this.ydoc.clientID = client;
    this.labels = openLabels(this.ydoc);
    this.discussion = openDiscussion(this.ydoc);
    this.hand = new Hand(this.ydoc);
    this.reading = new LabelsReading(this.labels);
    this.comments = new CommentsReading(this.discussion);
    this.ydoc.on('update', (update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }: Y.Transaction) => {
      if (local) this.sent.push(update);
    });
  }

  /** One gesture. */
  act<Made>(run: (labels: LabelsDoc) => Made, deed: Deed = DEED): Made {
    let made: { readonly value: Made } | undefined;
    this.hand.transact(deed, () => (made = { value: run(this.labels) }));
    if (!made) throw new Error('The gesture did not run.');
    return made.value;
  }

  /** Receives what another replica sent. */
  receive(...updates: readonly Uint8Array[]): void {
    for (const update of updates) Y.applyUpdate(this.ydoc, update, 'another replica');
  }

  /** Readings made anew from the same document. */
  readAnew(): Pick<Replica, 'reading' | 'comments'> {
    return {
      reading: new LabelsReading(this.labels),
      comments: new CommentsReading(this.discussion),
    };
  }
}

/** All of them have what any of them has. */
export function sync(...replicas: readonly Replica[]): void {
  for (const from of replicas)
    for (const to of replicas)
      if (to !== from) to.receive(Y.encodeStateAsUpdate(from.ydoc, Y.encodeStateVector(to.ydoc)));
}

/** Everything a replica reads, as plain values in a fixed order. */
export function readOf({ reading, comments }: Pick<Replica, 'reading' | 'comments'>) {
  return {
    every: {
      tracks: inOrder(reading.every('track')),
      segments: inOrder(reading.every('segment')),
      boundaries: inOrder(reading.every('boundary')),
      events: inOrder(reading.every('event')),
    },
    live: liveOf(reading),
    video: [...reading.video].sort(([a], [b]) => (a < b ? -1 : 1)),
    comments: inOrder(comments.comments.values()),
    problems: [...reading.problems, ...comments.problems].sort(([a], [b]) => (a < b ? -1 : 1)),
  };
}

/** What is seen of the labels, as plain values in a fixed order. */
export function liveOf(reading: LabelsReading) {
  return {
    tracks: inOrder(reading.tracks.values()),
    segments: inOrder(reading.segments.values()),
    boundaries: inOrder(reading.boundaries.values()),
    events: inOrder(reading.events.values()),
  };
}

function inOrder<Mark extends { readonly id: string }>(marks: Iterable<Mark>): Mark[] {
  return [...marks].sort((a, b) => (a.id < b.id ? -1 : 1)).map((mark) => ({ ...mark }));
}
