/** Rows of trainings → the table of protocol/training.ts, for managers. */
import type { PersonId } from '#lib/model/id.ts';
import { can } from '#lib/model/role.ts';
import type { PersonAnswer } from '#lib/protocol/http.ts';
import type { StandingAnswer, TrainingsAnswer } from '#lib/protocol/training.ts';
import type { InProject } from '#server/auth/access.ts';
import { standingIn, unmetBy } from '#server/auth/qualification.ts';
import type { Store } from '#server/store/store.ts';
import type { TaskRow } from '#server/store/tasks.ts';

export type TrainingAnswersPorts = {
  readonly store: Store;
  readonly personOf: (id: PersonId) => PersonAnswer | undefined;
};

export class TrainingAnswers {
  readonly #ports: TrainingAnswersPorts;

  constructor(ports: TrainingAnswersPorts) {
    this.#ports = ports;
  }

  /** The trainings of a project, how everybody who may train stands in them, and who may begin what. */
  all({ project }: Pick<InProject, 'project'>): TrainingsAnswer {
    const { store } = this.#ports;
    const tasks = store.tasks.ofProject(project.id);
    const trainings = tasks.filter(({ kind }) => kind === 'training');
    const people = this.#people(project.id);
    const now = Date.now();
    return {
      trainings: trainings.flatMap(({ id, title }) => {
        const rules = store.trainings.rules(id);
        const references = store.trainings.references(id).map(({ video, layer }) => ({
          video: { id: video, name: store.videos.get(video)?.name ?? '' },
          layer,
        }));
        return rules ? [{ id, title, rules, references }] : [];
      }),
      people,
      standings: trainings.flatMap(({ id }) => this.#standings(id, people, now)),
      tasks: tasks
        .filter(({ kind }) => kind === 'work')
        .map(({ id, title }) => {
          const asked = { task: id, project: project.id };
          const qualified = people.filter((one) => unmetBy(store, asked, one.id, now).length === 0);
          const requires = store.trainings.required(id);
          return { id, title, requires, qualified: qualified.map((one) => one.id) };
        }),
    };
  }

  #standings(id: TaskRow['id'], people: readonly PersonAnswer[], now: number): StandingAnswer[] {
    const { store } = this.#ports;
    const open = store.assignments
      .ofTask(id)
      .filter(({ state }) => state === 'assigned' || state === 'in-progress');
    return people.map((person) => {
      const { at, until, ...rest } = standingIn(store, id, person.id, now);
      const given = open.some((one) => one.people.includes(person.id));
      return { training: id, person: person.id, ...rest, at: iso(at), until: iso(until), given };
    });
  }

  /** Those who may mark videos and do not manage the project, by name. */
  #people(project: TaskRow['project']): readonly PersonAnswer[] {
    const { store, personOf } = this.#ports;
    return store.members
      .ofProject(project)
      .filter(({ role }) => can(role, 'labels.edit') && !can(role, 'task.manage'))
      .flatMap((member) => {
        const row = store.people.get(member.person);
        const person = personOf(member.person);
        return person && row && !row.disabled && !row.admin ? [person] : [];
      })
      .toSorted((a, b) => a.name.localeCompare(b.name));
  }
}

function iso(atMs: number | null): string | null {
  return atMs === null ? null : new Date(atMs).toISOString();
}
