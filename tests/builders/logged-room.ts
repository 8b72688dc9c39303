/** People who edit one document, each with a hand of their own, and a log that keeps every update: a room without sockets. */
import * as Y from 'yjs';
import { Hand } from '#lib/doc/hand.ts';
import { openDiscussion, openLabels } from '#lib/doc/open.ts';
import type { DiscussionDoc, LabelsDoc } from '#lib/doc/schema.ts';
import type { PersonId, VideoId } from '#lib/model/id.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import type { Log } from '#server/log/log.ts';

export type LoggedMember = {
  readonly labels: LabelsDoc;
  readonly discussion: DiscussionDoc;
  readonly hand: Hand;
  /** Edits as one gesture. */
  readonly does: (run: () => void) => void;
};

export class LoggedRoom {
  readonly name: string;
  readonly #log: Log;
  readonly #now: () => number;
  readonly #docs = new Set<Y.Doc>();
  #last: Promise<unknown> = Promise.resolve();

  /** @param now the server's clock */
  constructor(log: Log, name: string, now: () => number = Date.now) {
    this.#log = log;
    this.name = name;
    this.#now = now;
  }

  static labels(log: Log, video: VideoId, now?: () => number): LoggedRoom {
    return new LoggedRoom(log, roomName({ kind: 'labels', video, layer: SHARED_LAYER.id }), now);
  }

  static discussion(log: Log, video: VideoId, now?: () => number): LoggedRoom {
    return new LoggedRoom(log, roomName({ kind: 'discussion', video }), now);
  }

  join(person: PersonId): LoggedMember {
    const ydoc = new Y.Doc();
    for (const other of this.#docs) Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(other), 'room');
    this.#docs.add(ydoc);
    let known = false;
    ydoc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin === 'room') return;
      const newClients = known ? [] : [ydoc.clientID];
      known = true;
      this.#last = this.#log.append(this.name, { person, atMs: this.#now(), update, newClients });
      for (const other of this.#docs) if (other !== ydoc) Y.applyUpdate(other, update, 'room');
    });
    const hand = new Hand(ydoc);
    return {
      labels: openLabels(ydoc),
      discussion: openDiscussion(ydoc),
      hand,
      does: (run) => hand.transact({ caption: 'edit', frame: null, refs: [] }, run),
    };
  }

  /** Until all of it is on the disk. */
  async kept(): Promise<void> {
    await this.#last;
  }

  /** The state that all of them have. */
  get state(): Uint8Array {
    const [ydoc = new Y.Doc()] = this.#docs;
    return Y.encodeStateAsUpdate(ydoc);
  }
}
