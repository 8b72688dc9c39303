/**
 * The copy of a document that a room works with, and how it comes about: read from the log, and made anew when it is
 * ahead of the disk or not to be trusted. What needs it waits until it is there.
 */
import { roomName, type RoomRef } from '#lib/protocol/room-name.ts';
import type { Log, NewRow, Opening } from '#server/log/log.ts';
import { Copy } from './copy.ts';

export type LiveDocumentPorts = {
  readonly log: Pick<Log, 'open'>;
  /** Rows on their way to the disk: they may be in the log when it is read, or not. */
  readonly waiting: () => readonly NewRow[];
  /** The copy is there, after these rows. */
  readonly made: (opening: Opening, waiting: readonly NewRow[]) => void;
  /** It cannot be made: there will be none. */
  readonly failed: (error: unknown) => void;
};

export class LiveDocument {
  readonly #room: RoomRef;
  readonly #ports: LiveDocumentPorts;
  #copy: Copy | null = null;
  #ended = false;
  /** Counts the copies that were begun: only the last one counts. */
  #generation = 0;
  #later: (() => void)[] = [];

  constructor(room: RoomRef, ports: LiveDocumentPorts) {
    this.#room = room;
    this.#ports = ports;
  }

  /** Null while it is being made, and for ever when it ended. */
  get copy(): Copy | null {
    return this.#copy;
  }

  /** Drops the copy and makes another. */
  async make(): Promise<void> {
    const generation = ++this.#generation;
    this.#drop();
    const before = this.#ports.waiting();
    let opening: Opening;
    try {
      opening = await this.#ports.log.open(roomName(this.#room));
      if (generation !== this.#generation) return;
      const waiting = [...before, ...this.#ports.waiting()];
      this.#copy = new Copy(
        this.#room,
        opening,
        waiting.map(({ update }) => update),
      );
      this.#ports.made(opening, waiting);
    } catch (error) {
      if (generation === this.#generation) this.#ports.failed(error);
      return;
    }
    this.#goOn();
  }

  /** Runs when there is a copy, now or later; also when there will be none any more. */
  whenThere(run: () => void): void {
    if (this.#copy || this.#ended) run();
    else this.#later.push(run);
  }

  end(): void {
    this.#ended = true;
    this.#generation++;
    this.#drop();
    this.#goOn();
  }

  #drop(): void {
    this.#copy?.destroy();
    this.#copy = null;
  }

  #goOn(): void {
    const later = this.#later;
    this.#later = [];
    for (const run of later) this.whenThere(run); // one of them may drop it again
  }
}
