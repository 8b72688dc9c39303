/**
 * Adjudication: once all have given in what they did apart, one person makes the consensus of it, in a layer of its own
 * that goes the road of any other. What is decided of each thing is a row here; what comes of it is drawn by the screen
 * of who decides. Nothing of it is there for anybody while one of the compared layers is not given in.
 */
import { MOST_SOURCES, sourceKey, type SourceMark } from '#lib/model/adjudication.ts';
import { parseRef } from '#lib/model/annotation.ts';
import type { AssignmentId, LayerId, VideoId } from '#lib/model/id.ts';
import type { Layer } from '#lib/model/layer.ts';
import { must, Refusal } from '#lib/model/problem.ts';
import { can } from '#lib/model/role.ts';
import type { Tolerance } from '#lib/model/tolerance.ts';
import type { NewAdjudication, NewRuling } from '#lib/protocol/adjudication.ts';
import type { ConsensusParts } from '#server/export/exports.ts';
import type { InAssignment, InTask } from '#server/auth/access.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { AdjudicationRow } from '#server/store/adjudications.ts';
import type { AssignmentRow } from '#server/store/assignments.ts';
import type { Store } from '#server/store/store.ts';
import type { TaskRow } from '#server/store/tasks.ts';
import type { Recorder, Work } from './work.ts';

type Found = Pick<InAssignment, 'assignment' | 'task' | 'project' | 'parts' | 'role'>;

/** Most rulings on one adjudication, those that were taken back too. */
const MOST_EVER = 100_000;

export class Adjudication {
  readonly #store: Store;
  readonly #work: Pick<Work, 'stepsOf'>;

  constructor(store: Store, work: Pick<Work, 'stepsOf'>) {
    this.#store = store;
    this.#work = work;
  }

  /**
   * Gives it out. Refuses `not-now` while it is too early or where there is one, `bad-request` for who may not.
   *
   * @returns the assignment of who adjudicates
   */
  assign(
    { task, project }: Pick<InTask, 'task' | 'project'>,
    { video, person, names, evenOwn }: NewAdjudication,
    record: Recorder,
  ): AssignmentId {
    const store = this.#store;
    return store.transaction(() => {
      const compared = this.#comparedOf(task, video);
      this.#checkPerson(task, person, compared, evenOwn);
      const there = store.assignments
        .ofTask(task.id)
        .some((one) => one.video === video && one.adjudicates && one.state !== 'withdrawn');
      if (there)
        throw new Refusal('not-now', { what: 'This video of the task is being adjudicated already.' });
      const layer = store.layers.create({ video, kind: 'consensus', name: 'Consensus', task: task.id });
      const row = { task: task.id, video, layer, people: [person], adjudicates: true, names };
      const id = store.assignments.create(row);
      record('adjudication.assign', {
        project: project.id,
        subject: `assignment:${id}`,
        detail: { task: task.id, video, layer, person, names, layers: compared.length },
      });
      return id;
    });
  }

  /** How it compares, and what. Refuses `not-found` for other work, `not-now` while a compared layer is not given in. */
  open({ id, task, video, adjudicates }: AssignmentRow): {
    readonly row: AdjudicationRow;
    readonly compared: readonly AssignmentRow[];
  } {
    if (!adjudicates) throw new Refusal('not-found');
    const row = must(this.#store.adjudications.get(id), 'an adjudication is made with its assignment');
    return { row, compared: this.#comparedOf(must(this.#store.tasks.get(task), 'tasks stay'), video) };
  }

  /** What a consensus layer was made of and how, as far as its layers are among those that one sees. */
  partsOf(video: VideoId, layer: LayerId, seen: readonly Layer[]): ConsensusParts | undefined {
    const { assignments, adjudications } = this.#store;
    const row = assignments.everOfLayer(video, layer).find(({ adjudicates }) => adjudicates);
    if (!row) return undefined;
    const { compared } = this.open(row);
    return {
      layers: compared.flatMap((one) => seen.find(({ id }) => id === one.layer) ?? []),
      adjudication: {
        sources: compared.map((one) => ({ layer: one.layer, person: one.people[0] ?? null })),
        rulings: adjudications.rulings(row.id).map(({ sources, kind, from, marks, person, at }) => ({
          sources,
          kind,
          from,
          marks,
          by: person,
          atMs: at,
        })),
      },
    };
  }

  /** Decides of things; what was decided of the same marks before stands no longer. */
  rule(found: Found, person: PersonRow, rulings: readonly NewRuling[], record: Recorder): void {
    const { adjudications } = this.#store;
    this.#store.transaction(() => {
      const row = this.#expectTheirs(found, person);
      const layers = new Set(this.open(row).compared.map(({ layer }) => layer));
      if (adjudications.everRuled(row.id) + rulings.length > MOST_EVER)
        throw new Refusal('too-large', { what: 'The adjudication', limit: `${MOST_EVER} decisions` });
      for (const ruling of rulings) checkRuling(ruling, layers);
      const standing = new Map(
        adjudications
          .rulings(row.id)
          .flatMap(({ id, sources }) => sources.map((one) => [sourceKey(one), id])),
      );
      for (const ruling of rulings) {
        const before = new Set(ruling.sources.flatMap((one) => standing.get(sourceKey(one)) ?? []));
        for (const id of before) adjudications.takeBack(row.id, id, person.id);
        adjudications.rule(row.id, { ...ruling, person: person.id });
      }
      const kinds = [...new Set(rulings.map(({ kind }) => kind))].join(' ');
      this.#note(found, 'adjudication.rule', { count: rulings.length, kinds }, record);
    });
  }

