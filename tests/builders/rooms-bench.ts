/**
 * Live rooms without a network: lines in memory, roles that change when a test says so, a disk that can be slow, full
 * or broken. `const maya = await bench.join('maya')` is a program in the room.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type * as Y from 'yjs';
import { addComment, setCommentText } from '#lib/doc/edit/comment.ts';
import { openDiscussion } from '#lib/doc/open.ts';
import type { CommentId, PersonId, VideoId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import { can, type Role } from '#lib/model/role.ts';
import { parseRoomName, roomName } from '#lib/protocol/room-name.ts';
import type { RoomGrant } from '#server/auth/access.ts';
import type { Limits } from '#server/rooms/limits.ts';
import { createRooms, type Rooms } from '#server/rooms/rooms.ts';
import type { LogFields, Logger } from '#server/telemetry/logger.ts';
import { RoomClient } from './room-client.ts';
import { SlowLog } from './slow-log.ts';

/** The discussion of a video. */
export const ROOM = roomName({ kind: 'discussion', video: 'video' as VideoId });

export class RoomsBench {
  readonly log: SlowLog;
  readonly rooms: Rooms;
  /** `warn an edit was refused` with its fields. */
  readonly said: { readonly text: string; readonly fields: LogFields }[] = [];
  /** What somebody is called, where it is not the id in capitals. */
  readonly names = new Map<string, string>();
  /** `out`: no longer in the project · `disabled`: may not sign in. */
  readonly roles = new Map<string, Role | 'out' | 'disabled'>();
  /** Who is not to learn by whom the marks are. */
  readonly nameless = new Set<string>();

  constructor(limits: Partial<Limits> = {}, log = new SlowLog()) {
    this.log = log;
    const keep = (level: string) => (fields: LogFields, text: string) =>
      void this.said.push({ text: `${level} ${text}`, fields });
    const logger: Logger = {
      debug: keep('debug'),
      info: keep('info'),
      warn: keep('warn'),
      error: keep('error'),
      child: () => logger,
    };
    this.rooms = createRooms({
      log,
      logger,
      limits,
      access: { room: (asker, name) => this.grant(asker?.id ?? '', name) },
      people: {
        answer: (id) => ({ id, name: this.names.get(id) ?? id.toUpperCase(), color: '#6fb3ff' }),
      },
    });
  }

  /** What somebody may do; an annotator unless a test said otherwise. */
  grant(person: string, name = ROOM): RoomGrant {
    const role = this.roles.get(person) ?? 'annotator';
    if (role === 'disabled') throw new Refusal('not-signed-in');
    const ref = parseRoomName(name);
    if (role === 'out' || !ref) throw new Refusal('not-found');
    const write = can(role, ref.kind === 'labels' ? 'labels.edit' : 'discussion.write');
    return {
      ref,
      role,
      write,
      reason: write ? null : `you are here as ${role}`,
      nameless: this.nameless.has(person),
    };
  }

  /** Somebody comes in with a document, a new one by default. It may take a moment until they have it. */
  enter(person: string, { ydoc, loupe = true, room = ROOM, eager = true }: Entering = {}): RoomClient {
    const client = new RoomClient(ydoc, { eager });
    const grant = this.grant(person, room);
    void this.rooms.join(client.socket, { id: person as PersonId }, grant, { loupe });
    return client;
  }

  /** Somebody comes in, and has the document. */
  async join(person: string, entering: Entering = {}): Promise<RoomClient> {
    const client = this.enter(person, entering);
    await settle();
    return client;
  }

  setRole(person: string, role: Role | 'out' | 'disabled'): void {
    this.roles.set(person, role);
    this.rooms.recheck(person as PersonId);
  }
}

type Entering = {
  readonly ydoc?: Y.Doc;
  readonly loupe?: boolean;
  readonly room?: string;
  /** Whether it sends what happens before it has answered the room, as a stock client does. */
  readonly eager?: boolean;
};

/** Until what can happen by itself has happened; timers of a few milliseconds included. */
export async function settle(ms = 5): Promise<void> {
  await sleep(ms);
}

/** Somebody writes a comment. */
export function comment({ ydoc }: { readonly ydoc: Y.Doc }, text: string): CommentId {
  let id = '' as CommentId;
  ydoc.transact(() => {
    id = addComment(openDiscussion(ydoc), {
      text,
      anchor: { kind: 'video' },
      parent: null,
      atMs: 1_800_000_000_000,
    });
  });
  return id;
}

export function rewrite({ ydoc }: { readonly ydoc: Y.Doc }, id: CommentId, text: string): void {
  ydoc.transact(() => setCommentText(openDiscussion(ydoc), id, text, Date.now()));
}

/** The comments that somebody sees, sorted. */
export function comments({ ydoc }: { readonly ydoc: Y.Doc }): readonly string[] {
  return [...openDiscussion(ydoc).comments.values()].map((one) => String(one.get('text'))).sort();
}
