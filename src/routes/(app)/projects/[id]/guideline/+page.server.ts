/** The guideline of a project: members read, managers write it over the API and see who has read it. */
import { can } from '#lib/model/role.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, locals }) =>
  locals.ask(() => {
    const { app, person } = locals;
    const found = app.access.project(person, params.id, 'project.view');
    const { id, name } = found.project;
    const manages = can(found.role, 'project.manage') && !found.outsourced;
    return {
      crumbs: [{ name, href: '/' }, { name: 'Guideline' }],
      project: { id, name },
      manages,
      guideline: app.guidelines.current(found),
      versions: app.guidelines.versions(found),
      standing: person && app.store.guidelines.standing(id, person.id),
      readers: manages ? app.guidelines.readers(found) : [],
      videos: manages ? examplesIn(locals, id) : [],
    };
  });

/** The videos of a project that are ready, each named with its study. */
function examplesIn(
  { app, person }: App.Locals,
  project: Parameters<App.Locals['app']['access']['studies']>[1],
) {
  return app.access.studies(person, project).flatMap(({ study }) =>
    app.access.videos(person, study.id).flatMap(({ video }) => {
      if (video.state !== 'ready' || !video.picture) return [];
      return [{ id: video.id, name: `${study.name} / ${video.name}`, frames: video.picture.frames }];
    }),
  );
}
