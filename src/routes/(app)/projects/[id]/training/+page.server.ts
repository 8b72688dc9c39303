/** The trainings of a project, and what a new one is made from; for its managers. */
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, locals }) =>
  locals.ask(() => {
    const { app, person } = locals;
    const found = app.access.project(person, params.id, 'task.manage');
    const { project } = found;
    const taxonomy = app.answers.taxonomy(found);
    return {
      crumbs: [{ name: project.name, href: '/' }, { name: 'Training' }],
      project: { id: project.id, name: project.name },
      table: app.trainingAnswers.all(found),
      studies: app.access.studies(person, project.id).map(({ study }) => ({
        name: study.name,
        videos: app.access
          .videos(person, study.id)
          .filter(({ video }) => video.state === 'ready')
          .map(({ video: { id, name }, layers }) => ({
            id,
            name,
            layers: layers.map((layer) => ({ id: layer.id, name: layer.name, kind: layer.kind })),
          })),
      })),
      labels: taxonomy.labels.filter(({ retired }) => !retired).map(({ id, name }) => ({ id, name })),
    };
  });
