/** Live sessions: who watched a study together, and what happened meanwhile, in its order. Nothing is ever changed. */
import { newId, type PersonId, type StudyId, type VideoId } from '#lib/model/id.ts';
import { must } from '#lib/model/problem.ts';
import type { EndReason, Noted } from '#lib/protocol/live.ts';
import type { Transport } from '#lib/protocol/transport.ts';
import type { Db } from './database.ts';

/** Who had the lead last: enough to know them again after a restart. */
export type LeadRecord = { readonly seat: string; readonly key: string; readonly person: PersonId };

export type LiveSessionRow = {
  readonly id: string;
  readonly study: StudyId;
  readonly begunBy: PersonId;
  readonly begunAt: number;
  readonly endedAt: number | null;
  readonly endReason: EndReason | null;
  /** As it was at `touchedAt`. Not checked: it is ours. */
  readonly transport: Transport;
  readonly lead: LeadRecord | null;
  readonly touchedAt: number;
};

export type LiveEventKind =
  'begun' | 'joined' | 'left' | 'lead' | 'shown' | 'resumed' | 'ended' | 'decided' | Noted;

export type LiveEventRow = {
  readonly n: number;
  readonly at: number;
  readonly kind: LiveEventKind;
  /** null: the server. */
  readonly person: PersonId | null;
  readonly video: VideoId | null;
  readonly frame: number | null;
  /** `lead`: the person who has it now · `ended`: why · `decided`: what its page called it · else the key of a mark or comment. */
  readonly subject: string | null;
  /** `decided`: what was. */
  readonly words: string | null;
};

type Stored = Omit<LiveSessionRow, 'transport' | 'lead'> & {
  readonly transport: string;
  readonly lead: string | null;
};

const COLUMNS = `id, study, begun_by AS begunBy, begun_at AS begunAt, ended_at AS endedAt, end_reason AS endReason,
  transport, lead, touched_at AS touchedAt`;

export class LiveSessions {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Returns its id. */
  begin(study: StudyId, by: PersonId, transport: Transport, now: number): string {
    const id = newId<'live-session'>();
    this.#db
      .prepare(
        'INSERT INTO live_session (id, study, begun_by, begun_at, transport, touched_at) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(id, study, by, now, JSON.stringify(transport), now);
    return id;
  }

  /** Keeps where it is, so that a restart can go on from there. */
  touch(id: string, transport: Transport, lead: LeadRecord | null, now: number): void {
    this.#db
      .prepare(
        'UPDATE live_session SET transport = ?, lead = ?, touched_at = ? WHERE id = ? AND ended_at IS NULL',
      )
      .run(JSON.stringify(transport), lead && JSON.stringify(lead), now, id);
  }

  end(id: string, reason: EndReason, now: number): void {
    this.#db
      .prepare('UPDATE live_session SET ended_at = ?, end_reason = ? WHERE id = ? AND ended_at IS NULL')
      .run(now, reason, id);
  }

  get(id: string): LiveSessionRow | undefined {
    const row = this.#db
      .prepare<[string], Stored>(`SELECT ${COLUMNS} FROM live_session WHERE id = ?`)
      .get(id);
    return row && read(row);
  }

  /** The one that is not over, if any. */
  openOf(study: StudyId): LiveSessionRow | undefined {
    const query = `SELECT ${COLUMNS} FROM live_session WHERE study = ? AND ended_at IS NULL ORDER BY begun_at DESC`;
    const row = this.#db.prepare<[string], Stored>(query).get(study);
    return row && read(row);
  }

  /** All that are not over, newest first. */
  open(): readonly LiveSessionRow[] {
    const query = `SELECT ${COLUMNS} FROM live_session WHERE ended_at IS NULL ORDER BY begun_at DESC`;
    return this.#db.prepare<[], Stored>(query).all().map(read);
  }

  /** Newest first. */
  listOf(study: StudyId): readonly LiveSessionRow[] {
    const query = `SELECT ${COLUMNS} FROM live_session WHERE study = ? ORDER BY begun_at DESC, id`;
    return this.#db.prepare<[string], Stored>(query).all(study).map(read);
  }

  /** Returns its number in the session. */
  record(session: string, event: Omit<LiveEventRow, 'n'>): number {
    const { at, kind, person, video, frame, subject, words } = event;
    const row = this.#db
      .prepare<unknown[], { n: number }>(
        `INSERT INTO live_event (session, n, at, kind, person, video, frame, subject, words)
         SELECT ?, coalesce(max(n), 0) + 1, ?, ?, ?, ?, ?, ?, ? FROM live_event WHERE session = ?
         RETURNING n`,
      )
      .get(session, at, kind, person, video, frame, subject, words, session);
    return must(row, 'an event that was written has a number').n;
  }

  /** What somebody wrote down under this id in a session of the study; undefined: nothing. */
  decisionOf(study: StudyId, person: PersonId, id: string): Pick<LiveEventRow, 'n' | 'at'> | undefined {
    const query = `SELECT n, at FROM live_event JOIN live_session ON live_session.id = session
      WHERE kind = 'decided' AND person = ? AND subject = ? AND study = ?`;
    return this.#db
      .prepare<[string, string, string], { n: number; at: number }>(query)
      .get(person, id, study);
  }

  /** In the order in which they happened. */
  eventsOf(session: string): readonly LiveEventRow[] {
    const query =
      'SELECT n, at, kind, person, video, frame, subject, words FROM live_event WHERE session = ? ORDER BY n';
    return this.#db.prepare<[string], LiveEventRow>(query).all(session);
  }
}

function read({ transport, lead, ...row }: Stored): LiveSessionRow {
  return {
    ...row,
    transport: JSON.parse(transport) as Transport,
    lead: lead === null ? null : (JSON.parse(lead) as LeadRecord),
  };
}
