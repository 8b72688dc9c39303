/** Rows of guidelines → the bodies of protocol/http.ts, for the API and the pages alike. */
import type { PersonId } from '#lib/model/id.ts';
import type {
  GuidelineAnswer,
  GuidelineReaderAnswer,
  GuidelineVersionAnswer,
  PersonAnswer,
} from '#lib/protocol/http.ts';
import type { InProject } from '#server/auth/access.ts';
import type { GuidelineReaderRow, GuidelineRow, GuidelineVersionRow } from '#server/store/guidelines.ts';
import type { Store } from '#server/store/store.ts';

export class GuidelineAnswers {
  readonly #store: Store;
  readonly #personById: (id: PersonId) => PersonAnswer | undefined;

  constructor(store: Store, personById: (id: PersonId) => PersonAnswer | undefined) {
    this.#store = store;
    this.#personById = personById;
  }

  /** The newest version, or version 0 of what is to come. */
  current(found: InProject): GuidelineAnswer {
    const row = this.#store.guidelines.current(found.project.id);
    const none = { version: 0, note: '', asks: false, createdAt: null, createdBy: null, body: '' };
    return row ? this.whole(row, found) : none;
  }

  whole(row: GuidelineRow, found: InProject): GuidelineAnswer {
    return { ...this.#version(row, found), body: row.body };
  }

  /** Every version, newest first. */
  versions(found: InProject): readonly GuidelineVersionAnswer[] {
    return this.#store.guidelines.versions(found.project.id).map((row) => this.#version(row, found));
  }

  /** Every member, by name. */
  readers({ project }: InProject): readonly GuidelineReaderAnswer[] {
    const read = newestOf(this.#store.guidelines.readings(project.id));
    const acknowledged = newestOf(this.#store.guidelines.acknowledgements(project.id));
    return this.#store.members
      .ofProject(project.id)
      .flatMap(({ person: id, role }) => {
        const person = this.#personById(id);
        if (!person) return [];
        return [{ person, role, read: read.get(id) ?? null, acknowledged: acknowledged.get(id) ?? null }];
      })
      .sort((a, b) => a.person.name.localeCompare(b.person.name));
  }

  #version(
    { version, note, asks, createdAt, createdBy }: GuidelineVersionRow,
    { outsourced }: InProject,
  ): GuidelineVersionAnswer {
    return {
      version,
      note,
      asks,
      createdAt: new Date(createdAt).toISOString(),
      createdBy: outsourced ? null : (this.#personById(createdBy) ?? null),
    };
  }
}

function newestOf(rows: readonly GuidelineReaderRow[]) {
  return new Map(
    rows.map(({ person, version, at }) => [person, { version, at: new Date(at).toISOString() }]),
  );
}
