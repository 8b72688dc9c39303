/** Which comments each person has seen. */
import type { CommentId, PersonId, VideoId } from '#lib/model/id.ts';
import type { Db } from './database.ts';

/** Nobody reads more of one video; what comes behind stays new. */
const MOST = 20_000;

export class SeenComments {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  of(person: PersonId, video: VideoId): readonly CommentId[] {
    return this.#db
      .prepare<[string, string], CommentId>('SELECT comment FROM seen_comment WHERE person = ? AND video = ?')
      .pluck()
      .all(person, video);
  }

  add(person: PersonId, video: VideoId, comments: readonly CommentId[]): void {
    const free = MOST - this.of(person, video).length;
    const add = this.#db.prepare(
      'INSERT OR IGNORE INTO seen_comment (person, video, comment) VALUES (?, ?, ?)',
    );
    for (const comment of comments.slice(0, Math.max(0, free))) add.run(person, video, comment);
  }
}
