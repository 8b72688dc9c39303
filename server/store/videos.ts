/** Videos: what a file is called, how far its preparation is, and what its pictures are. */
import { newId, type PersonId, type StudyId, type VideoId } from '#lib/model/id.ts';
import { must, type ProblemCode, type ProblemDetails } from '#lib/model/problem.ts';
import type { LightAnswer, PictureAnswer, ThumbnailsAnswer, VideoState } from '#lib/protocol/http.ts';
import type { Db } from './database.ts';

/** What a finished preparation says of its files; their addresses follow from the video's id. */
export type StoredMedia = {
  readonly firstFrameMs: number;
  readonly thumbnails: Omit<ThumbnailsAnswer, 'url'> | null;
  readonly light?: Omit<LightAnswer, 'playlist' | 'file'>;
  readonly waveform?: true;
};

export type StoredProblem = { readonly code: ProblemCode; readonly details: ProblemDetails };

export type VideoRow = {
  readonly id: VideoId;
  readonly study: StudyId;
  /** As uploaded: shown, never used as a path. */
  readonly name: string;
  readonly state: VideoState;
  readonly bytes: number;
  readonly sha256: string | null;
  readonly picture: PictureAnswer | null;
  readonly media: StoredMedia | null;
  readonly problem: StoredProblem | null;
  /** Where its frame 0 lies on the clock of its study, in milliseconds. */
  readonly offsetMs: number;
  readonly attribution: string | null;
  readonly createdBy: PersonId;
  readonly createdAt: number;
};

export type NewVideo = {
  readonly study: StudyId;
  readonly name: string;
  readonly createdBy: PersonId;
  readonly bytes?: number | undefined;
  readonly attribution?: string | null | undefined;
};

type Raw = Omit<VideoRow, 'picture' | 'media' | 'problem'> & {
  readonly picture: string | null;
  readonly media: string | null;
  readonly problem: string | null;
};

const COLUMNS = `id, study, name, state, bytes, sha256, picture, media, problem, attribution,
  offset_ms AS offsetMs, created_by AS createdBy, created_at AS createdAt`;

export class Videos {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** A video whose bytes are arriving. */
  create({ study, name, createdBy, bytes = 0, attribution = null }: NewVideo): VideoRow {
    const id = newId<'video'>();
    this.#db
      .prepare(
        `INSERT INTO video (id, study, name, state, bytes, attribution, created_by, created_at)
         VALUES (?, ?, ?, 'uploading', ?, ?, ?, ?)`,
      )
      .run(id, study, name, bytes, attribution, createdBy, Date.now());
    return must(this.get(id), 'a video just made is there');
  }

  get(id: VideoId): VideoRow | undefined {
    const raw = this.#db.prepare<[string], Raw>(`SELECT ${COLUMNS} FROM video WHERE id = ?`).get(id);
    return raw && parse(raw);
  }

  /** In the order they came. */
  listOf(study: StudyId): readonly VideoRow[] {
    const query = `SELECT ${COLUMNS} FROM video WHERE study = ? ORDER BY created_at, rowid`;
    return this.#db.prepare<[string], Raw>(query).all(study).map(parse);
  }

  inState(state: VideoState): readonly VideoRow[] {
    const query = `SELECT ${COLUMNS} FROM video WHERE state = ? ORDER BY created_at, rowid`;
    return this.#db.prepare<[string], Raw>(query).all(state).map(parse);
  }

  /** A new state; what was wrong before no longer counts. */
  setState(id: VideoId, state: VideoState): void {
    this.#db.prepare('UPDATE video SET state = ?, problem = NULL WHERE id = ?').run(state, id);
  }

  /** All bytes are here. */
  setSource(id: VideoId, { bytes, sha256 }: { readonly bytes: number; readonly sha256: string }): void {
    this.#db.prepare('UPDATE video SET bytes = ?, sha256 = ? WHERE id = ?').run(bytes, sha256, id);
  }

  setReady(
    id: VideoId,
    { picture, media }: { readonly picture: PictureAnswer; readonly media: StoredMedia },
  ): void {
    this.#db
      .prepare(`UPDATE video SET state = 'ready', problem = NULL, picture = ?, media = ? WHERE id = ?`)
      .run(JSON.stringify(picture), JSON.stringify(media), id);
  }

  setFailed(id: VideoId, problem: StoredProblem): void {
    this.#db
      .prepare(`UPDATE video SET state = 'failed', problem = ? WHERE id = ?`)
      .run(JSON.stringify(problem), id);
  }

  setOffset(id: VideoId, offsetMs: number): void {
    this.#db.prepare('UPDATE video SET offset_ms = ? WHERE id = ?').run(offsetMs, id);
  }

  /** For an upload that broke off: nothing of it is kept. */
  remove(id: VideoId): void {
    this.#db.prepare('DELETE FROM video WHERE id = ?').run(id);
  }
}

function parse(raw: Raw): VideoRow {
  return {
    ...raw,
    picture: raw.picture === null ? null : (JSON.parse(raw.picture) as PictureAnswer),
    media: raw.media === null ? null : (JSON.parse(raw.media) as StoredMedia),
    problem: raw.problem === null ? null : (JSON.parse(raw.problem) as StoredProblem),
  };
}
