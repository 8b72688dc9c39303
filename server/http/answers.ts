/** Rows → the bodies of protocol/http.ts, for the API and the pages alike. */
import type { PersonId, ProjectId, VideoId } from '#lib/model/id.ts';
import { must, problem } from '#lib/model/problem.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import type {
  LiveNowAnswer,
  LiveSessionAnswer,
  MediaAnswer,
  NoticeAnswer,
  NoticesAnswer,
  PersonAnswer,
  RoomsAnswer,
  StudyAnswer,
  TaxonomyAnswer,
  TaxonomyVersionAnswer,
  VideoAnswer,
} from '#lib/protocol/http.ts';
import type { Role } from '#lib/model/role.ts';
import { discussionName, roomName } from '#lib/protocol/room-name.ts';
import type { InProject, InVideo } from '#server/auth/access.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { Readable } from '#server/auth/notice-gate.ts';
import type { NoticeRow, SaidIn } from '#server/store/notices.ts';
import type { Store } from '#server/store/store.ts';
import type { StudyRow } from '#server/store/studies.ts';
import { liveSessionAnswer } from './live-record.ts';
import type { VideoRow } from '#server/store/videos.ts';

export type ProjectAnswer = { readonly id: ProjectId; readonly name: string; readonly role: Role };

export class Answers {
  readonly #store: Store;

  constructor(store: Store) {
    this.#store = store;
  }

  study({ id, project, name, createdAt }: StudyRow): StudyAnswer {
    return { id, project, name, createdAt: new Date(createdAt).toISOString() };
  }

  project({ project: { id, name }, role }: InProject): ProjectAnswer {
    return { id, name, role };
  }

  video({ video, study, role, layers }: InVideo): VideoAnswer {
    return {
      id: video.id,
      study: study.id,
      project: study.project,
      name: video.name,
      state: video.state,
      progress: this.#progress(video),
      problem: video.problem && spoken(video.problem),
      createdAt: new Date(video.createdAt).toISOString(),
      sha256: video.sha256,
      bytes: video.bytes,
      picture: video.picture,
      media: mediaOf(video),
      offsetMs: video.offsetMs,
      rooms: roomsOf(video.id, layers),
      role,
    };
  }

  /** What somebody is told, newest first, as far as they may still see it. */
  notices(person: PersonId, read: (where: SaidIn) => Readable | null): NoticesAnswer {
    const known = new Map<string, Readable | null>();
    const notices = this.#store.notices.ofPerson(person).flatMap((row) => {
      const where = `${row.video} ${row.layer}`;
      const found = known.has(where) ? known.get(where) : read(row);
      known.set(where, found ?? null);
      return found ? [this.#notice(row, found)] : [];
    });
    return { unread: notices.filter(({ read }) => !read).length, notices };
  }

  /** The live sessions of a study, newest first. */
  liveSessions({ id }: Pick<StudyRow, 'id'>): readonly LiveSessionAnswer[] {
    return this.#store.liveSessions.listOf(id).map((row) => liveSessionAnswer(this.#store, row));
  }

  /** The live sessions that run just now in these studies and show one of these videos, newest first. */
  liveNow(
    studies: readonly {
      readonly study: Pick<StudyRow, 'id' | 'name'>;
      readonly videos: readonly Pick<InVideo, 'video'>[];
    }[],
  ): readonly LiveNowAnswer[] {
    const store = this.#store;
    return store.liveSessions.open().flatMap(({ id, study: of, transport, begunBy, begunAt }) => {
      const found = studies.find(({ study }) => study.id === of);
      if (!found?.videos.some(({ video }) => video.id === transport.video)) return [];
      const name = store.people.get(begunBy)?.name ?? '';
      return [{ session: id, study: found.study.name, video: transport.video, begunBy: name, begunAt }];
    });
  }

  person({ id, name, color }: PersonRow): PersonAnswer {
    return { id, name, color };
  }

  /** The newest taxonomy of a project, or version 0 of what is to come. */
  taxonomy({ project }: InProject): TaxonomyAnswer {
    const none = { id: 'none' as Taxonomy['id'], name: project.name, version: 0, labels: [], tiers: [] };
    return this.#store.taxonomies.current(project.id) ?? none;
  }

  /** Every version of a project's taxonomy, newest first. */
  taxonomyVersions({ project }: InProject): readonly TaxonomyVersionAnswer[] {
    return this.#store.taxonomies.versions(project.id).map(({ version, name, createdAt, createdBy }) => ({
      version,
      name,
      createdAt: new Date(createdAt).toISOString(),
      createdBy: (createdBy && this.personById(createdBy)) ?? null,
    }));
  }

  /** The person with this id; undefined when there is none. */
  readonly personById = (id: PersonId): PersonAnswer | undefined => {
    const row = this.#store.people.get(id);
    return row && this.person(row);
  };

  #notice(row: NoticeRow, { task, nameless, name }: Readable): NoticeAnswer {
    const { id, kind, video, comment, by, frame, excerpt, at, readAt } = row;
    return {
      id,
      kind,
      video: { id: video, name },
      task,
      comment,
      by: (!nameless && by && this.personById(by)) || null,
      frame,
      excerpt,
      at: new Date(at).toISOString(),
      read: readAt !== null,
    };
  }

  #progress(video: VideoRow): VideoAnswer['progress'] {
    if (video.state !== 'queued' && video.state !== 'preparing') return null;
    const job = this.#store.jobs.ofVideo(video.id);
    if (!job) return null;
    const { phase, done, fps, remainingMs, watchableMs, watchableOfMs } = job;
    const watchable =
      watchableMs === null || watchableOfMs === null
        ? null
        : { playlist: `/media/${video.id}/first.m3u8`, ms: watchableMs, ofMs: watchableOfMs };
    return { phase, done, fps, remainingMs, watchable };
  }
}

function spoken({ code, details }: NonNullable<VideoRow['problem']>): NonNullable<VideoAnswer['problem']> {
  const { sentence, next } = problem(code, details);
  return { code, sentence, next };
}

function mediaOf({ id, media }: VideoRow): MediaAnswer | null {
  if (!media) return null;
  const at = (file: string) => `/media/${id}/${file}`;
  return {
    playlist: at('v.m3u8'),
    file: at('v.mp4'),
    frameIndex: at('frames.lfi'),
    thumbnails: media.thumbnails && { url: at('thumbs.jpg'), ...media.thumbnails },
    firstFrameMs: media.firstFrameMs,
    ...(media.light && { light: { playlist: at('light.m3u8'), file: at('light.mp4'), ...media.light } }),
    ...(media.waveform && { waveform: at('sound.dat') }),
  };
}

/** One labels room for each layer, those first that the asker works in, and the discussion beside the first. */
function roomsOf(video: VideoId, layers: InVideo['layers']): RoomsAnswer {
  const labels = layers.map(({ id: layer, kind, name }) => ({
    layer,
    kind,
    name,
    room: roomName({ kind: 'labels', video, layer }),
    discussion: discussionName(video, layer),
  }));
  const first = must(labels[0], 'who sees a video sees a layer of it');
  return { labels, discussion: first.discussion };
}
