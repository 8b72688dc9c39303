/** A video, and all that the workspace needs to know before it opens. */
import { problem } from '#lib/model/problem.ts';
import { error, redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, locals }) =>
  locals.ask(() => {
    const { app, person } = locals;
    if (!person) redirect(303, '/sign-in');
    const found = app.access.video(person, params.id, 'video.view');
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
      people: app.store.members
        .ofProject(found.project.id)
        .map((member) => app.answers.personById(member.person))
        .filter((one) => one !== undefined),
    };
  });
