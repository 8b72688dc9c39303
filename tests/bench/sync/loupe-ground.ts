/** What our server must know before a benchmark can use it: people with tokens, and a video for each room. */
import type { VideoId } from '#lib/model/id.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import { createApp } from '#server/app.ts';
import { readConfig } from '#server/config.ts';

/** A person may hold so many sockets with room to spare. */
const PEOPLE = 20;

export class LoupeGround {
  readonly #tokens: readonly string[];
  readonly #videos = new Map<string, VideoId>();

  constructor(dataDir: string, rooms: readonly string[]) {
    const app = createApp(readConfig({ DATA_DIR: dataDir, LOG_LEVEL: 'silent' }));
    const project = app.store.projects.create({ name: 'Bench' });
    const study = app.store.studies.create({ project: project.id, name: 'Bench' });
    const people = Array.from({ length: PEOPLE }, (_, n) => {
      const person = app.store.people.create({ login: `bench-${n}`, name: `Bench ${n}` });
      app.store.members.set(project.id, person.id, 'annotator');
      return person;
    });
    this.#tokens = people.map(({ id }) => app.auth.createToken(id, 'bench', 1));
    for (const room of rooms) {
      const { id } = app.store.videos.create({ study: study.id, name: room, createdBy: people[0]!.id });
      this.#videos.set(room, id);
    }
    app.store.close();
  }

  door(base: string, room: string, n: number) {
    const video = this.#videos.get(room)!;
    const name = roomName({ kind: 'labels', video, layer: SHARED_LAYER.id });
    return {
      url: `${base}/sync/${name}`,
      headers: { authorization: `Bearer ${this.#tokens[n % PEOPLE]}` },
    };
  }
}
