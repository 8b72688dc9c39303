/**
 * All live documents of this server: who wants to work on one joins its room. A room is opened once, by the first who
 * comes, and all others wait for it; it is closed some time after the last has gone, when all is on the disk.
 *
 * What a member sends is admitted, applied, written down, and only then shown to the others and acknowledged. Rights
 * are asked anew whenever they may have changed. SPEC.md has the rules.
 */
import { randomUUID } from 'node:crypto';
import type { PersonId, VideoId } from '#lib/model/id.ts';
import { problem, Refusal } from '#lib/model/problem.ts';
import { CLOSE, type News } from '#lib/protocol/messages.ts';
import { parseRoomName, roomName, type RoomRef } from '#lib/protocol/room-name.ts';
import type { Access, RoomGrant } from '#server/auth/access.ts';
import { LIMITS, type Limits } from './limits.ts';
import { Member, type RoomSocket } from './member.ts';
import type { RoomPorts, RoomState } from './room-ports.ts';
import { Room } from './room.ts';
import { Turns } from './turns.ts';
import { Work } from './work.ts';

export type { RoomSocket } from './member.ts';
export type { RoomState } from './room-ports.ts';

export interface Rooms {
  /** Lets a socket into the room of its grant. What it says is read once the document is there. */
  join(
    socket: RoomSocket,
    person: { readonly id: PersonId },
    grant: RoomGrant,
    options: { readonly loupe: boolean },
  ): Promise<void>;
  /** Asks anew what one person may do and is called, or everybody: they and the others are told, or they are let go. */
  recheck(person?: PersonId): void;
  /** Tells all who are in documents of a video that something beside them has changed. */
  tellNews(video: VideoId, of: News): void;
  /** A whole document, all of it on the disk. Throws a Refusal for a name that is none, LogDamaged. */
  state(room: string): Promise<RoomState>;
  /** Takes nobody in any more, writes down what is on its way, says goodbye. */
  stop(): Promise<void>;
}

export type RoomsPorts = Omit<RoomPorts, 'limits' | 'work'> & {
  readonly access: Pick<Access, 'room'>;
  readonly limits?: Partial<Limits>;
};

export function createRooms({ access, limits, ...ports }: RoomsPorts): Rooms {
  const all = { ...LIMITS, ...limits };
  return new LiveRooms(access, { ...ports, limits: all, work: new Work(all.work) });
}

/** A room and how many need it: members, and who waits for it. */
type Place = {
  readonly room: Room;
  readonly opened: Promise<void>;
  users: number;
  idle: NodeJS.Timeout | undefined;
  /** When the last who needed it went. */
  leftAtMs: number;
};

/** Documents are opened so few at a time that what they take is known before the next. */
const OPENED_AT_ONCE = 4;

const TICK_MS = 1000;

class LiveRooms implements Rooms {
  readonly #access: Pick<Access, 'room'>;
  readonly #ports: RoomPorts;
  readonly #places = new Map<string, Place>();
  readonly #openings = new Turns(OPENED_AT_ONCE);
  readonly #timers: readonly NodeJS.Timeout[];
  readonly #unsubscribe: () => void;
  #stopped: Promise<void> | null = null;

  constructor(access: Pick<Access, 'room'>, ports: RoomPorts) {
    this.#access = access;
    this.#ports = ports;
    this.#unsubscribe = ports.log.onFullChange((full) => this.#each((room) => room.setFull(full)));
    this.#timers = [
      setInterval(() => this.#tick(performance.now()), TICK_MS).unref(),
      setInterval(() => this.#each((room) => room.beat()), ports.limits.heartbeatMs).unref(),
    ];
  }

  async join(
    socket: RoomSocket,
    { id }: { readonly id: PersonId },
    grant: RoomGrant,
    { loupe }: { readonly loupe: boolean },
  ): Promise<void> {
    const who = this.#ports.people.answer(id);
    if (this.#stopped || !who) {
      const { sentence } = problem(who ? 'server-stopping' : 'not-signed-in');
      return socket.close(who ? CLOSE.restarting : CLOSE.signedOut, sentence);
    }
    let leave = () => undefined as void;
    const member = new Member({ socket, person: id, who, grant, loupe }, this.#ports.limits, () => leave());
    const place = await this.#enter(grant.ref);
    if (!place) return this.#sendAway(member);
    const { room } = place;
    if (member.closed) return this.#release(place);
    leave = () => {
      room.leave(member);
      this.#release(place);
    };
    try {
      await place.opened;
    } catch (error) {
      const number = randomUUID().slice(0, 8);
      this.#ports.logger.error({ id: number, document: room.name, error }, 'a document could not be opened');
      return member.close(CLOSE.overloaded, problem('internal', { id: number }).sentence);
    }
    if (room.members.size >= this.#ports.limits.members)
      return member.close(CLOSE.overloaded, 'The document is open in too many places.');
    if (this.#stopped) return member.close(CLOSE.restarting, problem('server-stopping').sentence);
    const now = this.#grantOf(room, member); // opening took a while
    if (!now || member.closed) return;
    member.grant = now;
    room.enter(member);
  }

  recheck(person?: PersonId): void {
    this.#each((room) => {
      for (const member of room.members) {
        if (person !== undefined && member.person !== person) continue;
        const grant = this.#grantOf(room, member);
        if (grant) room.setGrant(member, grant);
      }
      room.rename(person);
    });
  }

  tellNews(video: VideoId, of: News): void {
    this.#each((room) => {
      if (room.ref.video === video) for (const member of room.members) member.tell({ kind: 'news', of });
    });
  }

