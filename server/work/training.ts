/**
 * Trainings: their references are copies, made when the training is made, so that nobody changes what others are
 * measured by without knowing it. Submitting is work.ts's, the comparison agreement/score.ts's.
 */
import { newId, type AssignmentId, type LayerId, type ProjectId, type TaskId } from '#lib/model/id.ts';
import { must, Refusal } from '#lib/model/problem.ts';
import { NO_RULES } from '#lib/model/task.ts';
import { isValid, type TrainingRules } from '#lib/model/training.ts';
import { labelOf } from '#lib/model/taxonomy.ts';
import { marksOf } from '#lib/agreement/marks.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import type { NewTraining } from '#lib/protocol/training.ts';
import type { Access, InAssignment, InProject, InTask } from '#server/auth/access.ts';
import { marksIn } from '#server/export/documents.ts';
import { copyLayer } from '#server/export/layer-copy.ts';
import type { Log } from '#server/log/log.ts';
import type { AssignmentRow } from '#server/store/assignments.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { Store } from '#server/store/store.ts';
import type { TaskRow } from '#server/store/tasks.ts';
import type { ReferenceRow } from '#server/store/trainings.ts';
import { assign, ownLayer, type Assigned } from './assigning.ts';
import type { Recorder, Work } from './work.ts';

export type TrainingPorts = {
  readonly store: Store;
  readonly log: Log;
  readonly access: Access;
  readonly work: Pick<Work, 'take'>;
  /** Settles when all that a room has let in is on the disk. */
  readonly settled: (room: string) => Promise<unknown>;
};

type Found = Pick<InAssignment, 'assignment' | 'task' | 'project' | 'parts'>;

/** Whether somebody may try again by themselves, and why not: the whole of a sentence. */
export type Again = { readonly may: boolean; readonly reason: string | null };

export class Training {
  readonly #ports: TrainingPorts;

  constructor(ports: TrainingPorts) {
    this.#ports = ports;
  }

