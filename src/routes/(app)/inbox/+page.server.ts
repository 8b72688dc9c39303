/** What I am told of comments. */
import type { NoticesAnswer } from '#lib/protocol/http.ts';
import { must } from '#lib/model/problem.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }): NoticesAnswer & { crumbs: { name: string }[] } => {
  const { app } = locals;
  const person = must(locals.person, 'nobody else comes to a page of the app');
  const told = app.answers.notices(person.id, (where) => app.notices.readable(person.id, where));
  return { ...told, crumbs: [{ name: 'Inbox' }] };
};
