/** `loupe user add`: makes a person, or a new way in for one, and a member of a project. */
import { isRole } from '#lib/model/role.ts';
import type { ProjectId } from '#lib/model/id.ts';
import type { AuditAction } from '#lib/model/audit.ts';
import type { Recorded } from '#server/store/audit.ts';
import type { App } from '#server/app.ts';
import type { ProjectRow } from '#server/store/projects.ts';
import { terminal } from '#server/telemetry/printer.ts';
import { readArguments, required, UsageError } from './arguments.ts';

export async function run(args: string[], open: () => App): Promise<number> {
  const words = readArguments(args, { texts: ['name', 'project', 'role'], flags: ['admin'] });
  const [login = '', ...more] = words.positionals;
  if (more.length > 0) throw new UsageError(`"${more[0]}" is too much; a login is one word.`);
  if (!/^[\p{L}\p{N}][\p{L}\p{N}._@+-]{0,79}$/u.test(login))
    throw new UsageError('LOGIN is missing, or has other characters than letters, digits and . _ @ + -');
  const role = words.text('role');
  const projectWord = words.text('project');
  if ((role === undefined) !== (projectWord === undefined))
    throw new UsageError('--project and --role go together.');
  if (role !== undefined && !isRole(role)) throw new UsageError(`"${role}" is not a role.`);

  const { store, auth, config } = open();
  const project = projectWord === undefined ? undefined : findProject(open(), projectWord);
  const known = store.people.byLogin(login);
  const name = known?.name ?? required(words, 'name').slice(0, 80);
  const link = store.transaction(() => {
    const person = known ?? store.people.create({ login, name });
    const record = (action: AuditAction, more: Recorded = {}) =>
      store.audit.record({ action, by: null, address: 'shell', subject: `person:${person.id}`, ...more });
    if (!known) record('person.create');
    if (words.flag('admin')) {
      store.people.setAdmin(person.id, true);
      record('person.admin');
    }
    if (project && role !== undefined) {
      store.members.set(project.id, person.id, role);
      record('member.role', { project: project.id, detail: { role } });
    }
    record('link.create');
    return auth.createLink(person.id);
  });
  const what = known ? 'was there already' : 'is there now';
  const where = project ? `, ${role} in ${project.name}` : '';
  terminal.say(`${name} (${login}) ${what}${where}. This link signs them in, once, within a week:`);
  terminal.say(`${config.origin ?? `http://localhost:${config.port}`}/link/${link}`);
  return 0;
}

function findProject({ store }: App, word: string): ProjectRow {
  const byId = store.projects.get(word as ProjectId);
  const found = byId ? [byId] : store.projects.byName(word);
  const [project] = found;
  if (project && found.length === 1) return project;
  const all = store.projects.all().map(({ id, name }) => `  ${id}  ${name}`);
  const what =
    found.length === 0
      ? `There is no project "${word}".`
      : `Several projects are called "${word}"; give the id.`;
  throw new UsageError(`${what} There ${all.length === 1 ? 'is' : 'are'}:\n${all.join('\n')}`);
}
