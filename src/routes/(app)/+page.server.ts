/** Home: my projects, their studies, their videos. */
import { fail } from '@sveltejs/kit';
import { problem } from '#lib/model/problem.ts';
import { can } from '#lib/model/role.ts';
import { formText } from '../form-text.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
  locals.ask(() => {
    const { app, person } = locals;
    const projects = app.access.projects(person).map((mine) => ({
      mine,
      studies: app.access.studies(person, mine.project.id).map((found) => ({
        ...found,
        videos: app.access.videos(person, found.study.id),
      })),
    }));
    return {
      maxUploadBytes: app.config.maxUploadBytes,
      work: person ? app.workAnswers.mine(person) : null,
      // Of what one sees, by the names one is told.
      running: app.answers.liveNow(projects.flatMap(({ studies }) => studies)),
      projects: projects.map(({ mine, studies }) => ({
        ...app.answers.project(mine),
        mayUpload: can(mine.role, 'video.upload') && !mine.outsourced,
        members: app.store.members.ofProject(mine.project.id).length,
        studies: studies.map(({ study, videos }) => ({
          study: app.answers.study(study),
          videos: videos.map((video) => app.answers.video(video)),
        })),
      })),
    };
  });

const LONGEST_NAME = 120;

export const actions: Actions = {
  createStudy: async ({ request, locals }) => {
    const form = await request.formData();
    const name = formText(form, 'name').trim();
    try {
      const { app, person } = locals;
      const { project } = app.access.project(person, formText(form, 'project'), 'study.create');
      if (name === '' || name.length > LONGEST_NAME)
        return fail(400, problem('bad-request', { what: `A name has 1 to ${LONGEST_NAME} characters.` }));
      const { id } = app.store.studies.create({ project: project.id, name });
      locals.record('study.create', { project: project.id, subject: `study:${id}` });
      return { made: id };
    } catch (thrown) {
      const found = locals.problemOf(thrown);
      if (!found) throw thrown;
      return fail(found.status, found);
    }
  },
};
