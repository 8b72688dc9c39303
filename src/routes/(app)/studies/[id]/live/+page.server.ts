/** The live sessions of a study. */
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, locals }) =>
  locals.ask(() => {
    const { app, person } = locals;
    const found = app.access.study(person, params.id, 'project.view');
    const { study, project } = found;
    return {
      crumbs: [
        { name: project.name, href: '/' },
        { name: study.name, href: `/studies/${study.id}` },
        { name: 'Live sessions' },
      ],
      study: app.answers.study(study),
      sessions: app.answers.liveSessions(study),
      videos: app.access
        .videos(person, study.id)
        .flatMap(({ video: { id, state } }) => (state === 'ready' ? [id] : [])),
    };
  });
