/** What is told to people apart from the room they are in: who mentioned or answered them, and whether they know. */
import { newId, type CommentId, type LayerId, type PersonId, type VideoId } from '#lib/model/id.ts';
import type { Db } from './database.ts';

export type NoticeKind = 'mention' | 'answer';

export type NoticeRow = {
  readonly id: string;
  readonly person: PersonId;
  readonly kind: NoticeKind;
  readonly video: VideoId;
  /** Beside which layer it was said; null: the shared one. */
  readonly layer: LayerId | null;
  /** The comment that is told of. */
  readonly comment: CommentId;
  /** Who wrote it. */
  readonly by: PersonId | null;
  /** First frame it is about; null for the video as a whole. */
  readonly frame: number | null;
  /** Its words, in part, on one line. */
  readonly excerpt: string;
  /** When the server learned of it; milliseconds since 1970. */
  readonly at: number;
  readonly readAt: number | null;
};

/** What somebody should know of a discussion, as it is now. */
export type DueNotice = Omit<NoticeRow, 'id' | 'video' | 'layer' | 'at' | 'readAt'>;

/** Where it is said. */
export type SaidIn = Pick<NoticeRow, 'video' | 'layer'>;

const COLUMNS =
  'id, person, kind, video, layer, comment, by_person AS by, frame, excerpt, at, read_at AS readAt';
const MOST_LISTED = 200;

export class Notices {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /**
   * Makes what is told of a discussion what is due: adds what is new, renews the words of what is there, and
   * takes away what nobody says any more. What was read stays read.
   */
  settle(where: SaidIn, due: readonly DueNotice[], now: number): void {
    const keyOf = (one: Pick<NoticeRow, 'person' | 'kind' | 'comment'>) =>
      `${one.person} ${one.kind} ${one.comment}`;
    const there = new Map(this.#saidIn(where).map((row) => [keyOf(row), row]));
    for (const one of due) {
      const row = there.get(keyOf(one));
      there.delete(keyOf(one));
      if (!row) this.#add(where, one, now);
      else if (row.excerpt !== one.excerpt)
        this.#db.prepare('UPDATE notice SET excerpt = ? WHERE id = ?').run(one.excerpt, row.id);
    }
    for (const { id } of there.values()) this.#db.prepare('DELETE FROM notice WHERE id = ?').run(id);
  }

  /** Newest first, at most 200. */
  ofPerson(person: PersonId): readonly NoticeRow[] {
    const query = `SELECT ${COLUMNS} FROM notice WHERE person = ? ORDER BY at DESC, id LIMIT ${MOST_LISTED}`;
    return this.#db.prepare<[string], NoticeRow>(query).all(person);
  }

  /** What somebody does not know of yet and no letter has told, oldest first. */
  untold(person: PersonId): readonly NoticeRow[] {
    const query = `SELECT ${COLUMNS} FROM notice
      WHERE person = ? AND read_at IS NULL AND mailed_at IS NULL ORDER BY at, id LIMIT ${MOST_LISTED}`;
    return this.#db.prepare<[string], NoticeRow>(query).all(person);
  }

  /** Marks some as known, or all; only of this person, so that nobody reads for another. */
  markRead(person: PersonId, ids: readonly string[] | 'all', now: number): void {
    const query = 'UPDATE notice SET read_at = ? WHERE person = ? AND read_at IS NULL';
    if (ids === 'all') this.#db.prepare(query).run(now, person);
    else for (const id of ids) this.#db.prepare(`${query} AND id = ?`).run(now, person, id);
  }

  /** Marks as known what is told of these comments: they were seen where they stand. */
  markSeen(person: PersonId, video: VideoId, comments: readonly CommentId[], now: number): void {
    const query =
      'UPDATE notice SET read_at = ? WHERE person = ? AND video = ? AND comment = ? AND read_at IS NULL';
    for (const comment of comments) this.#db.prepare(query).run(now, person, video, comment);
  }

  /** Up to which row of its log a discussion has been told of. */
  head(room: string): number {
    const found = this.#db.prepare('SELECT head FROM notice_head WHERE room = ?').pluck().get(room);
    return Number(found ?? 0);
  }

  setHead(room: string, head: number): void {
    this.#db
      .prepare(
        'INSERT INTO notice_head (room, head) VALUES (?, ?) ON CONFLICT DO UPDATE SET head = excluded.head',
      )
      .run(room, head);
  }

  #saidIn({ video, layer }: SaidIn): readonly NoticeRow[] {
    const query = `SELECT ${COLUMNS} FROM notice WHERE video = ? AND layer IS ?`;
    return this.#db.prepare<[string, string | null], NoticeRow>(query).all(video, layer);
  }

  /** A comment of the same name in another discussion of the video is somebody's forgery, and told once. */
  #add(
    { video, layer }: SaidIn,
    { person, kind, comment, by, frame, excerpt }: DueNotice,
    now: number,
  ): void {
    this.#db
      .prepare(
        `INSERT INTO notice (id, person, kind, video, layer, comment, by_person, frame, excerpt, at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (video, person, kind, comment) DO NOTHING`,
      )
      .run(newId<'notice'>(), person, kind, video, layer, comment, by, frame, excerpt, now);
  }
}
