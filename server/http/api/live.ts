/** The live sessions of a study: who was in each and how long, and what happened, as a list or a file. */
import type { VideoId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { App } from '#server/app.ts';
import type { InStudy } from '#server/auth/access.ts';
import type { LiveSessionRow } from '#server/store/live-sessions.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { Store } from '#server/store/store.ts';
import { csvRow } from '../csv.ts';
import { liveEventAnswers } from '../live-record.ts';
import type { Reply } from '../reply.ts';
import type { Call, QueryParameter } from './route.ts';

type By = { readonly person: PersonRow };

export const LIVE_QUERY: Readonly<Record<string, QueryParameter>> = {
  session: { schema: { type: 'string', maxLength: 40 }, required: false, description: 'only this one' },
};

export async function liveSessions({ app }: Call, found: InStudy): Promise<Reply> {
  return { status: 200, json: app.answers.liveSessions(found.study) };
}

/** What happened in all of them, or in one, oldest first. Refuses `not-found` for one of another study. */
export async function liveEvents({ app, query }: Call, found: InStudy & By): Promise<Reply> {
  const rows = asked(app.store, found, query['session']);
  const names = namesIn(app, found);
  return { status: 200, json: rows.flatMap((row) => liveEventAnswers(app.store, row, names)) };
}

/** The same as CSV. */
export async function liveEventsFile({ app, query }: Call, found: InStudy & By): Promise<Reply> {
  const rows = asked(app.store, found, query['session']);
  const names = namesIn(app, found);
  function* pieces(): Generator<string, void, void> {
    yield csvRow(['session', 'n', 'at', 'kind', 'person', 'video', 'frame', 'subject', 'words']);
    for (const row of rows)
      for (const { session, n, at, kind, person, video, frame, subject, words } of liveEventAnswers(
        app.store,
        row,
        names,
      ))
        yield csvRow([
          session,
          n,
          at,
          kind,
          person ?? '',
          video ?? '',
          frame ?? '',
          subject ?? '',
          words ?? '',
        ]);
  }
  const type = 'text/csv; charset=utf-8';
  return { status: 200, pieces: pieces(), fileName: `${found.study.name} - live.csv`, type };
}

/** What the videos of a study are called for who asks: outsourced people are told no names. */
function namesIn({ access }: App, { study, person }: InStudy & By): ReadonlyMap<VideoId, string> {
  return new Map(access.videos(person, study.id).map(({ video }) => [video.id, video.name]));
}

function asked(store: Store, { study }: InStudy, session: string | undefined): readonly LiveSessionRow[] {
  const rows = store.liveSessions.listOf(study.id).toReversed();
  if (session === undefined) return rows;
  const row = rows.find(({ id }) => id === session);
  if (!row) throw new Refusal('not-found');
  return [row];
}
