/** Pages for people who are signed in. */
import { redirect } from '@sveltejs/kit';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ parent }) => {
  const { me } = await parent();
  if (!me) redirect(303, '/sign-in');
  return { me };
};
