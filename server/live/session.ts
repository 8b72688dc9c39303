/**
 * One live session: who sits in it, who leads, and what is shown. The server's clock and this state are the truth;
 * clients bring their players to it. It knows no sockets: what changes is told to its hub.
 */
import { randomUUID } from 'node:crypto';
import type { StudyId, VideoId } from '#lib/model/id.ts';
import { must, Refusal } from '#lib/model/problem.ts';
import { can } from '#lib/model/role.ts';
import type { Frame } from '#lib/model/time.ts';
import type { PersonAnswer } from '#lib/protocol/http.ts';
import type { Decision, LiveSession, Noted, Report, Seat } from '#lib/protocol/live.ts';
import {
  fitted,
  mediaTimeAt,
  restMs,
  type Drive,
  type Extent,
  type Transport,
} from '#lib/protocol/transport.ts';
import type { LeadRecord, LiveEventKind, LiveEventRow } from '#server/store/live-sessions.ts';
import type { Visitor } from './visitor.ts';

export type SessionPorts = {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** What is known of a video that can be shown; undefined where it is not ready or not of this study. */
  readonly extentOf: (video: VideoId) => Extent | undefined;
  /** Into the log; returns its number there. */
  readonly record: (event: Omit<LiveEventRow, 'n' | 'at'>) => number;
  /** Seats or lead have changed: everybody is told all of it. */
  readonly changed: () => void;
  /** What is shown has changed. */
  readonly moved: (transport: Transport) => void;
  /** One seat says something else of itself. */
  readonly reported: (seat: Seat) => void;
};

type Place = {
  readonly id: string;
  readonly key: string;
  person: PersonAnswer;
  role: Seat['role'];
  report: Report | null;
  asks: boolean;
  /** Was given the lead once, whatever the role allows. */
  given: boolean;
  /** null: the line broke, and they may come back. */
  visitor: Visitor | null;
  goneAtMs: number;
};

/** A line that broke has so long to come back before the lead is free. */
const LEAD_GRACE_MS = 10_000;
/** And so long before the seat is. */
const SEAT_GRACE_MS = 30_000;
/** After this long with nobody in it a session is over. */
const EMPTY_MS = 300_000;

export class Session {
  readonly id: string;
  readonly study: StudyId;
  readonly begunBy: PersonAnswer;
  readonly begunAt: number;
  readonly #ports: SessionPorts;
  readonly #places = new Map<string, Place>();
  #transport: Transport;
  #lead: string | null = null;
  /** Since when nobody leads; the lead of before a restart may still come. */
  #awaited: LeadRecord | null;
  #leaderlessAtMs: number;
  #emptyAtMs: number;
  #end: NodeJS.Timeout | null = null;

  constructor(
    begun: Pick<LiveSession, 'id' | 'study' | 'begunBy' | 'begunAt' | 'transport'>,
    awaited: LeadRecord | null,
    ports: SessionPorts,
  ) {
    this.id = begun.id;
    this.study = begun.study;
    this.begunBy = begun.begunBy;
    this.begunAt = begun.begunAt;
    this.#transport = begun.transport;
    this.#awaited = awaited;
    this.#ports = ports;
    this.#leaderlessAtMs = this.#emptyAtMs = ports.now();
  }

  get transport(): Transport {
    return this.#transport;
  }

  /** Who has the lead, or had it when the server stopped. */
  get leadRecord(): LeadRecord | null {
    const place = this.#lead === null ? undefined : this.#places.get(this.#lead);
    return place ? { seat: place.id, key: place.key, person: place.person.id } : this.#awaited;
  }

