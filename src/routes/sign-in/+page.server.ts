/** Signs a person in with their password. */
import { fail, redirect } from '@sveltejs/kit';
import { nextPath } from '#lib/ui/sign-in/next-path.ts';
import { formText } from '../form-text.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { person }, url }) => {
  const next = nextPath(url.searchParams.get('next'));
  if (person) redirect(303, next);
  return { next };
};

export const actions: Actions = {
  default: async ({ request, locals, url, getClientAddress }) => {
    const form = await request.formData();
    const credentials = {
      login: formText(form, 'login'),
      password: formText(form, 'password'),
      address: getClientAddress(),
    };
    try {
      await locals.signIn(await locals.app.auth.signIn(credentials));
    } catch (thrown) {
      const problem = locals.problemOf(thrown);
      if (!problem) throw thrown;
      return fail(problem.status, { problem, login: credentials.login.slice(0, 80) });
    }
    redirect(303, nextPath(url.searchParams.get('next')));
  },
};
