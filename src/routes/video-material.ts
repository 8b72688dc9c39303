/** All that a page needs to know before it opens a video. */
import { error, redirect } from '@sveltejs/kit';
import { problem } from '#lib/model/problem.ts';

/** Refuses what the gate refuses. */
export function videoMaterial(locals: App.Locals, id: string) {
  const { app, person } = locals;
  if (!person) redirect(303, '/sign-in');
  const found = app.access.video(person, id, 'video.view');
  const taxonomy = app.store.taxonomies.current(found.project.id);
  if (!taxonomy) {
    const { status, sentence, next } = problem('bad-request', { what: 'The project has no labels yet.' });
    error(status, { message: sentence, next });
  }
  return {
    video: app.answers.video(found),
    study: { id: found.study.id, name: found.study.name },
    taxonomy,
    person: app.answers.person(person),
    // A guest learns no more of the project than who is here.
    guest: found.guest !== undefined,
    people: (found.guest ? [] : app.store.members.ofProject(found.project.id))
      .map((member) => app.answers.personById(member.person))
      .filter((one) => one !== undefined),
  };
}
