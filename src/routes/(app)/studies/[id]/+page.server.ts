/** A study with all its videos. */
import { can } from '#lib/model/role.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, locals }) =>
  locals.ask(() => {
    const { app, person } = locals;
    const found = app.access.study(person, params.id, 'project.view');
    const { study, project, role, outsourced } = found;
    return {
      crumbs: [{ name: project.name, href: '/' }, { name: study.name }],
      study: app.answers.study(study),
      role,
      mayUpload: can(role, 'video.upload') && !outsourced,
      maxUploadBytes: app.config.maxUploadBytes,
      videos: app.access.videos(person, study.id).map((video) => app.answers.video(video)),
    };
  });