  /** Rulings that stand no longer; what came of them is taken out by the screen, or stays as a mark like any other. */
  takeBack(found: Found, person: PersonRow, ids: readonly string[], record: Recorder): void {
    const { adjudications } = this.#store;
    this.#store.transaction(() => {
      const row = this.#expectTheirs(found, person);
      const taken = ids.filter((id) => adjudications.takeBack(row.id, id, person.id));
      if (taken.length > 0) this.#note(found, 'adjudication.take-back', { count: taken.length }, record);
    });
  }

  /** How far apart is the same; for managers, at any time before it is accepted. */
  setTolerance(found: Found, tolerance: Tolerance | null, record: Recorder): void {
    const { adjudications, assignments } = this.#store;
    this.#store.transaction(() => {
      const row = must(assignments.get(found.assignment.id), 'assignments stay');
      if (!found.parts.includes('manager')) throw new Refusal('forbidden', { role: found.role });
      this.open(row);
      if (row.state === 'accepted') throw new Refusal('not-now', { what: 'The consensus is accepted.' });
      adjudications.setTolerance(row.id, tolerance);
      this.#note(found, 'adjudication.tolerance', { ...tolerance }, record);
    });
  }

  /** Those that are compared, all of them given in. */
  #comparedOf(task: TaskRow, video: AssignmentRow['video']): readonly AssignmentRow[] {
    const { assignments } = this.#store;
    if (task.mode !== 'independent' || task.kind === 'training')
      throw new Refusal('bad-request', { what: 'Only work that was done apart can be adjudicated.' });
    const compared = assignments.compared(task.id, video);
    if (assignments.isUnsubmitted(task.id, video))
      throw new Refusal('not-now', { what: 'Not everybody has submitted their work on this video yet.' });
    if (compared.length < 2)
      throw new Refusal('not-now', { what: 'It takes the work of two people at least.' });
    return compared.slice(0, MOST_SOURCES);
  }

  #checkPerson(
    task: TaskRow,
    id: NewAdjudication['person'],
    compared: readonly AssignmentRow[],
    evenOwn: boolean,
  ): void {
    const { people, members, groups } = this.#store;
    const person = people.get(id);
    const role = members.role(task.project, id);
    const reviews = role && can(role, 'task.review') && !groups.isOutsourced(task.project, id);
    // An admin is a manager everywhere.
    if (!person || person.disabled || !(person.admin || reviews))
      throw new Refusal('bad-request', {
        what: `${person?.name ?? `"${id.slice(0, 40)}"`} may not adjudicate in this project.`,
      });
    if (!evenOwn && compared.some(({ people: own }) => own.includes(id)))
      throw new Refusal('bad-request', { what: `${person.name} has done one of the layers themselves.` });
  }

  /** The row as it is now, where this person decides in it. */
  #expectTheirs({ assignment, parts }: Found, person: PersonRow): AssignmentRow {
    const row = must(this.#store.assignments.get(assignment.id), 'assignments stay');
    this.open(row);
    if (!this.#work.stepsOf(row, parts, person).includes('submit') || !row.people.includes(person.id))
      throw new Refusal('not-now', {
        what: `This is not for you to decide, or not now: the work is ${row.state}.`,
      });
    return row;
  }

  #note(
    { assignment, project }: Found,
    action: Parameters<Recorder>[0],
    detail: Readonly<Record<string, string | number>>,
    record: Recorder,
  ): void {
    record(action, { project: project.id, subject: `assignment:${assignment.id}`, detail });
  }
}

function checkRuling({ sources, kind, from, marks }: NewRuling, layers: ReadonlySet<LayerId>): void {
  const wrong = (what: string) => {
    throw new Refusal('bad-request', { what });
  };
  const fromEach = new Set(sources.map(({ layer }: SourceMark) => layer));
  if (sources.length === 0 || fromEach.size !== sources.length)
    wrong('A decision is about one mark of each layer that has it.');
  if (![...fromEach].every((layer) => layers.has(layer)))
    wrong('A decision names a layer that is not compared.');
  if (![...sources.map(({ mark }) => mark), ...marks].every(parseRef))
    wrong('Marks are of the form track:<id>.');
  if ((kind === 'taken') !== (from !== null) || (from !== null && !fromEach.has(from)))
    wrong('What is taken is of one of the layers.');
  if ((kind === 'neither') !== (marks.length === 0)) wrong('Only what is not there comes to no mark.');
}
