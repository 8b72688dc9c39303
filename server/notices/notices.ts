/**
 * Tells people of what is said to them, beside the shared layer and beside those that are worked in apart. Who may not
 * look into a discussion yet, as the work in it is blind, finds what was said to them when they may. It follows the logs of discussions, some moments behind, and keeps the number of
 * the last row it has looked at: what a stopped server did not get to is told when it is started again.
 */
import { setImmediate } from 'node:timers/promises';
import * as Y from 'yjs';
import { openDiscussion } from '#lib/doc/open.ts';
import { CommentsReading } from '#lib/doc/read.ts';
import type { PersonId, VideoId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import { parseRoomName, roomName, type RoomRef } from '#lib/protocol/room-name.ts';
import { readable, type Gate, type Readable } from '#server/auth/notice-gate.ts';
import type { Log } from '#server/log/log.ts';
import type { SaidIn } from '#server/store/notices.ts';
import type { Store } from '#server/store/store.ts';
import type { Logger } from '#server/telemetry/logger.ts';
import { dueNotices } from './due.ts';

type Discussion = Extract<RoomRef, { kind: 'discussion' }>;

export type NoticesPorts = {
  readonly store: Store;
  readonly log: Log;
  readonly access: Gate['access'];
  readonly logger: Logger;
  /** So long it waits for more of a room before it looks. */
  readonly delayMs?: number;
};

export class NoticeTeller {
  readonly #ports: NoticesPorts;
  readonly #due = new Map<string, NodeJS.Timeout>();
  readonly #running = new Set<Promise<void>>();
  #stopped = false;

  constructor(ports: NoticesPorts) {
    this.#ports = ports;
  }

  /** Looks at every discussion that has grown since it was looked at last. */
  async start(): Promise<void> {
    for (const name of this.#ports.log.names()) {
      const ref = parseRoomName(name);
      if (ref?.kind !== 'discussion') continue;
      await setImmediate(); // there may be thousands, and people are at the door
      if (this.#stopped) return;
      if (this.#hasGrown(name)) await this.#run(ref);
    }
  }

  /** A room has more on the disk. */
  written(ref: RoomRef): void {
    if (ref.kind !== 'discussion' || this.#stopped) return;
    const name = roomName(ref);
    if (this.#due.has(name)) return;
    const look = () => {
      this.#due.delete(name);
      const run = this.#run(ref);
      this.#running.add(run);
      void run.finally(() => this.#running.delete(run));
    };
    this.#due.set(name, setTimeout(look, this.#ports.delayMs ?? 400).unref());
  }

  /** What somebody may read by now of what was said there; null: nothing. */
  readable(person: PersonId, where: SaidIn): Readable | null {
    const found = readable(this.#ports, person, where);
    return typeof found === 'string' ? null : found;
  }

  /** Ends; what is not told yet is told after the next start. */
  async stop(): Promise<void> {
    this.#stopped = true;
    for (const timer of this.#due.values()) clearTimeout(timer);
    this.#due.clear();
    await Promise.all(this.#running);
  }

  /** A discussion that cannot be read is somebody else's to tell of: here it costs only notices. */
  async #run(ref: Discussion): Promise<void> {
    try {
      await this.#look(ref);
    } catch (error) {
      this.#ports.logger.error({ document: roomName(ref), error }, 'nobody could be told of comments');
    }
  }

  #hasGrown(room: string): boolean {
    const { store, log } = this.#ports;
    try {
      for (const _ of log.rows(room, store.notices.head(room) + 1)) return true;
      return false;
    } catch (error) {
      this.#ports.logger.error({ document: room, error }, 'a discussion could not be looked at');
      return false;
    }
  }

  async #look(ref: Discussion): Promise<void> {
    const { store, log } = this.#ports;
    const { video, layer = null } = ref;
    const room = roomName(ref);
    const before = store.notices.head(room);
    const { snapshot, rows, head, clients } = await log.open(room);
    if (this.#stopped || head === before) return;
    const ydoc = new Y.Doc();
    ydoc.transact(() => {
      if (snapshot) Y.applyUpdate(ydoc, snapshot.state);
      for (const { update } of rows) Y.applyUpdate(ydoc, update);
    });
    const reading = new CommentsReading(openDiscussion(ydoc));
    reading.destroy();
    store.transaction(() => {
      if (!store.videos.get(video)) return; // it was deleted meanwhile
      const due = dueNotices(reading.comments.values(), {
        personOf: (client) => clients.get(client),
        nameOf: (person) => store.people.get(person)?.name,
        belongs: (person) => this.#belongs(person, video),
      });
      store.notices.settle({ video, layer }, due, Date.now());
      store.notices.setHead(room, head);
    });
    ydoc.destroy();
  }

  /** Whether the video is there for them; what of it they may read is asked when they read. */
  #belongs(person: PersonId, video: VideoId): boolean {
    try {
      this.#ports.access.video({ id: person }, video, 'video.view');
      return true;
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      return false;
    }
  }
}
