/** What people are told of comments, and which of these they have seen. */
import type { NoticesAnswer } from '#lib/protocol/http.ts';
import type { App } from '#server/app.ts';
import type { InVideo } from '#server/auth/access.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { Reply } from '../reply.ts';
import type { NewSeenCommentsBody, ReadNoticesBody } from './bodies.ts';
import type { Call } from './route.ts';

type Me = { readonly person: PersonRow };

/** What somebody is told, as far as they may still see it: pages show the same. */
export function noticesOf({ answers, notices: teller }: App, person: PersonRow): NoticesAnswer {
  return answers.notices(person.id, (where) => teller.readable(person.id, where));
}

export async function notices({ app }: Call, { person }: Me): Promise<Reply> {
  return { status: 200, json: noticesOf(app, person) };
}

export async function readNotices({ app, body }: Call<ReadNoticesBody>, { person }: Me): Promise<Reply> {
  app.store.notices.markRead(person.id, body.ids ?? 'all', Date.now());
  return { status: 200, json: noticesOf(app, person) };
}

export async function seenComments({ app }: Call, { person, video }: InVideo & Me): Promise<Reply> {
  return { status: 200, json: { comments: app.store.seenComments.of(person.id, video.id) } };
}

/** Who has seen a comment where it stands need not be told of it any more. */
export async function seeComments(
  { app, body }: Call<NewSeenCommentsBody>,
  { person, video }: InVideo & Me,
): Promise<Reply> {
  app.store.transaction(() => {
    app.store.seenComments.add(person.id, video.id, body.comments);
    app.store.notices.markSeen(person.id, video.id, body.comments, Date.now());
  });
  return { status: 200, json: { comments: app.store.seenComments.of(person.id, video.id) } };
}
