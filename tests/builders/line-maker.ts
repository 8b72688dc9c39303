/** Lines to a scripted room, as fast as a test wants them, with a page whose network the test switches. */
import * as Y from 'yjs';
import type { PersonId } from '#lib/model/id.ts';
import { Line, type LineOptions, type LineState } from '#lib/sync/line.ts';
import type { Pace } from '#lib/sync/pace.ts';
import type { News, Surroundings } from '#lib/sync/surroundings.ts';
import type { ScriptedRoom } from './scripted-room.ts';

/** A line's own waits, a hundred times as fast. */
export const FAST: Pace = {
  firstWaitMs: 10,
  longestWaitMs: 60,
  steadyMs: 200,
  ringMs: 400,
  wholeMs: 90_000,
  offlineMs: 120,
  outboxMs: 400,
};

export class FakePage implements Surroundings {
  offline = false;
  readonly #tellers = new Set<(news: News) => void>();

  get followers(): number {
    return this.#tellers.size;
  }

  isOffline(): boolean {
    return this.offline;
  }

  follow(tell: (news: News) => void): () => void {
    this.#tellers.add(tell);
    return () => this.#tellers.delete(tell);
  }

  tell(news: News): void {
    for (const tell of this.#tellers) tell(news);
  }
}

export type Tab = { readonly line: Line; readonly ydoc: Y.Doc };

export class LineMaker {
  readonly #server: ScriptedRoom;
  readonly #lines: Line[] = [];

  constructor(server: ScriptedRoom) {
    this.#server = server;
  }

  /** A page that opens the room. */
  open(more: Partial<LineOptions> & { readonly person?: string } = {}): Tab {
    const { person, ...options } = more;
    const ydoc = options.ydoc ?? new Y.Doc();
    const line = new Line({
      url: this.#server.url,
      room: 'room',
      presence: false,
      pace: FAST,
      surroundings: new FakePage(),
      ...(person === undefined ? {} : { outbox: person as PersonId }),
      ...options,
      ydoc,
    });
    this.#lines.push(line);
    return { line, ydoc };
  }

  closeAll(): void {
    for (const line of this.#lines.splice(0)) line.destroy();
  }
}

/** Writes one value, in one transaction. */
export function write({ ydoc }: { readonly ydoc: Y.Doc }, key: string, value: string | number): void {
  ydoc.getMap<string | number>('marks').set(key, value);
}

export function marks(ydoc: Y.Doc): Readonly<Record<string, unknown>> {
  return ydoc.getMap('marks').toJSON();
}

/** Settles with the first state that has these values, however short it is; rejects after 4 s. */
export function becomes({ line }: Pick<Tab, 'line'>, wanted: Partial<LineState>): Promise<void> {
  return new Promise((done, fail) => {
    let seen = '';
    const timer = setTimeout(() => {
      stop();
      fail(new Error(`It never became ${JSON.stringify(wanted)}: ${seen}`));
    }, 4000);
    const stop = line.state.subscribe((state) => {
      seen += `${JSON.stringify(state)}\n`;
      const is = Object.entries(wanted).every(
        ([key, value]) => JSON.stringify(state[key as keyof LineState]) === JSON.stringify(value),
      );
      if (!is) return;
      clearTimeout(timer);
      queueMicrotask(() => stop()); // the first call comes before `subscribe` has answered
      done();
    });
  });
}

export const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));
