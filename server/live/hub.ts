/**
 * Everybody who has a video of one study open, whether or not in its live session: so they hear that one has begun.
 * One session a study at a time.
 */
import type { StudyId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import { can } from '#lib/model/role.ts';
import {
  writeLive,
  type Decision,
  type EndReason,
  type FromLive,
  type Seat,
  type ToLive,
} from '#lib/protocol/live.ts';
import { fitted, mediaTimeAt, type Drive, type Transport } from '#lib/protocol/transport.ts';
import type { LiveSessionRow } from '#server/store/live-sessions.ts';
import type { LivePorts } from './live.ts';
import { Session, type SessionPorts } from './session.ts';
import type { Visitor } from './visitor.ts';

/** What is shown is kept for a restart at most so often. */
const KEEP_MS = 1000;
/** A session that was cut off longer ago is over. */
const RESUME_MS = 600_000;
/** What seats say of themselves goes out together, at most so often. */
const SEATS_MS = 500;

/** What makes sense in a session only. */
type InSession = Extract<
  FromLive,
  { kind: 'join' | 'end' | 'drive' | 'take-lead' | 'give-lead' | 'ask-lead' }
>;

/** What somebody says of themselves. */
type OfSelf = Extract<FromLive, { kind: 'leave' | 'report' | 'note' }>;

export class Hub {
  readonly study: StudyId;
  readonly visitors = new Set<Visitor>();
  readonly #ports: LivePorts;
  #session: Session | null = null;
  #kept = 0;
  #toKeep = false;
  #reported = new Map<string, Seat>();
  #toldSeatsAtMs = 0;
  #telling = false;

  constructor(study: StudyId, ports: LivePorts) {
    this.study = study;
    this.#ports = ports;
    const row = ports.store.liveSessions.openOf(study);
    if (row) this.#resume(row);
  }

  get session(): Session | null {
    return this.#session;
  }

  enter(visitor: Visitor): void {
    this.visitors.add(visitor);
    this.#greet(visitor);
  }

  leave(visitor: Visitor): void {
    this.visitors.delete(visitor);
    this.#session?.lost(visitor);
  }

  /** They may not be here any more: their seat is not kept for them. */
  dismiss(visitor: Visitor): void {
    this.visitors.delete(visitor);
    this.#session?.leave(visitor);
  }

  /** Their role is another one now. */
  setRole(visitor: Visitor): void {
    this.#session?.setRole(visitor);
    this.#greet(visitor);
  }

  /** Throws a Refusal. */
  hear(visitor: Visitor, message: FromLive): void {
    switch (message.kind) {
      case 'ping':
        return visitor.send({ kind: 'pong', id: message.id, nowMs: this.#ports.now() });
      case 'hello':
        visitor.key = message.key;
        return this.#session?.comeBack(visitor);
      case 'begin':
        return this.#begin(visitor, message.drive);
      case 'decide':
        return this.#decide(visitor, message);
      // Said as a session ends they are about nothing, and nobody's fault.
      case 'leave':
      case 'report':
      case 'note':
        return this.#session ? this.#hearOf(this.#session, visitor, message) : undefined;
      case 'join':
      case 'end':
      case 'drive':
      case 'take-lead':
      case 'give-lead':
      case 'ask-lead':
        if (!this.#session) throw new Refusal('no-live');
        return this.#hearIn(this.#session, visitor, message);
    }
  }

  #hearOf(session: Session, visitor: Visitor, message: OfSelf): void {
    if (message.kind === 'leave') return session.leave(visitor);
    if (message.kind === 'report') return session.report(visitor, message.report);
    return session.note(visitor, message.what, message.frame, message.ref);
  }

  #hearIn(session: Session, visitor: Visitor, message: InSession): void {
    switch (message.kind) {
      case 'join':
        if (visitor.key === null) throw new Refusal('bad-request', { what: 'Say hello first.' });
        return session.join(visitor);
      case 'end':
        if (!session.mayEnd(visitor)) throw new Refusal('not-leading');
        return this.#finish('ended', visitor);
      case 'drive':
        return session.drive(visitor, message.drive);
      case 'take-lead':
        return session.takeLead(visitor);
      case 'give-lead':
        return session.giveLead(visitor, message.to);
      case 'ask-lead':
        return session.askLead(visitor, message.asks);
    }
  }

  /** What is in the log already was said again because no answer came: the answer is the same. */
  #decide(visitor: Visitor, decision: Decision): void {
    const { id } = decision;
    const before = this.#ports.store.liveSessions.decisionOf(this.study, visitor.person, id);
    if (before) return visitor.send({ kind: 'logged', id, ...before });
    if (this.#session?.id !== decision.session) throw new Refusal('no-live');
    const at = this.#ports.now();
    const n = this.#session.decide(visitor, decision);
    visitor.send({ kind: 'logged', id, n, at });
  }

  /** A few times a second. */
  tick(): void {
    const session = this.#session;
    if (!session) return;
    if (session.tick()) return this.#finish('empty', null);
    const now = this.#ports.now();
    if (this.#toKeep && now - this.#kept >= KEEP_MS) this.#keep(session);
    if (this.#reported.size > 0 && now - this.#toldSeatsAtMs >= SEATS_MS) {
      this.#toldSeatsAtMs = now;
      const seats = [...this.#reported.values()];
      this.#reported = new Map();
      this.#toSeated({ kind: 'seats', seats });
    }
  }

  /** Keeps what there is, for whoever starts next. */
  stop(): void {
    const session = this.#session;
    if (!session) return;
    this.#keep(session);
    session.stop();
  }

  #begin(visitor: Visitor, drive: Drive): void {
    if (visitor.key === null) throw new Refusal('bad-request', { what: 'Say hello first.' });
    if (this.#session) throw new Refusal('live-running');
    if (!can(visitor.role, 'live.lead')) throw new Refusal('forbidden', { role: visitor.role });
    const now = this.#ports.now();
    const extent = this.#ports.extentOf(this.study, drive.video);
    if (!extent) throw new Refusal('video-not-ready', { state: 'not of this study, or not prepared' });
    const transport = { ...fitted({ ...drive, playing: false }, extent, now), epoch: 1 };
    const { liveSessions } = this.#ports.store;
    const id = liveSessions.begin(this.study, visitor.person, transport, now);
    const { frame, video } = transport;
    liveSessions.record(id, {
      at: now,
      kind: 'begun',
      person: visitor.person,
      video,
      frame,
      subject: null,
      words: null,
    });
    const begun = { id, study: this.study, begunAt: now, begunBy: visitor.who, transport };
    this.#session = new Session(begun, null, this.#sessionPorts(id));
    this.#session.begin(visitor);
    this.#keep(this.#session);
  }

  /** After a restart it goes on where it was, paused; what was cut off too long ago is over. */
  #resume(row: LiveSessionRow): void {
    const { liveSessions } = this.#ports.store;
    const now = this.#ports.now();
    const begunBy = this.#ports.people.answer(row.begunBy);
    if (now - row.touchedAt > RESUME_MS || !begunBy) {
      liveSessions.end(row.id, 'restart', row.touchedAt);
      this.#recordEnd(row.id, row.touchedAt, null, 'restart');
      return;
    }
    const { id, study, begunAt, lead } = row;
    const transport = row.transport.playing ? this.#pausedAt(row) : row.transport;
    const session = new Session({ id, study, begunAt, begunBy, transport }, lead, this.#sessionPorts(id));
    this.#session = session;
    const { video, frame } = session.transport;
    liveSessions.record(id, {
      at: now,
      kind: 'resumed',
      person: null,
      video,
      frame,
      subject: null,
      words: null,
    });
    this.#toKeep = true;
  }

  #pausedAt({ transport, touchedAt }: LiveSessionRow): Transport {
    const durationMs = this.#ports.extentOf(this.study, transport.video)?.durationMs ?? Infinity;
    const atMs = mediaTimeAt(transport, touchedAt, durationMs);
    const epoch = transport.epoch + 1;
    return { ...transport, playing: false, frame: null, atMs, sinceMs: touchedAt, epoch };
  }

  #finish(reason: EndReason, by: Visitor | null): void {
    const session = this.#session;
    if (!session) return;
    const now = this.#ports.now();
    this.#keep(session);
    this.#ports.store.liveSessions.end(session.id, reason, now);
    this.#recordEnd(session.id, now, by, reason);
    session.stop();
    this.#session = null;
    this.#reported.clear();
    this.#toAll({ kind: 'session', session: null, ended: reason });
  }

  #recordEnd(id: string, at: number, by: Visitor | null, reason: EndReason): void {
    const none = { words: null, video: null, frame: null };
    const person = by?.person ?? null;
    this.#ports.store.liveSessions.record(id, { at, kind: 'ended', person, subject: reason, ...none });
  }

  #keep(session: Session): void {
    this.#toKeep = false;
    this.#kept = this.#ports.now();
    this.#ports.store.liveSessions.touch(session.id, session.transport, session.leadRecord, this.#kept);
  }

  #sessionPorts(id: string): SessionPorts {
    const { now } = this.#ports;
    return {
      now,
      extentOf: (video) => this.#ports.extentOf(this.study, video),
      record: (event) => this.#ports.store.liveSessions.record(id, { ...event, at: now() }),
      changed: () => this.#tellSession(),
      moved: (transport) => this.#moved(transport),
      reported: (seat) => void this.#reported.set(seat.id, seat),
    };
  }

  #moved(transport: Transport): void {
    this.#toKeep = true;
    this.#toSeated({ kind: 'transport', transport });
  }

  /** Several changes of one turn are told once. */
  #tellSession(): void {
    this.#toKeep = true;
    if (this.#telling) return;
    this.#telling = true;
    queueMicrotask(() => {
      this.#telling = false;
      for (const visitor of this.visitors) this.#tellWho(visitor);
      if (this.#session) this.#toAll({ kind: 'session', session: this.#session.answer(), ended: null });
    });
  }

  #greet(visitor: Visitor): void {
    this.#tellWho(visitor);
    const session = this.#session?.answer() ?? null;
    visitor.send({ kind: 'session', session, ended: null });
  }

  #tellWho(visitor: Visitor): void {
    const { seat, role } = visitor;
    const given = this.#session?.seats.find(({ id }) => id === seat)?.mayLead;
    visitor.send({ kind: 'you', seat, mayLead: given ?? can(role, 'live.lead') });
  }

  #toSeated(message: ToLive): void {
    const bytes = writeLive(message);
    for (const visitor of this.visitors) if (visitor.seat !== null) visitor.sendBytes(bytes);
  }

  #toAll(message: ToLive): void {
    const bytes = writeLive(message);
    for (const visitor of this.visitors) visitor.sendBytes(bytes);
  }
}
