/** After a first link: a password now, or later. */
import { fail, redirect } from '@sveltejs/kit';
import { setPassword } from '../(app)/account/set-password.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { person } }) => {
  if (!person || person.hasPassword) redirect(303, '/');
  return { login: person.login, name: person.name };
};

export const actions: Actions = {
  default: async (event) => {
    const problem = await setPassword(event);
    if (problem) return fail(problem.status, { problem });
    redirect(303, '/');
  },
};
