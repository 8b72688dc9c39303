/** The people of a project. Managers invite, change roles and remove; only an admin opens a known account anew. */
import { fail, type RequestEvent } from '@sveltejs/kit';
import type { AuditAction, AuditDetail } from '#lib/model/audit.ts';
import type { GroupId, PersonId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import { can, isRole, type Role } from '#lib/model/role.ts';
import type { InProject } from '#server/auth/access.ts';
import type { GroupRow } from '#server/store/groups.ts';
import type { PersonRow } from '#server/store/people.ts';
import { formText } from '../../../form-text.ts';
import type { Actions, PageServerLoad } from './$types';

export const load: PageServerLoad = ({ params, locals }) =>
  locals.ask(() => {
    const { app, person } = locals;
    const { project, role, outsourced } = app.access.project(person, params.id, 'project.view');
    const manages = can(role, 'project.manage');
    const members = app.store.members.ofProject(project.id).flatMap(({ person: id, role: theirs }) => {
      const row = app.store.people.get(id);
      // Who works here for somebody else learns nothing of the others.
      if (!row || (outsourced && id !== person?.id)) return [];
      const waiting = !row.hasPassword && app.store.sessions.ofPerson(id).length === 0;
      return [{ ...app.answers.person(row), login: row.login, role: theirs, waiting }];
    });
    return {
      crumbs: [{ name: project.name, href: '/' }, { name: 'Members' }],
      project: { id: project.id, name: project.name, silent: project.silent, hidesNames: project.hidesNames },
      manages,
      groups: manages ? app.store.groups.ofProject(project.id) : [],
      givesLinks: person?.admin === true,
      members: members.sort((a, b) => a.name.localeCompare(b.name)),
    };
  });

type Said = {
  readonly form: FormData;
  readonly found: InProject;
  readonly app: App.Locals['app'];
  /** Writes into the audit log what is done to a person of this project. */
  readonly record: (action: AuditAction, person: PersonId, role?: Role) => void;
  readonly recordGroup: (group: GroupId, detail: AuditDetail) => void;
};

/** Runs what a manager asked for; a refusal comes back as the form's problem. */
async function asManager(event: RequestEvent, run: (said: Said) => object) {
  const { locals, params, request } = event;
  const form = await request.formData();
  try {
    const found = locals.app.access.project(locals.person, params['id'] ?? '', 'project.manage');
    const record: Said['record'] = (action, of, role) =>
      locals.record(action, {
        project: found.project.id,
        subject: `person:${of}`,
        detail: role ? { role } : {},
      });
    const recordGroup: Said['recordGroup'] = (group, detail) =>
      locals.record('group.change', { project: found.project.id, subject: `group:${group}`, detail });
    const { store } = locals.app;
    return store.transaction(() => run({ form, found, app: locals.app, record, recordGroup }));
  } catch (thrown) {
    const problem = locals.problemOf(thrown);
    if (!problem) throw thrown;
    return fail(problem.status, { problem });
  }
}

function badRequest(what: string): never {
  throw new Refusal('bad-request', { what });
}

function roleIn({ form }: Said): Role {
  const role = formText(form, 'role');
  return isRole(role) ? role : badRequest('Choose a role.');
}

function memberIn({ form, found, app }: Said): PersonRow {
  const id = formText(form, 'person') as PersonId;
  const row = app.store.members.role(found.project.id, id) && app.store.people.get(id);
  return row || badRequest('This person is not in the project.');
}

function groupIn({ form, found, app }: Said): GroupRow {
  const id = formText(form, 'group');
  const group = app.store.groups.ofProject(found.project.id).find((one) => one.id === id);
  return group ?? badRequest('This group is not in the project.');
}

/** Somebody must be left who can let people in. */
function keepManager(said: Said, leaving: PersonId): void {
  const managers = said.app.store.members
    .ofProject(said.found.project.id)
    .filter(({ role }) => role === 'manager');
  if (managers.length === 1 && managers[0]?.person === leaving)
    badRequest('This is the last manager of the project. Make somebody else one first.');
}

export const actions: Actions = {
  makeGroup: (event) =>
    asManager(event, ({ form, found, app, recordGroup }) => {
      const name = formText(form, 'name').trim();
      if (name === '' || name.length > 80) badRequest('A name has 1 to 80 characters.');
      const outsourced = formText(form, 'outsourced') === 'yes';
      recordGroup(app.store.groups.create({ project: found.project.id, name, outsourced }), { outsourced });
      return {};
    }),
  setGroup: (event) =>
    asManager(event, (said) => {
      const { groups, members } = said.app.store;
      const group = groupIn(said);
      const people = said.form
        .getAll('person')
        .flatMap((id) => (typeof id === 'string' ? [id as PersonId] : []));
      if (people.some((id) => members.role(said.found.project.id, id) === undefined))
        badRequest('Only members of the project can be in a group.');
      groups.setPeople(group.id, people);
      said.recordGroup(group.id, { people: people.length, outsourced: group.outsourced });
      return {};
    }),
  removeGroup: (event) =>
    asManager(event, (said) => {
      const group = groupIn(said);
      said.app.store.groups.remove(group.id);
      said.recordGroup(group.id, { removed: true, outsourced: group.outsourced });
      return {};
    }),
  setRole: (event) =>
    asManager(event, (said) => {
      const role = roleIn(said);
      const { id } = memberIn(said);
      if (role !== 'manager') keepManager(said, id);
      said.app.store.members.set(said.found.project.id, id, role);
      said.record('member.role', id, role);
      return {};
    }),
  remove: (event) =>
    asManager(event, (said) => {
      const { id, name } = memberIn(said);
      keepManager(said, id);
      said.app.store.members.remove(said.found.project.id, id);
      said.record('member.remove', id);
      return { removed: name };
    }),
  invite: (event) =>
    asManager(event, (said) => {
      const { form, found, app } = said;
      const [name, login, role] = [
        formText(form, 'name').trim(),
        formText(form, 'login').trim(),
        roleIn(said),
      ];
      if (name === '' || name.length > 80) badRequest('A name has 1 to 80 characters.');
      if (!/^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,79}$/u.test(login))
        badRequest('A login is one word of letters, digits and . _ @ + -');
      const known = app.store.people.byLogin(login);
      if (known && app.store.members.role(found.project.id, known.id))
        badRequest(`${known.name} is in the project already.`);
      const person = known ?? app.store.people.create({ login, name });
      app.store.members.set(found.project.id, person.id, role);
      said.record('member.invite', person.id, role);
      // A link signs in: only the person who was just made gets one, never somebody who has an account elsewhere.
      const link = known ? null : `${event.url.origin}/link/${app.auth.createLink(person.id)}`;
      return { invited: person.name, link };
    }),
  sound: (event) =>
    asManager(event, ({ form, found: { project }, app }) => {
      const silent = formText(form, 'silent') === 'on';
      app.store.projects.setSilent(project.id, silent);
      event.locals.record('project.sound', { project: project.id, detail: { silent } });
      return { silent };
    }),
  names: (event) =>
    asManager(event, ({ form, found: { project }, app }) => {
      const hidesNames = formText(form, 'hides') === 'on';
      app.store.projects.setHidesNames(project.id, hidesNames);
      event.locals.record('project.names', { project: project.id, detail: { hidesNames } });
      return { hidesNames };
    }),
  link: (event) =>
    asManager(event, (said) => {
      said.app.access.admin(event.locals.person);
      const { id, name } = memberIn(said);
      said.record('link.create', id);
      return { invited: name, link: `${event.url.origin}/link/${said.app.auth.createLink(id)}` };
    }),
};
