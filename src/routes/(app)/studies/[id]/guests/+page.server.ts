/** The guest links of a study, for its managers. */
import { fail } from '@sveltejs/kit';
import { formText } from '../../../../form-text.ts';
import type { Actions, PageServerLoad, RequestEvent } from './$types';

export const load: PageServerLoad = ({ params, locals }) =>
  locals.ask(() => {
    const { app, person } = locals;
    const { study, project } = app.access.study(person, params.id, 'project.manage');
    return {
      crumbs: [
        { name: project.name, href: '/' },
        { name: study.name, href: `/studies/${study.id}` },
        { name: 'Guests' },
      ],
      study: app.answers.study(study),
      nameless: project.hidesNames,
      links: app.store.guests
        .linksOf(study.id)
        .map(({ id, role, label, hidesNames, createdAt, ...link }) => ({
          id,
          role,
          label,
          hidesNames,
          createdAt,
          expiresAt: link.expiresAt,
          revokedAt: link.revokedAt,
          people: app.store.guests.peopleOf(id).map((guest) => app.store.people.get(guest)?.name ?? ''),
        })),
    };
  });

/** Runs what a manager asked for; a refusal comes back as the form's problem. */
async function asManager<T extends object>(
  { locals, params, request }: RequestEvent,
  run: (form: FormData, found: ReturnType<App.Locals['app']['access']['study']>) => T,
) {
  const form = await request.formData();
  try {
    return run(form, locals.app.access.study(locals.person, params.id, 'project.manage'));
  } catch (thrown) {
    const problem = locals.problemOf(thrown);
    if (!problem) throw thrown;
    return fail(problem.status, { problem });
  }
}

export const actions: Actions = {
  invite: (event) =>
    asManager(event, (form, { study, project }) => {
      const { app, person } = event.locals;
      if (!person) throw new Error('the gate lets nobody through who is nobody');
      const role = formText(form, 'role') === 'commenter' ? 'commenter' : 'viewer';
      const { token, link } = app.auth.guests.invite(person.id, {
        study: study.id,
        role,
        label: formText(form, 'label', 200),
        hidesNames: form.get('hides') === 'on',
        hours: Number(formText(form, 'hours', 10)),
      });
      event.locals.record('guest.invite', {
        project: project.id,
        subject: `guest-link:${link}`,
        detail: { study: study.id, role },
      });
      return { made: `${event.url.origin}/guest/${token}` };
    }),
  revoke: (event) =>
    asManager(event, (form, { study, project }) => {
      const { app } = event.locals;
      const link = app.store.guests.link(formText(form, 'link', 40));
      // One of another study is none of theirs, and silently left alone.
      if (link?.study === study.id) {
        app.auth.guests.revoke(link.id);
        event.locals.record('guest.revoke', { project: project.id, subject: `guest-link:${link.id}` });
      }
      return { revoked: true };
    }),
};