  get seats(): readonly Seat[] {
    return [...this.#places.values()].map(seatOf);
  }

  answer(): LiveSession {
    const { id, study, begunAt, begunBy } = this;
    return { id, study, begunAt, begunBy, lead: this.#lead, transport: this.#transport, seats: this.seats };
  }

  /** Whose seat waits for them, or who led before a restart, is in it again without asking. */
  comeBack(visitor: Visitor): void {
    const waits = [...this.#places.values()].some(
      ({ key, person, visitor: here }) => key === visitor.key && person.id === visitor.person && !here,
    );
    const awaited = this.#awaited?.key === visitor.key && this.#awaited?.person === visitor.person;
    if (waits || awaited) this.join(visitor);
  }

  /** Takes a seat, or the one whose line broke; the lead of before comes back to the lead. */
  join(visitor: Visitor): void {
    if (visitor.seat !== null && this.#places.has(visitor.seat)) return;
    const key = must(visitor.key, 'who joins has said what they are called');
    const before = [...this.#places.values()].find(
      (place) => place.key === key && place.person.id === visitor.person,
    );
    const place = before ?? this.#seat(visitor, key);
    if (before) before.visitor?.close(1000, 'The same page is here again.');
    place.visitor = visitor;
    place.role = visitor.role;
    place.person = visitor.who;
    visitor.seat = place.id;
    if (place.report) place.report = { ...place.report, follows: true, health: 'ready' };
    if (this.#awaited?.key === key && this.#awaited.person === visitor.person) this.#giveLead(place);
    this.#ports.changed();
  }

  /** The line of a visitor is gone; the seat waits for it. */
  lost(visitor: Visitor): void {
    const place = this.#placeOf(visitor);
    if (!place) return;
    place.visitor = null;
    place.goneAtMs = this.#ports.now();
    if (place.report) place.report = { ...place.report, health: 'away' };
    this.#ports.changed();
  }

  leave(visitor: Visitor): void {
    const place = this.#placeOf(visitor);
    visitor.seat = null;
    if (place) this.#vacate(place);
  }

  /** What somebody may do now. */
  setRole(visitor: Visitor): void {
    const place = this.#placeOf(visitor);
    if (!place || place.role === visitor.role) return;
    place.role = visitor.role;
    if (this.#lead === place.id && !mayLead(place)) this.#free();
    this.#ports.changed();
  }

  /** Gives the lead to who begins it. */
  begin(visitor: Visitor): void {
    this.join(visitor);
    const place = this.#placeOf(visitor);
    if (place) this.#giveLead(place);
    this.#ports.changed();
  }

  /** Refuses `not-leading`, `video-not-ready`. */
  drive(visitor: Visitor, drive: Drive): void {
    if (this.#lead === null || this.#lead !== visitor.seat) throw new Refusal('not-leading');
    const extent = this.#ports.extentOf(drive.video);
    if (!extent) throw new Refusal('video-not-ready', { state: 'not of this study, or not prepared' });
    const shown = drive.video !== this.#transport.video;
    this.#set(fitted(drive, extent, this.#ports.now()));
    if (shown) this.#record('shown', visitor.who, null);
  }

  report(visitor: Visitor, report: Report): void {
    const place = this.#placeOf(visitor);
    if (!place) return;
    place.report = report;
    this.#ports.reported(seatOf(place));
  }

  askLead(visitor: Visitor, asks: boolean): void {
    const place = this.#placeOf(visitor);
    if (!place || place.asks === asks) return;
    place.asks = asks && this.#lead !== place.id;
    this.#ports.changed();
  }

  /** The lead gives it away, to whomever they like; a manager may do so too. Refuses `not-leading`. */
  giveLead(visitor: Visitor, to: string): void {
    if (visitor.seat !== this.#lead && visitor.role !== 'manager') throw new Refusal('not-leading');
    const place = this.#places.get(to);
    if (!place?.visitor) throw new Refusal('bad-request', { what: 'They are not here any more.' });
    place.given = true;
    this.#giveLead(place);
    this.#ports.changed();
  }

  /**
   * Takes the lead that nobody has, or that one has in another page; a manager takes it from whoever has it. Refuses
   * `not-leading`, `forbidden`.
   */
  takeLead(visitor: Visitor): void {
    const place = this.#placeOf(visitor);
    if (!place) return;
    if (!mayLead(place)) throw new Refusal('forbidden', { role: place.role });
    const leads = this.#lead === null ? undefined : this.#places.get(this.#lead);
    if (leads && leads.person.id !== visitor.person && visitor.role !== 'manager')
      throw new Refusal('not-leading');
    this.#giveLead(place);
    this.#ports.changed();
  }

  /**
   * What was decided, as the lead or a manager writes it down; returns its number in the log. Refuses `not-leading`,
   * `video-not-ready`, `bad-request` for a frame beyond the end.
   */
  decide(visitor: Visitor, { id, video, frame, words }: Decision): number {
    const place = this.#placeOf(visitor);
    if (!place || (visitor.seat !== this.#lead && visitor.role !== 'manager'))
      throw new Refusal('not-leading');
    const extent = this.#ports.extentOf(video);
    if (!extent) throw new Refusal('video-not-ready', { state: 'not of this study, or not prepared' });
    if (frame >= extent.frames) throw new Refusal('bad-request', { what: 'The video has no such frame.' });
    const { person } = visitor;
    return this.#ports.record({ kind: 'decided', person, video, frame, subject: id, words });
  }

  note(visitor: Visitor, what: Noted, frame: Frame, ref: string): void {
    const place = this.#placeOf(visitor);
    if (!place) return;
    const video = place.report?.video ?? this.#transport.video;
    this.#ports.record({
      kind: what,
      person: place.person.id,
      video,
      frame,
      subject: ref || null,
      words: null,
    });
  }

  /** Whether they may end it for all: the lead, who began it, a manager. */
  mayEnd(visitor: Visitor): boolean {
    const isLead = visitor.seat !== null && visitor.seat === this.#lead;
    return isLead || visitor.person === this.begunBy.id || visitor.role === 'manager';
  }

  /** Lets go of seats and of a lead that did not come back. True when nobody has been here for long. */
  tick(): boolean {
    const now = this.#ports.now();
    for (const place of this.#places.values()) {
      if (place.visitor) continue;
      if (now - place.goneAtMs >= SEAT_GRACE_MS) this.#vacate(place);
      else if (this.#lead === place.id && now - place.goneAtMs >= LEAD_GRACE_MS) {
        this.#free();
        this.#ports.changed();
      }
    }
    if (this.#awaited && now - this.#leaderlessAtMs >= SEAT_GRACE_MS) this.#awaited = null;
    if (this.#places.size > 0) this.#emptyAtMs = now;
    return now - this.#emptyAtMs >= EMPTY_MS;
  }

  stop(): void {
    if (this.#end) clearTimeout(this.#end);
    this.#end = null;
    for (const { visitor } of this.#places.values()) if (visitor) visitor.seat = null;
  }

  #seat(visitor: Visitor, key: string): Place {
    const place: Place = {
      id: this.#awaited?.key === key ? this.#awaited.seat : randomUUID(),
      key,
      person: visitor.who,
      role: visitor.role,
      report: null,
      asks: false,
      given: false,
      visitor,
      goneAtMs: 0,
    };
    this.#places.set(place.id, place);
    this.#record('joined', visitor.who, null);
    return place;
  }

  #placeOf(visitor: Visitor): Place | undefined {
    const place = visitor.seat === null ? undefined : this.#places.get(visitor.seat);
    return place?.visitor === visitor ? place : undefined;
  }

  #vacate(place: Place): void {
    this.#places.delete(place.id);
    this.#record('left', place.person, null);
    if (this.#lead === place.id) this.#free();
    this.#ports.changed();
  }

  /** Nobody leads: what plays is paused where it is, so that nobody is carried along by nobody. */
  #free(): void {
    this.#lead = null;
    this.#awaited = null;
    if (this.#transport.playing) this.pauseNow();
  }

  /** Paused at the moment's place. */
  pauseNow(): void {
    const { now, extentOf } = this.#ports;
    const atMs = mediaTimeAt(this.#transport, now(), extentOf(this.#transport.video)?.durationMs ?? Infinity);
    this.#set({ ...this.#transport, playing: false, frame: null, atMs, sinceMs: now() });
  }

  #giveLead(place: Place): void {
    if (this.#lead === place.id) return;
    this.#lead = place.id;
    this.#awaited = null;
    place.asks = false;
    this.#record('lead', place.visitor?.who ?? place.person, place.person.id);
  }

  #set(drive: Drive): void {
    this.#transport = { ...drive, epoch: this.#transport.epoch + 1 };
    if (this.#end) clearTimeout(this.#end);
    this.#end = null;
    const extent = this.#ports.extentOf(drive.video);
    const rest = extent && restMs(drive, this.#ports.now(), extent.durationMs);
    if (extent && typeof rest === 'number') {
      const last = (drive.rate > 0 ? extent.frames - 1 : 0) as Frame;
      this.#end = setTimeout(() => this.#ended(last, extent.durationMs), rest).unref();
    }
    this.#ports.moved(this.#transport);
  }

  #ended(frame: Frame, durationMs: number): void {
    const atMs = frame === 0 ? 0 : durationMs;
    this.#set({ ...this.#transport, playing: false, frame, atMs, sinceMs: this.#ports.now() });
  }

  #record(kind: LiveEventKind, person: PersonAnswer, subject: string | null): void {
    const { video, frame } = this.#transport;
    this.#ports.record({ kind, person: person.id, video, frame, subject, words: null });
  }
}

function mayLead({ role, given }: Place): boolean {
  return given || can(role, 'live.lead');
}

function seatOf(place: Place): Seat {
  const { id, person, role, report, asks } = place;
  return { id, person, role, report, asks, mayLead: mayLead(place) };
}
