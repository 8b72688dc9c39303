/** A one-time link. Looking at it uses nothing up (mail programs look at links too); the button does. */
import { fail, redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, locals: { app, person } }) => {
  const whose = app.auth.linkPerson(params.token);
  return {
    whose: whose && app.answers.person(whose),
    login: whose?.login ?? '',
    /** Somebody else is signed in here, and would no longer be. */
    insteadOf: person && whose && person.id !== whose.id ? person.name : null,
    signedIn: person !== null,
  };
};

export const actions: Actions = {
  default: async ({ params, locals }) => {
    let first: boolean;
    try {
      const signedIn = await locals.app.auth.signInByLink(params.token);
      await locals.signIn(signedIn);
      locals.record('sign-in.link', { by: signedIn.person.id });
      first = !signedIn.person.hasPassword;
    } catch (thrown) {
      const problem = locals.problemOf(thrown);
      if (!problem) throw thrown;
      return fail(problem.status, { problem });
    }
    redirect(303, first ? '/welcome' : '/');
  },
};
