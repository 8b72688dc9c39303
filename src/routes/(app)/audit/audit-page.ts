/** One page of the audit log as the table shows it: names instead of ids, where there are some. */
import { isAuditAction } from '#lib/model/audit.ts';
import type { PersonId, ProjectId, StudyId, VideoId } from '#lib/model/id.ts';
import type { App } from '#server/app.ts';
import type { AuditRow } from '#server/store/audit.ts';

const DAY_MS = 86_400_000;

/** `query`: by, action, from, to (days), before (number of a row). What makes no sense is left out. */
export function auditPage(app: App, query: URLSearchParams, project?: ProjectId) {
  const { audit, people } = app.store;
  const said = Object.fromEntries(['by', 'action', 'from', 'to'].map((key) => [key, query.get(key) ?? '']));
  const { by = '', action = '', from = '', to = '' } = said;
  const [first, last, before] = [Date.parse(from), Date.parse(to), Number(query.get('before'))];
  const rows = audit.page({
    ...(project === undefined ? {} : { project }),
    ...(by === '' ? {} : { by: by as PersonId }),
    ...(isAuditAction(action) ? { action } : {}),
    ...(Number.isNaN(first) ? {} : { from: first }),
    ...(Number.isNaN(last) ? {} : { to: last + DAY_MS }),
    ...(Number.isSafeInteger(before) && before > 0 ? { before } : {}),
  });
  const known = project === undefined ? people.all() : membersOf(app, project);
  return {
    audit: {
      rows: rows.map((row) => shown(app, row)),
      people: known.map(({ id, name }) => ({ id, name })),
      said: { by, action, from, to },
      older: rows.length < 100 ? null : (rows.at(-1)?.n ?? null),
      newest: query.get('before') === null,
    },
  };
}

function membersOf({ store }: App, project: ProjectId) {
  return store.members.ofProject(project).flatMap(({ person }) => store.people.get(person) ?? []);
}

function shown(app: App, { n, at, by, action, subject, address, detail }: AuditRow) {
  return {
    n,
    at,
    by: by === null ? null : (app.answers.personById(by) ?? null),
    action,
    subject: subject === null ? '' : nameOf(app, subject),
    address: address ?? 'erased',
    detail: detail === null ? 'erased' : spelled(detail),
  };
}

/** `video:abc` → the video's name, while it is there. */
function nameOf({ store }: App, subject: string): string {
  const [kind = '', id = ''] = subject.split(':');
  if (kind === 'person') return store.people.get(id as PersonId)?.name ?? subject;
  if (kind === 'video') return store.videos.get(id as VideoId)?.name ?? subject;
  if (kind === 'study') return store.studies.get(id as StudyId)?.name ?? subject;
  return subject;
}

function spelled(detail: NonNullable<AuditRow['detail']>): string {
  return Object.entries(detail)
    .map(([key, value]) => `${key} ${value}`)
    .join(', ');
}
