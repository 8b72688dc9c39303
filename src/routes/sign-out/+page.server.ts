/** Ends the session of this browser. */
import { redirect } from '@sveltejs/kit';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = () => redirect(303, '/');

export const actions: Actions = {
  default: async ({ locals }) => {
    if (locals.person) locals.record('sign-out');
    await locals.signOut();
    redirect(303, '/sign-in');
  },
};
