/**
 * Live sessions of this server: people who look at the same moment of the same video together. Each study with somebody
 * at it has a hub; rights are asked anew whenever they may have changed. SPEC.md has the rules.
 */
import type { PersonId, StudyId, VideoId } from '#lib/model/id.ts';
import { problem, Refusal } from '#lib/model/problem.ts';
import type { PersonAnswer } from '#lib/protocol/http.ts';
import { CLOSE } from '#lib/protocol/messages.ts';
import type { Extent } from '#lib/protocol/transport.ts';
import type { Access, InStudy } from '#server/auth/access.ts';
import type { RoomSocket } from '#server/rooms/rooms.ts';
import type { Store } from '#server/store/store.ts';
import type { Logger } from '#server/telemetry/logger.ts';
import { Hub } from './hub.ts';
import { dismiss, Visitor } from './visitor.ts';

export interface Live {
  /** Takes up the sessions that the last server left: they go on, or are ended. */
  start(): void;
  /** Lets a socket hear of, and take part in, the live sessions of a study it may see. */
  join(socket: RoomSocket, person: { readonly id: PersonId }, grant: Pick<InStudy, 'study' | 'role'>): void;
  /** Asks anew what one person may do, or everybody: they are told, or let go. */
  recheck(person?: PersonId): void;
  /** Keeps what is shown for whoever starts next, and says goodbye. */
  stop(): void;
}

export type LivePorts = {
  readonly store: Pick<Store, 'liveSessions'>;
  readonly people: { answer(id: PersonId): PersonAnswer | undefined };
  /** What is known of a video of this study that can be shown. */
  readonly extentOf: (study: StudyId, video: VideoId) => Extent | undefined;
  /** Milliseconds since 1970. */
  readonly now: () => number;
  readonly logger: Logger;
};

const TICK_MS = 250;
/** At one study: beyond that nobody could be led. */
const MAX_VISITORS = 300;

export function createLive(access: Pick<Access, 'study'>, ports: LivePorts): Live {
  return new LiveHubs(access, ports);
}

/** What the store says of a video, where it can be shown. */
export function extentsIn({ videos }: Pick<Store, 'videos'>): LivePorts['extentOf'] {
  return (study, id) => {
    const video = videos.get(id);
    if (video?.study !== study || video.state !== 'ready' || !video.picture) return undefined;
    const { frames, durationMs } = video.picture;
    return { frames, durationMs };
  };
}

class LiveHubs implements Live {
  readonly #access: Pick<Access, 'study'>;
  readonly #ports: LivePorts;
  readonly #hubs = new Map<StudyId, Hub>();
  readonly #timer: NodeJS.Timeout;
  #stopped = false;

  constructor(access: Pick<Access, 'study'>, ports: LivePorts) {
    this.#access = access;
    this.#ports = ports;
    this.#timer = setInterval(() => this.#tick(), TICK_MS).unref();
  }

  start(): void {
    for (const { study } of this.#ports.store.liveSessions.open()) this.#hub(study);
  }

  join(
    socket: RoomSocket,
    { id }: { readonly id: PersonId },
    { study, role }: Pick<InStudy, 'study' | 'role'>,
  ): void {
    const who = this.#ports.people.answer(id);
    if (this.#stopped || !who) {
      const { sentence } = problem(who ? 'server-stopping' : 'not-signed-in');
      return socket.close(who ? CLOSE.restarting : CLOSE.signedOut, sentence);
    }
    const hub = this.#hub(study.id);
    if (hub.visitors.size >= MAX_VISITORS)
      return socket.close(CLOSE.overloaded, 'Too many people are at this study.');
    const visitor = new Visitor(socket, who, role, {
      said: (one, message) => hub.hear(one, message),
      left: (one) => hub.leave(one),
      broke: (one, error) => {
        this.#ports.logger.error({ error, study: study.id }, 'a message of a live session failed');
        one.close(CLOSE.resync, 'Something went wrong on the server.');
      },
    });
    hub.enter(visitor);
  }

  recheck(person?: PersonId): void {
    for (const hub of this.#hubs.values()) {
      for (const visitor of hub.visitors) {
        if (person === undefined || visitor.person === person) this.#recheck(hub, visitor);
      }
    }
  }

  stop(): void {
    this.#stopped = true;
    clearInterval(this.#timer);
    for (const hub of this.#hubs.values()) {
      hub.stop();
      for (const visitor of hub.visitors)
        visitor.close(CLOSE.restarting, problem('server-stopping').sentence);
    }
    this.#hubs.clear();
  }

  #recheck(hub: Hub, visitor: Visitor): void {
    try {
      const { role } = this.#access.study({ id: visitor.person }, hub.study, 'video.view');
      if (role === visitor.role) return;
      visitor.role = role;
      hub.setRole(visitor);
    } catch (thrown) {
      if (!(thrown instanceof Refusal)) throw thrown;
      hub.dismiss(visitor);
      dismiss(visitor, thrown.problem.code);
    }
  }

  #hub(study: StudyId): Hub {
    const hub = this.#hubs.get(study) ?? new Hub(study, this.#ports);
    this.#hubs.set(study, hub);
    return hub;
  }

  /** A study at which nobody is and nothing runs needs no hub. */
  #tick(): void {
    for (const [study, hub] of this.#hubs) {
      hub.tick();
      if (hub.visitors.size === 0 && !hub.session) this.#hubs.delete(study);
    }
  }
}
