/** The labels of a project: members look, managers change them over the API. */
import { can } from '#lib/model/role.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, locals }) =>
  locals.ask(() => {
    const { app, person } = locals;
    const found = app.access.project(person, params.id, 'project.view');
    const { id, name } = found.project;
    return {
      crumbs: [{ name, href: '/' }, { name: 'Labels' }],
      project: { id, name },
      manages: can(found.role, 'project.manage'),
      taxonomy: app.answers.taxonomy(found),
      versions: app.answers.taxonomyVersions(found),
    };
  });
