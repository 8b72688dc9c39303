/** Which person each Yjs client of a document is: whoever wrote with it first. It can never become another's. */
import type { PersonId } from '#lib/model/id.ts';
import type { PersonAnswer } from '#lib/protocol/http.ts';
import type { Author } from '#lib/protocol/messages.ts';

export class Authors {
  readonly #answer: (person: PersonId) => PersonAnswer | undefined;
  #people = new Map<number, PersonId>();
  /** As everybody here knows them. */
  readonly #told = new Map<PersonId, PersonAnswer>();

  constructor(answer: (person: PersonId) => PersonAnswer | undefined) {
    this.#answer = answer;
  }

  /** The person a client belongs to, also when its first row is only on its way to the disk. */
  ownerOf(client: number): PersonId | undefined {
    return this.#people.get(client);
  }

  claim(clients: readonly number[], person: PersonId): void {
    for (const client of clients) if (!this.#people.has(client)) this.#people.set(client, person);
  }

  /** Forgets what was claimed and begins with what the log says. */
  reset(clients: ReadonlyMap<number, PersonId>): void {
    this.#people = new Map(clients);
  }

  /** Clients of who is called otherwise than was told, with what they are called now; of one person, or of all. */
  renamed(person?: PersonId): readonly Author[] {
    const people = [...this.#told].filter(([id, told]) => {
      const now = person === undefined || id === person ? this.#answer(id) : undefined;
      return now !== undefined && (now.name !== told.name || now.color !== told.color);
    });
    const ids = new Set(people.map(([id]) => id));
    return this.some([...this.#people].flatMap(([client, id]) => (ids.has(id) ? [client] : [])));
  }

  /** Everybody, for the wire. */
  all(): readonly Author[] {
    return this.some([...this.#people.keys()]);
  }

  /** Who these clients are, for the wire. */
  some(clients: readonly number[]): readonly Author[] {
    const answers = new Map<PersonId, PersonAnswer | undefined>();
    return clients.flatMap((client): Author[] => {
      const person = this.#people.get(client);
      if (person === undefined) return [];
      if (!answers.has(person)) answers.set(person, this.#answer(person));
      const answer = answers.get(person);
      if (answer) this.#told.set(person, answer);
      return answer ? [[client, answer]] : [];
    });
  }
}
