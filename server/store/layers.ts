/** Layers of videos beside the shared one, which every video has without a row. */
import { newId, type LayerId, type TaskId, type VideoId } from '#lib/model/id.ts';
import type { LayerKind } from '#lib/model/layer.ts';
import type { Db } from './database.ts';

export type LayerRow = {
  readonly id: LayerId;
  readonly video: VideoId;
  readonly kind: Exclude<LayerKind, 'shared'>;
  readonly name: string;
  /** The task it was made for. */
  readonly task: TaskId | null;
};

const COLUMNS = 'id, video, kind, name, task';

export class Layers {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** `id`: of one in whose document something was written before. */
  create({
    id = newId<'layer'>(),
    video,
    kind,
    name,
    task,
  }: Omit<LayerRow, 'id'> & { id?: LayerId }): LayerId {
    this.#db
      .prepare('INSERT INTO layer (id, video, kind, name, task, created_at) VALUES (?, ?, ?, ?, ?, ?)')
      .run(id, video, kind, name, task, Date.now());
    return id;
  }

  get(id: LayerId): LayerRow | undefined {
    return this.#db.prepare<[string], LayerRow>(`SELECT ${COLUMNS} FROM layer WHERE id = ?`).get(id);
  }

  /** In the order they were made. */
  ofVideo(video: VideoId): readonly LayerRow[] {
    const query = `SELECT ${COLUMNS} FROM layer WHERE video = ? ORDER BY created_at, id`;
    return this.#db.prepare<[string], LayerRow>(query).all(video);
  }
}
