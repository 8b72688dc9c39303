/** The audit log as a file, of a project or of the whole server. */
import { AUDIT_ACTIONS, auditCaption, isAuditAction } from '#lib/model/audit.ts';
import type { PersonId } from '#lib/model/id.ts';
import type { InProject } from '#server/auth/access.ts';
import type { AuditFilter, AuditRow } from '#server/store/audit.ts';
import type { Reply } from '../reply.ts';
import { csvRow } from '../csv.ts';
import type { Call, QueryParameter } from './route.ts';

const day = { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\d$' } as const;

export const AUDIT_QUERY: Readonly<Record<string, QueryParameter>> = {
  by: {
    schema: { type: 'string', maxLength: 40 },
    required: false,
    description: 'only what this person did, by id',
  },
  action: {
    schema: { type: 'string', enum: AUDIT_ACTIONS },
    required: false,
    description: 'only this',
  },
  from: { schema: day, required: false, description: 'from the begin of this day on, UTC' },
  to: { schema: day, required: false, description: 'up to the end of this day, UTC' },
};

const DAY_MS = 86_400_000;

/** What a filter says, as it comes from an address; what is none is left out. */
export function auditFilter(said: Readonly<Record<string, string | undefined>>): AuditFilter {
  const { by, action, from, to } = said;
  const [first, last] = [Date.parse(from ?? ''), Date.parse(to ?? '')];
  return {
    ...(by ? { by: by as PersonId } : {}),
    ...(isAuditAction(action) ? { action } : {}),
    ...(Number.isNaN(first) ? {} : { from: first }),
    ...(Number.isNaN(last) ? {} : { to: last + DAY_MS }),
  };
}

export async function projectAudit(call: Call, { project }: InProject): Promise<Reply> {
  call.record('audit.export', { project: project.id });
  return asFile(call, { ...auditFilter(call.query), project: project.id });
}

export async function wholeAudit(call: Call): Promise<Reply> {
  call.record('audit.export');
  return asFile(call, auditFilter(call.query));
}

function asFile({ app: { store } }: Call, filter: AuditFilter): Reply {
  const names = new Map<PersonId, string>();
  const nameOf = (id: PersonId) => {
    const name = names.get(id) ?? store.people.get(id)?.name ?? '';
    names.set(id, name);
    return name;
  };
  function* pieces(): Generator<string, void, void> {
    yield csvRow(['n', 'at', 'by', 'name', 'action', 'what', 'project', 'subject', 'address', 'detail']);
    for (const row of store.audit.all(filter)) yield csvRow(cells(row, row.by ? nameOf(row.by) : ''));
  }
  return { status: 200, pieces: pieces(), fileName: 'audit.csv', type: 'text/csv; charset=utf-8' };
}

function cells(row: AuditRow, name: string): (string | number)[] {
  const { n, at, by, action, project, subject, address, detail } = row;
  const when = new Date(at).toISOString();
  const said = detail === null ? 'erased' : JSON.stringify(detail);
  return [
    n,
    when,
    by ?? '',
    name,
    action,
    auditCaption(action),
    project ?? '',
    subject ?? '',
    address ?? '',
    said,
  ];
}
