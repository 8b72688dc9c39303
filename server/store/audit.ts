/**
 * Who did what, when, from where: rows that are only ever added, each chained by hash to the row before. `record`
 * inside a transaction stands and falls with the change it tells of. What names a person's line (address, detail) lies
 * apart, under a salted hash, so that it can be erased by law without breaking the chain.
 *
 * Whoever can write to the database can make a new chain: `loupe audit verify` prints the head, and compares with one
 * that was noted elsewhere.
 */
import { hash, randomBytes } from 'node:crypto';
import type { AuditAction, AuditDetail } from '#lib/model/audit.ts';
import type { PersonId, ProjectId } from '#lib/model/id.ts';
import type { Db } from './database.ts';

export type AuditEntry = {
  readonly action: AuditAction;
  /** Who; null: nobody is signed in, or somebody with a shell on the server. */
  readonly by: PersonId | null;
  /** IP address; `shell` for the shell tool. */
  readonly address: string;
  readonly project?: ProjectId | null;
  /** On what: its kind and id, `video:abc`. */
  readonly subject?: string | null;
  readonly detail?: AuditDetail;
};

/** What is said of an entry beside its action, where who and from where are known. */
export type Recorded = Partial<Pick<AuditEntry, 'by' | 'project' | 'subject' | 'detail'>>;

export type AuditRow = {
  /** 1, 2, 3, … without a gap. */
  readonly n: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: PersonId | null;
  readonly action: AuditAction;
  readonly project: ProjectId | null;
  readonly subject: string | null;
  /** null where it has been erased. */
  readonly address: string | null;
  readonly detail: AuditDetail | null;
};

/** Number and hash (hex) of the newest row. */
export type AuditHead = { readonly n: number; readonly hash: string };

export type AuditFilter = {
  readonly project?: ProjectId;
  readonly by?: PersonId;
  readonly action?: AuditAction;
  /** From then on, and before then; milliseconds since 1970. */
  readonly from?: number;
  readonly to?: number;
  /** Only rows before this number: the next page. */
  readonly before?: number;
};

type Sealed = Omit<AuditRow, 'address' | 'detail'> & { readonly detailHash: string; readonly hash: string };
type Raw = Omit<AuditRow, 'detail'> & { readonly detail: string | null };
type Kept = { readonly salt: string; readonly body: string };

const SEALED = 'a.n, a.at, a.by_person AS "by", a.action, a.project, a.subject';
const GENESIS = '0'.repeat(64);
/** A page of the log. */
export const AUDIT_PAGE = 100;

export class Audit {
  readonly #db: Db;

  constructor(db: Db) {
    this.#db = db;
  }

  /** Adds a row; durable when the transaction around it is. */
  record({ action, by, address, project = null, subject = null, detail = {} }: AuditEntry): void {
    this.#db
      .transaction(() => {
        const head = this.head();
        const body = JSON.stringify([address, detail]);
        const salt = randomBytes(16).toString('hex');
        const row = { n: head.n + 1, at: Date.now(), by, action, project, subject };
        const detailHash = hash('sha256', salt + body, 'hex');
        const sealed = { ...row, detailHash, hash: hashOf(head.hash, row, detailHash) };
        this.#db
          .prepare(
            `INSERT INTO audit (n, at, by_person, action, project, subject, detail_hash, hash)
             VALUES (@n, @at, @by, @action, @project, @subject, @detailHash, @hash)`,
          )
          .run(sealed);
        this.#db.prepare('INSERT INTO audit_detail (n, salt, body) VALUES (?, ?, ?)').run(row.n, salt, body);
        this.#db.prepare('UPDATE audit_head SET n = ?, hash = ?').run(row.n, sealed.hash);
      })
      .immediate();
  }

  head(): AuditHead {
    return this.#db.prepare<[], AuditHead>('SELECT n, hash FROM audit_head').get() ?? { n: 0, hash: GENESIS };
  }

  /** Newest first, one page. */
  page(filter: AuditFilter): readonly AuditRow[] {
    return this.#piece(filter, filter.before ?? Number.MAX_SAFE_INTEGER);
  }

  /** Newest first, all of them, read while they are taken. */
  *all(filter: AuditFilter): Generator<AuditRow, void, void> {
    let before = filter.before ?? Number.MAX_SAFE_INTEGER;
    while (true) {
      const rows = this.#piece(filter, before);
      yield* rows;
      if (rows.length < AUDIT_PAGE) return;
      before = rows.at(-1)?.n ?? 0;
    }
  }

  /** Goes through the whole chain: how many rows, and the first that is not what was written, with the reason. */
  verify(noted?: AuditHead): {
    readonly head: AuditHead;
    readonly erased: number;
    readonly fault: { readonly n: number; readonly reason: string } | null;
  } {
    const said = this.head();
    let [last, n, erased, met]: [string, number, number, string | null] = [GENESIS, 0, 0, null];
    const result = (fault: { n: number; reason: string } | null) => ({
      head: { n, hash: last },
      erased,
      fault,
    });
    const rows = this.#db.prepare<[], Sealed>(
      `SELECT ${SEALED}, a.detail_hash AS detailHash, a.hash FROM audit a ORDER BY a.n`,
    );
    const detail = this.#db.prepare<[number], Kept>('SELECT salt, body FROM audit_detail WHERE n = ?');
    for (const row of rows.all()) {
      if (row.n !== n + 1) return result({ n: n + 1, reason: 'the row is missing' });
      if (row.hash !== hashOf(last, row, row.detailHash))
        return result({ n: row.n, reason: 'the row is not what was written' });
      const kept = detail.get(row.n);
      if (!kept) erased++;
      else if (hash('sha256', kept.salt + kept.body, 'hex') !== row.detailHash)
        return result({ n: row.n, reason: 'its detail is not what was written' });
      [last, n] = [row.hash, row.n];
      if (noted?.n === n) met = last;
    }
    if (said.n !== n || said.hash !== last)
      return result({ n: n + 1, reason: 'rows at the end are missing' });
    if (noted && noted.n > 0 && met !== noted.hash)
      return result({ n: noted.n, reason: 'the chain is another one than the head that was noted' });
    return result(null);
  }

  #piece({ project, by, action, from, to }: AuditFilter, before: number): readonly AuditRow[] {
    const conditions = [
      project !== undefined && 'a.project = @project',
      by !== undefined && 'a.by_person = @by',
      action !== undefined && 'a.action = @action',
      from !== undefined && 'a.at >= @from',
      to !== undefined && 'a.at < @to',
      'a.n < @before',
    ].filter((one) => one !== false);
    return this.#db
      .prepare<[object], Raw>(
        `SELECT ${SEALED}, d.body AS detail, NULL AS address FROM audit a LEFT JOIN audit_detail d ON d.n = a.n
         WHERE ${conditions.join(' AND ')} ORDER BY a.n DESC LIMIT ${AUDIT_PAGE}`,
      )
      .all({ project, by, action, from, to, before })
      .map(opened);
  }
}

function opened(row: Raw): AuditRow {
  if (row.detail === null) return { ...row, detail: null };
  const [address, detail] = JSON.parse(row.detail) as [string, AuditDetail];
  return { ...row, address, detail };
}

function hashOf(before: string, row: Omit<AuditRow, 'address' | 'detail'>, detailHash: string): string {
  const { n, at, by, action, project, subject } = row;
  return hash(
    'sha256',
    JSON.stringify(['audit-1', before, n, at, by, action, project, subject, detailHash]),
    'hex',
  );
}
