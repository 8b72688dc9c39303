/** Who did what on the whole server, for admins. */
import { auditPage } from './audit-page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals, url }) =>
  locals.ask(() => {
    locals.app.access.admin(locals.person);
    return { crumbs: [{ name: 'Audit' }], ...auditPage(locals.app, url.searchParams) };
  });
