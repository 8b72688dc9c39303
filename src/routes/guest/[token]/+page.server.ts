/** The way in for somebody from outside: they give a name, and see one study for a time. */
import { fail, redirect } from '@sveltejs/kit';
import { formText } from '../../form-text.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, locals: { app, person } }) => {
  const link = app.auth.guests.open(params.token);
  return {
    link: link && { until: link.expiresAt, comments: link.role === 'commenter' },
    /** Somebody is signed in here, and would no longer be. */
    insteadOf: person?.name ?? null,
  };
};

export const actions: Actions = {
  default: async ({ params, locals, request }) => {
    const form = await request.formData();
    try {
      const link = locals.app.auth.guests.open(params.token);
      const signedIn = await locals.app.auth.enterAsGuest(params.token, formText(form, 'name', 200));
      await locals.signIn(signedIn);
      const project = link && locals.app.store.studies.get(link.study)?.project;
      locals.record('guest.enter', {
        by: signedIn.person.id,
        ...(link && { subject: `guest-link:${link.id}` }),
        ...(project && { project }),
      });
    } catch (thrown) {
      const problem = locals.problemOf(thrown);
      if (!problem) throw thrown;
      return fail(problem.status, { problem });
    }
    redirect(303, '/guest');
  },
};
