/** The tasks of a project, and for managers what a new one is made from. */
import { can } from '#lib/model/role.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, locals }) =>
  locals.ask(() => {
    const { app, person } = locals;
    const found = app.access.project(person, params.id, 'project.view');
    app.access.member(person);
    const { project, role } = found;
    const manages = can(role, 'task.manage');
    const taxonomy = app.answers.taxonomy(found);
    const named = ({ id, name }: { id: string; name: string }) => ({ id, name });
    return {
      crumbs: [{ name: project.name, href: '/' }, { name: 'Tasks' }],
      project: { id: project.id, name: project.name },
      manages,
      throughput: can(role, 'task.review') ? app.workAnswers.throughput(project.id) : null,
      work: person ? app.workAnswers.tasks(found, person) : { tasks: [], assignments: [] },
      making: manages
        ? {
            studies: app.access.studies(person, project.id).map(({ study }) => ({
              name: study.name,
              videos: app.access.videos(person, study.id).map(({ video: { id, name } }) => ({ id, name })),
            })),
            people: app.store.members
              .ofProject(project.id)
              .filter((member) => can(member.role, 'labels.edit'))
              .flatMap((member) => {
                const row = app.store.people.get(member.person);
                return row && !row.disabled ? [{ id: row.id, name: row.name, role: member.role }] : [];
              }),
            reviewers: app.store.members
              .ofProject(project.id)
              .filter((member) => can(member.role, 'task.review'))
              .flatMap((member) => {
                const row = app.store.people.get(member.person);
                return row && !row.disabled ? [{ id: row.id, name: row.name }] : [];
              }),
            groups: app.store.groups.ofProject(project.id).map(({ name, people }) => ({ name, people })),
            labels: taxonomy.labels
              .filter(({ retired }) => !retired)
              .map((one) => ({ ...named(one), id: one.id })),
            tiers: taxonomy.tiers
              .filter(({ retired, mode }) => !retired && mode === 'exclusive')
              .map((one) => ({ ...named(one), id: one.id })),
          }
        : null,
    };
  });
