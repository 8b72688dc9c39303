/**
 * The queue of preparations. It survives a restart: a worker holds a job by a lease, and a job whose lease has run
 * out is taken by the next who asks. Also between processes: each step is one statement.
 */
import { newId, type Id, type VideoId } from '#lib/model/id.ts';
import { must } from '#lib/model/problem.ts';
import type { Db } from './database.ts';

export type JobState = 'queued' | 'running' | 'done' | 'failed' | 'cancelled';

/** How fast a preparation goes; null while not known. */
export type JobPace = {
  readonly fps: number | null;
  readonly remainingMs: number | null;
  /** How much can be watched already, of how much, milliseconds. */
  readonly watchable?: { readonly ms: number; readonly ofMs: number };
};

export type JobRow = {
  readonly id: Id<'job'>;
  readonly video: VideoId;
  readonly state: JobState;
  /** What is being done, for people. */
  readonly phase: string;
  /** 0 to 1 within the phase. */
  readonly done: number;
  /** Pictures a second. */
  readonly fps: number | null;
  readonly remainingMs: number | null;
  /** How much can be watched already, of how much, milliseconds; null where nothing can. */
  readonly watchableMs: number | null;
  readonly watchableOfMs: number | null;
  /** How often it has been claimed: one that keeps killing its worker must end. */
  readonly attempts: number;
  readonly leaseOwner: string | null;
  readonly leaseUntil: number;
  readonly createdAt: number;
  readonly updatedAt: number;
};

const COLUMNS = `id, video, state, phase, done, fps, remaining_ms AS remainingMs, attempts,
  watchable_ms AS watchableMs, watchable_of_ms AS watchableOfMs,
  lease_owner AS leaseOwner, lease_until AS leaseUntil, created_at AS createdAt, updated_at AS updatedAt`;
/** What a job that is not being worked on says of its progress. */
const AT_REST = `phase = '', done = 0, fps = NULL, remaining_ms = NULL, watchable_ms = NULL, watchable_of_ms = NULL`;
const HELD = `id = ? AND lease_owner = ? AND state = 'running'`;

export class Jobs {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  enqueue(video: VideoId): JobRow {
    const id = newId<'job'>();
    const now = Date.now();
    this.#db
      .prepare(`INSERT INTO job (id, video, state, created_at, updated_at) VALUES (?, ?, 'queued', ?, ?)`)
      .run(id, video, now, now);
    return must(this.get(id), 'a job just made is there');
  }

  get(id: JobRow['id']): JobRow | undefined {
    return this.#db.prepare<[string], JobRow>(`SELECT ${COLUMNS} FROM job WHERE id = ?`).get(id);
  }

  /** Takes the oldest job that waits, or whose owner has let its lease run out; of one video, where one is named. */
  claim(owner: string, leaseMs: number, video: VideoId | null = null): JobRow | undefined {
    const query = `
      UPDATE job SET state = 'running', lease_owner = @owner, lease_until = @now + @leaseMs, attempts = attempts + 1,
        ${AT_REST}, updated_at = @now
      WHERE id = (
        SELECT id FROM job
        WHERE (state = 'queued' OR (state = 'running' AND lease_until <= @now)) AND (@video IS NULL OR video = @video)
        ORDER BY created_at, id LIMIT 1)
      RETURNING ${COLUMNS}`;
    return this.#db.prepare<[object], JobRow>(query).get({ owner, leaseMs, video, now: Date.now() });
  }

  /** False when the job is no longer this owner's: stop working on it. */
  renew(id: JobRow['id'], owner: string, leaseMs: number): boolean {
    const now = Date.now();
    const query = `UPDATE job SET lease_until = ?, updated_at = ? WHERE ${HELD}`;
    return this.#db.prepare(query).run(now + leaseMs, now, id, owner).changes > 0;
  }

  /** Back into the queue, untouched: its owner is stopping. */
  release(id: JobRow['id'], owner: string): void {
    const query = `UPDATE job SET state = 'queued', lease_owner = NULL, lease_until = 0, attempts = attempts - 1,
      ${AT_REST}, updated_at = ? WHERE ${HELD}`;
    this.#db.prepare(query).run(Date.now(), id, owner);
  }

  /** Says how far its owner is. False when the job is no longer this owner's. */
  progress(id: JobRow['id'], owner: string, phase: string, done: number, pace: JobPace): boolean {
    const query = `UPDATE job SET phase = ?, done = ?, fps = ?, remaining_ms = ?, watchable_ms = ?, watchable_of_ms = ?,
      updated_at = ? WHERE ${HELD}`;
    const share = Math.min(1, Math.max(0, done));
    const { fps, remainingMs, watchable } = pace;
    const watched = [watchable?.ms ?? null, watchable?.ofMs ?? null];
    const values = [phase, share, fps, remainingMs, ...watched, Date.now(), id, owner];
    return this.#db.prepare(query).run(...values).changes > 0;
  }

  /** Ends a job. False when it is no longer this owner's: then nothing of its result counts. */
  finish(id: JobRow['id'], owner: string, state: 'done' | 'failed'): boolean {
    const query = `UPDATE job SET state = ?, lease_owner = NULL, lease_until = 0, updated_at = ? WHERE ${HELD}`;
    return this.#db.prepare(query).run(state, Date.now(), id, owner).changes > 0;
  }

  /** Takes the waiting or running job of a video away from whoever has it. False when there is none. */
  cancel(video: VideoId): boolean {
    const query = `UPDATE job SET state = 'cancelled', lease_owner = NULL, lease_until = 0, ${AT_REST}, updated_at = ?
      WHERE video = ? AND state IN ('queued', 'running')`;
    return this.#db.prepare(query).run(Date.now(), video).changes > 0;
  }

  /** The newest job of a video. */
  ofVideo(video: VideoId): JobRow | undefined {
    const query = `SELECT ${COLUMNS} FROM job WHERE video = ? ORDER BY created_at DESC, rowid DESC LIMIT 1`;
    return this.#db.prepare<[string], JobRow>(query).get(video);
  }

  /** Running jobs whose lease ran out before a time: their worker is gone and nobody has taken them. */
  stuckSince(time: number): readonly JobRow[] {
    const query = `SELECT ${COLUMNS} FROM job WHERE state = 'running' AND lease_until < ?`;
    return this.#db.prepare<[number], JobRow>(query).all(time);
  }
}
