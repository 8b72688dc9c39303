/** The keys I work with. */
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals: { app, person } }) => {
  if (!person) throw new Error('hooks.server.ts lets nobody else on to this page.');
  return {
    crumbs: [{ name: 'Account', href: '/account' }, { name: 'Keys' }],
    keys: app.store.keyChoices.of(person.id),
  };
};
