/** Pages for people who are signed in. */
import { redirect } from '@sveltejs/kit';
import type { Role } from '#lib/model/role.ts';
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = async ({ parent, locals: { app, person } }) => {
  const { me } = await parent();
  if (!me) redirect(303, '/sign-in');
  // What the tabs of a project show; each page asks the gate itself.
  const mine = app.access.projects(person).map(({ project, role }) => [project.id, role]);
  return { me, roles: Object.fromEntries(mine) as Readonly<Record<string, Role>> };
};
