/** Groups of people in a project: in-house ones are a convenience, outsourced ones see only what is assigned to them. */
import { newId, type GroupId, type PersonId, type ProjectId } from '#lib/model/id.ts';
import { ChangeList } from './changes.ts';
import type { Db } from './database.ts';

export type GroupRow = {
  readonly id: GroupId;
  readonly project: ProjectId;
  readonly name: string;
  readonly outsourced: boolean;
  readonly people: readonly PersonId[];
};

type Raw = Omit<GroupRow, 'outsourced' | 'people'> & { readonly outsourced: number };

export class Groups {
  readonly #db: Db;
  /** Told the person whose rights have changed. */
  readonly changes = new ChangeList<PersonId>();

  constructor(db: Db) {
    this.#db = db;
  }

  create({ project, name, outsourced }: Pick<GroupRow, 'project' | 'name' | 'outsourced'>): GroupId {
    const id = newId<'group'>();
    this.#db
      .prepare('INSERT INTO person_group (id, project, name, outsourced) VALUES (?, ?, ?, ?)')
      .run(id, project, name, outsourced ? 1 : 0);
    return id;
  }

  /** By name. */
  ofProject(project: ProjectId): readonly GroupRow[] {
    return this.#db
      .prepare<[string], Raw>(
        'SELECT id, project, name, outsourced FROM person_group WHERE project = ? ORDER BY name, id',
      )
      .all(project)
      .map((raw) => ({ ...raw, outsourced: raw.outsourced !== 0, people: this.#peopleOf(raw.id) }));
  }

  /** Replaces who is in a group. */
  setPeople(group: GroupId, people: readonly PersonId[]): void {
    const before = this.#peopleOf(group);
    this.#db.prepare('DELETE FROM group_member WHERE group_id = ?').run(group);
    const add = this.#db.prepare('INSERT OR IGNORE INTO group_member (group_id, person) VALUES (?, ?)');
    for (const person of people) add.run(group, person);
    for (const person of new Set([...before, ...people])) this.changes.tell(person);
  }

  remove(group: GroupId): void {
    const before = this.#peopleOf(group);
    this.#db.prepare('DELETE FROM person_group WHERE id = ?').run(group);
    for (const person of before) this.changes.tell(person);
  }

  /** Whether a person is in an outsourced group of a project. */
  isOutsourced(project: ProjectId, person: PersonId): boolean {
    const query = `SELECT 1 FROM group_member m JOIN person_group g ON g.id = m.group_id
      WHERE m.person = ? AND g.project = ? AND g.outsourced = 1 LIMIT 1`;
    return this.#db.prepare(query).get(person, project) !== undefined;
  }

  #peopleOf(group: GroupId): readonly PersonId[] {
    const query = 'SELECT person FROM group_member WHERE group_id = ? ORDER BY person';
    return this.#db.prepare<[string], PersonId>(query).pluck().all(group);
  }
}
