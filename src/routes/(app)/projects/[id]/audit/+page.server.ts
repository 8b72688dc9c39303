/** Who did what in a project, for its managers. */
import { auditPage } from '../../../audit/audit-page.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, locals, url }) =>
  locals.ask(() => {
    const { project } = locals.app.access.project(locals.person, params.id, 'audit.view');
    const { id, name } = project;
    return {
      crumbs: [{ name, href: `/projects/${id}` }, { name: 'Audit' }],
      project: { id, name },
      ...auditPage(locals.app, url.searchParams, id),
    };
  });