  /**
   * Makes a training and gives it out, or neither. Refuses `bad-request` for what is not of the project, for a reference
   * with nothing in it that would be compared; `video-not-ready`.
   */
  async make(
    { project }: Pick<InProject, 'project'>,
    person: PersonRow,
    {
      title,
      brief,
      dueAt,
      priority,
      rules,
      references,
      people,
    }: Omit<NewTraining, 'dueAt'> & { dueAt: number | null },
    record: Recorder,
  ): Promise<Assigned & { readonly task: TaskRow }> {
    const { store } = this.#ports;
    this.#checkRules(project.id, rules);
    if (new Set(references.map(({ video }) => video)).size !== references.length)
      throw new Refusal('bad-request', { what: 'A video is named twice.' });
    const copies: Omit<ReferenceRow, 'task'>[] = [];
    for (const { video, layer } of references)
      copies.push({ video, layer: await this.#copy(project.id, person, { video, layer }, rules) });
    return store.transaction(() => {
      const task = store.tasks.create({
        project: project.id,
        kind: 'training',
        title: title.trim(),
        brief: brief.trim(),
        mode: 'independent',
        blind: false,
        dueAt,
        priority,
        rules: NO_RULES,
        reviewers: 1,
        createdBy: person.id,
      });
      store.trainings.create(task.id, rules);
      for (const { video, layer } of copies) {
        store.layers.create({
          id: layer,
          video,
          kind: 'reference',
          name: `Reference of ${task.title}`,
          task: task.id,
        });
        store.trainings.addReference({ task: task.id, video, layer });
      }
      const subject = `task:${task.id}`;
      const { passMark, attempts, reveal } = rules;
      record('training.create', {
        project: project.id,
        subject,
        detail: { videos: copies.length, passMark, attempts, reveal },
      });
      const given = assign(store, task, { videos: copies.map(({ video }) => video), people, each: null });
      const detail = { ...given, videos: copies.length, people: people.length, each: null };
      if (given.made > 0) record('work.assign', { project: project.id, subject, detail });
      return { task, ...given };
    });
  }

  /** For attempts from now on. Refuses `not-found` for other tasks. */
  change({ task, project }: Pick<InTask, 'task' | 'project'>, rules: TrainingRules, record: Recorder): void {
    const { store } = this.#ports;
    if (task.kind !== 'training') throw new Refusal('not-found');
    this.#checkRules(project.id, rules);
    store.transaction(() => {
      store.trainings.setRules(task.id, rules);
      const { passMark, attempts, reveal, validDays, leastOverlap, edgeFrames } = rules;
      const detail = { passMark, attempts, reveal, validDays, leastOverlap, edgeFrames };
      record('training.change', { project: project.id, subject: `task:${task.id}`, detail });
    });
  }

  /** Which trainings a task asks for; who has begun it may end it. */
  require(
    { task, project }: Pick<InTask, 'task' | 'project'>,
    trainings: readonly TaskId[],
    record: Recorder,
  ): void {
    const { store } = this.#ports;
    if (task.kind === 'training')
      throw new Refusal('bad-request', { what: 'A training asks for no other training.' });
    for (const id of trainings) {
      const training = store.tasks.get(id);
      if (training?.project !== project.id || training.kind !== 'training')
        throw new Refusal('bad-request', { what: `"${id.slice(0, 40)}" is no training of the project.` });
    }
    store.transaction(() => {
      store.trainings.require(task.id, [...new Set(trainings)]);
      const detail = { trainings: [...trainings].sort().join(' ') };
      record('task.require', { project: project.id, subject: `task:${task.id}`, detail });
    });
  }

  /** Whether who did this attempt may begin another one. */
  again({ id, task, video, state, people }: AssignmentRow, person: PersonRow['id']): Again {
    const { trainings, assignments } = this.#ports.store;
    const rules = trainings.rules(task);
    const no = (reason: string | null): Again => ({ may: false, reason });
    if (!rules || !people.includes(person)) return no(null);
    const others = assignments.ofPersonOn(person, video).filter((one) => one.task === task && one.id !== id);
    if (others.some((one) => one.state === 'assigned' || one.state === 'in-progress'))
      return no('Another attempt is open.');
    const attempts = trainings.attempts(task, person).filter((one) => one.video === video);
    const pass = attempts.findLast(({ passed }) => passed);
    const expired = pass !== undefined && !isValid(pass.at, rules, Date.now());
    if (pass && !expired) return no(null);
    if (expired) return { may: true, reason: null };
    if (state !== 'failed') return no(null);
    return rules.attempts !== null && attempts.length >= rules.attempts
      ? no('No attempt is left; a manager can give it to you again.')
      : { may: true, reason: null };
  }

  /** Begins another attempt, in a fresh layer. Refuses `not-now`. */
  retry(found: Found, person: PersonRow, record: Recorder): AssignmentId {
    const { store, access, work } = this.#ports;
    return store.transaction(() => {
      const row = must(store.assignments.get(found.assignment.id), 'assignments stay');
      const { may, reason } = this.again(row, person.id);
      if (!found.parts.includes('assignee') || !may)
        throw new Refusal('not-now', { what: reason ?? 'This is not for you to try again, or not now.' });
      const attempts = store.trainings
        .attempts(row.task, person.id)
        .filter(({ video }) => video === row.video);
      const id = ownLayer(store, found.task, row.video, person.id, attempts.length + 1);
      const detail = { task: row.task, video: row.video, attempt: attempts.length + 1 };
      record('work.again', { project: found.project.id, subject: `assignment:${id}`, detail });
      work.take(access.assignment(person, id), person, 'start', '', record);
      return id;
    });
  }

  #checkRules(project: ProjectId, { labels }: TrainingRules): void {
    const taxonomy = this.#ports.store.taxonomies.current(project);
    if (!taxonomy) throw new Refusal('bad-request', { what: 'The project has no labels yet.' });
    const unknown = labels.find((id) => !labelOf(taxonomy, id));
    if (unknown !== undefined)
      throw new Refusal('bad-request', { what: `"${unknown.slice(0, 40)}" is no label of the project.` });
  }

  /** The layer with the copy, which has no row yet. */
  async #copy(
    project: ProjectId,
    person: PersonRow,
    { video: id, layer }: NewTraining['references'][number],
    { labels }: TrainingRules,
  ): Promise<LayerId> {
    const { access, log, settled } = this.#ports;
    const found = access.video(person, id, 'video.view');
    const { name, state, picture } = found.video;
    const source = found.layers.find((one) => one.id === layer);
    if (found.project.id !== project || !source)
      throw new Refusal('bad-request', { what: `“${name}” has no such layer in this project.` });
    if (state !== 'ready' || !picture) throw new Refusal('video-not-ready', { state });
    const room = roomName({ kind: 'labels', video: id, layer });
    await settled(room);
    const marks = marksOf(marksIn(await log.open(room)), picture.frames);
    if (!marks.some(({ label }) => labels.length === 0 || labels.includes(label)))
      throw new Refusal('bad-request', {
        what: `“${source.name}” of “${name}” has no mark that would be compared.`,
      });
    const to = newId<'layer'>();
    await copyLayer(log, id, { from: layer, to, person: person.id });
    return to;
  }
}
