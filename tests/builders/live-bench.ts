/** Live sessions without a network: a store in memory, a clock that the test turns, and people with lines to them. */
import { vi } from 'vitest';
import { newId, type PersonId, type StudyId, type VideoId } from '#lib/model/id.ts';
import type { Role } from '#lib/model/role.ts';
import type { Frame } from '#lib/model/time.ts';
import { readToLive, writeLive, type FromLive, type LiveSession, type ToLive } from '#lib/protocol/live.ts';
import type { Drive } from '#lib/protocol/transport.ts';
import { Access } from '#server/auth/access.ts';
import { createLive, extentsIn, type Live } from '#server/live/live.ts';
import { createLogger } from '#server/telemetry/logger.ts';
import { createStore, type Store } from '#server/store/store.ts';
import { evenIndex } from './fake-player.ts';
import { MemorySocket } from './room-client.ts';

/** 10 s at 25 pictures a second. */
const INDEX = evenIndex(250);

export class LiveBench {
  readonly store: Store;
  readonly study: StudyId;
  readonly videos: readonly [VideoId, VideoId];
  readonly access: Access;
  nowMs = 1_000_000;
  #live: Live;
  readonly #project: ReturnType<Store['projects']['create']>['id'];

  constructor() {
    this.store = createStore(':memory:');
    this.access = new Access(this.store);
    this.#project = this.store.projects.create({ name: 'Ours' }).id;
    this.study = this.store.studies.create({ project: this.#project, name: 'Study' }).id;
    const { id: createdBy } = this.store.people.create({ login: 'maker', name: 'Maker', admin: true });
    const ready = (name: string) => {
      const { id } = this.store.videos.create({ study: this.study, name, createdBy });
      this.store.videos.setReady(id, {
        picture: {
          width: 640,
          height: 480,
          pixelAspect: 1,
          frames: INDEX.count,
          durationMs: INDEX.durationMs,
          timebase: INDEX.timebase,
          codec: 'h264',
          hasAudio: false,
          rendition: 'untouched',
        },
        media: { firstFrameMs: 0, thumbnails: null },
      });
      return id;
    };
    this.videos = [ready('a.mp4'), ready('b.mp4')];
    this.#live = this.#make();
  }

  get live(): Live {
    return this.#live;
  }

  /** As a new process over the same database would. */
  restart(downMs = 2000): void {
    this.#live.stop();
    this.nowMs += downMs;
    this.#live = this.#make();
    this.#live.start();
  }

  person(name: string, role: Role): LivePerson {
    const { id } = this.store.people.create({ login: name, name, admin: false });
    this.store.members.set(this.#project, id, role);
    return new LivePerson(this, id);
  }

  setRole(person: PersonId, role: Role | null): void {
    if (role) this.store.members.set(this.#project, person, role);
    else this.store.members.remove(this.#project, person);
    this.#live.recheck(person);
  }

  /** Paused on a frame, or playing from it. */
  drive(frame: number, more: Partial<Drive> = {}): Drive {
    const playing = more.playing === true;
    return {
      video: this.videos[0],
      playing,
      rate: 1,
      frame: playing ? null : (frame as Frame),
      atMs: INDEX.timeMs(frame),
      sinceMs: this.nowMs,
      loop: null,
      ...more,
    };
  }

  /** Time goes by, for the server's clock and its timers; the test has faked them. */
  async pass(ms: number): Promise<void> {
    for (let left = ms; left > 0; left -= 250) {
      const step = Math.min(left, 250);
      this.nowMs += step;
      await vi.advanceTimersByTimeAsync(step);
    }
  }

  /** What happened, in words. */
  history(): readonly string[] {
    const [session] = this.store.liveSessions.listOf(this.study);
    const name = (id: string | null) => (id && this.store.people.get(id as PersonId)?.name) ?? id;
    return (session ? this.store.liveSessions.eventsOf(session.id) : []).map(({ kind, person, subject }) =>
      [kind, name(person) ?? 'server', name(subject)].filter((part) => part !== null).join(' '),
    );
  }

  close(): void {
    this.#live.stop();
    this.store.close();
  }

  #make(): Live {
    const { store } = this;
    const answer = (id: PersonId) => {
      const row = store.people.get(id);
      return row && { id: row.id, name: row.name, color: row.color };
    };
    const ports = {
      store,
      people: { answer },
      extentOf: extentsIn(store),
      now: () => this.nowMs,
      logger: createLogger('silent'),
    };
    return createLive(this.access, ports);
  }
}

/** Somebody with a page, whose line may break and come back. */
export class LivePerson {
  readonly id: PersonId;
  readonly heard: ToLive[] = [];
  readonly key = newId<'page'>();
  readonly #bench: LiveBench;
  #socket: MemorySocket | null = null;

  constructor(bench: LiveBench, id: PersonId) {
    this.#bench = bench;
    this.id = id;
  }

  get socket(): MemorySocket {
    return this.#socket!;
  }

  /** Opens a line, and joins the session unless told otherwise. */
  come({ joins = true }: { readonly joins?: boolean } = {}): this {
    const socket = new MemorySocket();
    this.#socket = socket;
    const grant = this.#bench.access.study({ id: this.id }, this.#bench.study, 'video.view');
    this.#bench.live.join(socket, { id: this.id }, grant);
    this.say({ kind: 'hello', key: this.key });
    if (joins) this.say({ kind: 'join' });
    return this;
  }

  say(message: FromLive): void {
    this.socket.say(writeLive(message));
    this.#read();
  }

  /** The line breaks. */
  break(): void {
    this.socket.hangUp();
  }

  last<K extends ToLive['kind']>(kind: K): Extract<ToLive, { kind: K }> | undefined {
    this.#read();
    return this.heard.findLast((one): one is Extract<ToLive, { kind: K }> => one.kind === kind);
  }

  get session(): LiveSession | null {
    return this.last('session')?.session ?? null;
  }

  get seat(): string | null {
    return this.last('you')?.seat ?? null;
  }

  get leads(): boolean {
    return this.seat !== null && this.session?.lead === this.seat;
  }

  #read(): void {
    for (const bytes of this.socket.outgoing.splice(0)) {
      const message = readToLive(bytes);
      if (message) this.heard.push(message);
    }
  }
}
