/** Who is signed in, for every page. */
import type { LayoutServerLoad } from './$types';

export const load: LayoutServerLoad = ({ locals: { app, person } }) => ({
  me: person && { ...app.answers.person(person), login: person.login, admin: person.admin },
});
