/**
 * Sockets on their way into a room, `/sync/<room>`, or to the live sessions of a study, `/sync/live/<study>`. Who may not come in is told before the upgrade; only a browser,
 * which cannot read that answer, gets an open socket and a close code instead. Once inside, the right is asked again
 * whenever it may have changed, and the line is pinged.
 */
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { Refusal, type Problem, type ProblemCode } from '#lib/model/problem.ts';
import { CLOSE, MAX_MESSAGE_BYTES } from '#lib/protocol/messages.ts';
import type { App } from '#server/app.ts';
import type { InStudy, RoomGrant } from '#server/auth/access.ts';
import { identify, type Identity } from './identity.ts';
import { answerOf, problemOf } from './reply.ts';
import { roomSocket } from './room-socket.ts';
import { readVisit, type Visit } from './visit.ts';

export type SyncDoor = {
  /** Takes no more sockets and ends those there are. */
  close(): void;
};

/** Of the live sessions of a study, not of a room. */
const LIVE = '/sync/live/';
const MAX_FRAGMENTS = 1024;
const PING_MS = 30_000;
/** Who does not answer a goodbye by then is cut off. */
const FAREWELL_MS = 2000;
/** Sockets of one person, over all their tabs and programs, and of one address: a hospital may be one. */
export type MostSockets = { readonly person: number; readonly address: number };
const MOST: MostSockets = { person: 200, address: 4000 };

/** How a browser is told; whatever else it is refused for is not there for it. */
const CLOSES: Partial<Readonly<Record<ProblemCode, number>>> = {
  'not-signed-in': CLOSE.signedOut,
  'too-many-lines': CLOSE.overloaded,
};

type Member = {
  readonly socket: WebSocket;
  readonly identity: Identity;
  readonly address: string;
  alive: boolean;
};

/** Takes the upgrades of a server. With `sharesServer`, other paths are left to whoever else listens (Vite). */
export function openSyncDoor(
  app: App,
  server: Server,
  { sharesServer, most = MOST }: { readonly sharesServer: boolean; readonly most?: MostSockets },
): SyncDoor {
  const log = app.log.child({ room: 'http' });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_MESSAGE_BYTES,
    maxFragments: MAX_FRAGMENTS,
    perMessageDeflate: false,
  });
  const members = new Set<Member>();
  let closing = false;

  async function upgrade(request: IncomingMessage, stream: Duplex, head: Buffer): Promise<void> {
    if (closing) throw new Refusal('server-stopping');
    const visit = readVisit(request, app.config);
    const identity = await identify(app.auth, request, visit);
    const browser = refuseForeign(request, visit, identity);
    const { pathname } = visit.url;
    let grant: RoomGrant | InStudy;
    try {
      refuseOther(visit, identity);
      grant = pathname.startsWith(LIVE)
        ? app.access.study(identity.person, pathname.slice(LIVE.length), 'video.view')
        : app.access.room(identity.person, roomIn(pathname));
      refuseTooMany(identity, visit);
    } catch (thrown) {
      if (!browser) throw thrown;
      const { code, sentence } = problemOf(thrown, log);
      const close = CLOSES[code] ?? CLOSE.gone;
      sockets.handleUpgrade(request, stream, head, (socket) => {
        socket.on('error', () => socket.terminate()); // what it still sends may be anything
        socket.close(close, sentence);
        const late = setTimeout(() => socket.terminate(), FAREWELL_MS); // it is counted nowhere
        socket.once('close', () => clearTimeout(late));
      });
      return;
    }
    const { person } = identity;
    if (!person) throw new Refusal('not-signed-in');
    const { address } = visit;
    sockets.handleUpgrade(request, stream, head, (socket) => {
      const member = { socket, identity, address, alive: true };
      members.add(member);
      socket.on('pong', () => (member.alive = true));
      socket.once('close', () => members.delete(member));
      const loupe = visit.url.searchParams.get('loupe') === '1';
      const own = roomSocket(socket, stream, identity, log);
      if ('study' in grant) return app.live.join(own, person, grant);
      app.rooms.join(own, person, grant, { loupe }).catch((thrown: unknown) => {
        log.error({ error: thrown }, 'a socket could not join its room');
        socket.close(1011, 'internal');
      });
    });
  }

  function refuseTooMany({ person }: Identity, { address }: Visit): void {
    if (countOf((one) => one.identity.person?.id === person?.id) >= most.person)
      throw new Refusal('too-many-lines', { who: 'You are' });
    if (countOf((one) => one.address === address) >= most.address)
      throw new Refusal('too-many-lines', { who: 'People at your address are' });
  }

  const countOf = (counts: (member: Member) => boolean) => {
    let count = 0;
    for (const member of members) if (counts(member)) count++;
    return count;
  };

  const onUpgrade = (request: IncomingMessage, stream: Duplex, head: Buffer) => {
    if (sharesServer && !request.url?.startsWith('/sync/')) return;
    stream.on('error', () => stream.destroy()); // until ws takes it over, nobody else listens
    upgrade(request, stream, head).catch((thrown: unknown) => refuse(stream, problemOf(thrown, log)));
  };
  server.on('upgrade', onUpgrade);

  /** Ends the sockets of those who are no longer who they were. It is no use of their session. */
  async function recheck(person: string | null): Promise<void> {
    for (const { socket, identity } of members) {
      if (person !== null && identity.person?.id !== person) continue;
      if (!(await identity.stillGood())) socket.close(4401, 'You are no longer signed in.');
    }
  }
  const checked = (done: Promise<void>) =>
    void done.catch((error: unknown) => log.error({ error }, 'a check of sockets failed'));
  const unsubscribe = app.auth.onRevoked((person) => checked(recheck(person)));
  const timer = setInterval(() => {
    for (const member of members) {
      if (member.alive) member.socket.ping();
      else member.socket.terminate();
      member.alive = false;
    }
    checked(recheck(null));
  }, PING_MS);

  return {
    close() {
      closing = true;
      clearInterval(timer);
      unsubscribe();
      for (const { socket } of members) socket.close(1012, 'The server is restarting.');
      setTimeout(() => {
        for (const socket of sockets.clients) socket.terminate();
      }, FAREWELL_MS).unref();
    },
  };
}

/**
 * A page of another site could open a socket with our cookie: a cookie counts only from our own origin, which every
 * browser names. Says whether it is a browser.
 */
function refuseForeign({ headers: { origin } }: IncomingMessage, visit: Visit, { by }: Identity): boolean {
  if (by === 'token') return false;
  if (origin === undefined ? by === 'cookie' : origin !== visit.origin) throw new Refusal('bad-origin');
  return origin !== undefined;
}

/** A page of one person that is still open must not go on as the one who signed in after them. */
function refuseOther({ url }: Visit, { person }: Identity): void {
  const as = url.searchParams.get('as');
  if (as !== null && as !== person?.id) throw new Refusal('not-signed-in');
}

/** The room a path names; the gate refuses what names none. */
function roomIn(path: string): string {
  const name = path.startsWith('/sync/') ? path.slice('/sync/'.length) : '';
  return /^[\w.-]{1,130}$/.test(name) ? name : '';
}

/** A plain HTTP answer instead of an upgrade. */
function refuse(stream: Duplex, found: Problem): void {
  const body = JSON.stringify(answerOf(found));
  stream.once('finish', () => stream.destroy());
  stream.end(
    `HTTP/1.1 ${found.status} Refused\r\ncontent-type: application/json; charset=utf-8\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  );
}