  async state(name: string): Promise<RoomState> {
    const ref = parseRoomName(name);
    if (!ref) throw new Refusal('not-found');
    const place = await this.#enter(ref);
    if (!place) throw new Refusal(this.#stopped ? 'server-stopping' : 'server-busy');
    try {
      await place.opened;
      return await place.room.state();
    } finally {
      this.#release(place);
    }
  }

  stop(): Promise<void> {
    this.#stopped ??= this.#stop();
    return this.#stopped;
  }

  async #stop(): Promise<void> {
    for (const timer of this.#timers) clearInterval(timer);
    this.#unsubscribe();
    const places = [...this.#places.values()];
    for (const { idle } of places) clearTimeout(idle);
    await Promise.all(
      places.map(async ({ room, opened }) => {
        room.hush();
        await opened.catch(() => undefined); // who waits for it is told by join
        await room.stop();
      }),
    );
    this.#places.clear();
  }

  #tick(nowMs: number): void {
    this.#ports.work.tick(nowMs);
    this.#each((room) => room.tick(nowMs));
    void this.#makeSpace(); // those that are open grow
  }

  #each(run: (room: Room) => void): void {
    for (const { room } of this.#places.values()) run(room);
  }

  /** What a member may do now. Who may not be here any more is let go. */
  #grantOf(room: Room, member: Member): RoomGrant | null {
    try {
      return this.#access.room({ id: member.person }, room.name);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      const { code, sentence } = thrown.problem;
      member.close(code === 'not-signed-in' ? CLOSE.signedOut : CLOSE.gone, sentence);
      return null;
    }
  }

  /** The place of a room, opened or being opened; null where there is no memory for it, or no time any more. */
  async #enter(ref: RoomRef): Promise<Place | null> {
    const name = roomName(ref);
    if (this.#places.has(name)) return this.#use(ref);
    return this.#openings.take(async () => {
      const fits = this.#places.has(name) || (await this.#makeSpace());
      if (!fits || this.#stopped) return null;
      const place = this.#use(ref);
      await place.opened.catch(() => undefined); // told to whoever waits for it
      return place;
    });
  }

  #sendAway(member: Member): void {
    if (this.#stopped) return member.close(CLOSE.restarting, problem('server-stopping').sentence);
    const documents = this.#places.size;
    this.#ports.logger.error({ documents }, 'there is no memory for another document');
    member.close(CLOSE.overloaded, problem('server-busy').sentence);
  }

  /** Closes documents in which nobody is, those left first first, until the others are no more than may be. */
  async #makeSpace(): Promise<boolean> {
    if (this.#fits()) return true;
    const idle = [...this.#places.values()].filter(({ users }) => users === 0);
    for (const place of idle.sort((a, b) => a.leftAtMs - b.leftAtMs)) {
      await this.#close(place);
      if (this.#fits()) return true;
    }
    return false;
  }

  #fits(): boolean {
    let bytes = 0;
    for (const { room } of this.#places.values()) bytes += room.weight;
    return bytes <= this.#ports.limits.memoryBytes;
  }

  /** The place of a room, kept until it is released as often. */
  #use(ref: RoomRef): Place {
    const name = roomName(ref);
    let place = this.#places.get(name);
    if (!place) {
      const room = new Room(ref, this.#ports, () => this.#forget(name, room));
      place = { room, opened: room.open(), users: 0, idle: undefined, leftAtMs: 0 };
      place.opened.catch(() => undefined); // told to whoever waits for it
      this.#places.set(name, place);
    }
    place.users++;
    clearTimeout(place.idle);
    return place;
  }

  #release(place: Place): void {
    if (--place.users > 0 || this.#stopped) return;
    place.leftAtMs = performance.now();
    place.idle = setTimeout(() => void this.#close(place), this.#ports.limits.idleMs).unref();
  }

  /** Closes a room in which nobody is; whoever comes meanwhile finds it whole, or a new one. */
  async #close(place: Place): Promise<void> {
    const { room } = place;
    await room.rest();
    if (place.users > 0 || !room.quiet || this.#stopped) return;
    clearTimeout(place.idle);
    this.#forget(room.name, room);
    room.end();
  }

  #forget(name: string, room: Room): void {
    if (this.#places.get(name)?.room === room) this.#places.delete(name);
  }
}
