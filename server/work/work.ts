/**
 * The road of a piece of work: assigned → in progress → submitted → in review → accepted and signed, or back with a
 * list of what to change. The gate has found the assignment before; what it found may be old by then, so each step
 * looks anew, within the transaction that takes it, and stands or falls with its row in the audit log.
 */
import type { LayerRecord } from '#lib/interchange/record.ts';
import { STEPS, stepsFor, MAX_REASON, type Step } from '#lib/model/assignment.ts';
import type { AuditAction } from '#lib/model/audit.ts';
import type { LayerMarks, Missing } from '#lib/model/completeness.ts';
import { digestsOf, GONE } from '#lib/model/mark-digest.ts';
import { must, Refusal } from '#lib/model/problem.ts';
import { parseRef } from '#lib/model/annotation.ts';
import type { Verdict } from '#lib/model/review.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import type { Access, InAssignment } from '#server/auth/access.ts';
import { unmetBy } from '#server/auth/qualification.ts';
import { readLayer } from '#server/export/documents.ts';
import type { Log } from '#server/log/log.ts';
import type { AssignmentRow } from '#server/store/assignments.ts';
import type { Recorded } from '#server/store/audit.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { DecisionRow, SignatureRow } from '#server/store/reviews.ts';
import type { Store } from '#server/store/store.ts';
import type { TaskRow } from '#server/store/tasks.ts';
import { fingerprintOf } from './fingerprint.ts';
import { findingsOf, marksOf } from './findings.ts';
import { layerOf } from './layer.ts';
import type { Scoring } from './scoring.ts';

export type WorkPorts = {
  readonly store: Store;
  readonly log: Log;
  readonly access: Access;
  /** Settles when all that a room has let in is on the disk. */
  readonly settled: (room: string) => Promise<unknown>;
  /** Asks all who are in documents for their rights again, at once. */
  readonly recheck: () => void;
  /** Whether this is the person's password; counts as an attempt. */
  readonly confirm: (person: PersonRow, password: string, address: string) => Promise<boolean>;
  readonly scoring: Pick<Scoring, 'score'>;
};

/** Writes into the audit log what the asker does. */
export type Recorder = (action: AuditAction, more?: Recorded) => void;

type Found = Pick<InAssignment, 'assignment' | 'task' | 'video' | 'project' | 'role'>;
type Deciding = {
  readonly mark: string;
  readonly verdict: Verdict | null;
  readonly reason: string;
  /** Of the mark as it was seen (model/mark-digest.ts). */
  readonly digest?: string;
};

const AUDITED: { readonly [step in Step]: AuditAction } = {
  start: 'work.start',
  skip: 'work.skip',
  submit: 'work.submit',
  recall: 'work.recall',
  review: 'work.review',
  approve: 'work.approve',
  'request-changes': 'work.request-changes',
  accept: 'work.accept',
  pass: 'work.pass',
  fail: 'work.fail',
  reopen: 'work.reopen',
  reassign: 'work.assign',
  withdraw: 'work.withdraw',
};

/** Most decisions on one assignment. */
const MOST_DECISIONS = 20_000;

export class Work {
  readonly #ports: WorkPorts;

  constructor(ports: WorkPorts) {
    this.#ports = ports;
  }

  /** The steps somebody may take now. */
  stepsOf(row: AssignmentRow, parts: InAssignment['parts'], person: PersonRow): readonly Step[] {
    const { store } = this.#ports;
    const { reviewers, blind } = must(store.tasks.get(row.task), 'an assignment is of a task');
    const closed = store.assignments.isUnsubmitted(row.task, row.video);
    const standing = {
      ...row,
      reviewers,
      signers: this.#signers(row),
      opened: blind && !closed && !row.adjudicates,
      waits: row.adjudicates && closed,
    };
    const steps = stepsFor(standing, parts, person.id);
    return this.neededFor(row, person).length > 0 ? steps.filter((step) => step !== 'start') : steps;
  }

  /** The trainings that somebody has to pass before they begin this. */
  neededFor({ task, state, people }: AssignmentRow, { id }: Pick<PersonRow, 'id'>): readonly TaskRow[] {
    if (state !== 'assigned' || !people.includes(id)) return [];
    const { tasks } = this.#ports.store;
    const { project } = must(tasks.get(task), 'an assignment is of a task');
    return unmetBy(this.#ports.store, { task, project }, id).map((one) => must(tasks.get(one), 'tasks stay'));
  }

  /** Any step but those that need more: submit and sign have their own. Refuses `not-now`, `bad-request`. */
  take(found: Found, person: PersonRow, step: Step, reason: string, record: Recorder): void {
    if (step === 'submit' || step === 'approve' || step === 'accept')
      throw new Refusal('bad-request', { what: `"${step}" is not taken this way.` });
    this.#ports.store.transaction(() => {
      const [needed] = step === 'start' ? this.neededFor(found.assignment, person) : [];
      if (needed)
        throw new Refusal('training-needed', { what: `Pass “${needed.title}” before you begin this.` });
      this.#take(found, person, step, reason, record);
    });
  }

  /** What the rules of the task and the last review still ask for. */
  findings(found: Found): Promise<readonly Missing[]> {
    return findingsOf(this.#ports, found);
  }

  /** Gives the work in; a training is scored at once. Refuses `not-now`, and `incomplete` while the rules are not met. */
  async submit(found: Found, person: PersonRow, record: Recorder): Promise<void> {
    const { store, settled } = this.#ports;
    this.#expect(found, person, 'submit');
    await settled(labelsRoom(found));
    const marks = marksOf(await this.#read(found));
    const findings = await findingsOf(this.#ports, found, marks);
    if (findings.length > 0) throw new Refusal('incomplete', { count: findings.length });
    if (found.task.kind === 'training') return this.#score(found, person, record);
    const digests = this.#digests(found, marks);
    store.transaction(() => {
      this.#take(found, person, 'submit', '', record);
      const { id, round } = must(store.assignments.get(found.assignment.id), 'assignments stay');
      store.reviews.keepSubmission(id, round, digests);
    });
  }

  /** Compares with the reference what is there now; nobody writes in it meanwhile. Refuses as Scoring does. */
  async #score(found: Found, person: PersonRow, record: Recorder): Promise<void> {
    const { store, log, access, settled, recheck, scoring } = this.#ports;
    const { task, assignment } = found;
    const { video, layer } = assignment;
    const rules = must(store.trainings.rules(task.id), 'a training has rules');
    const reference = must(
      store.trainings.reference(task.id, video),
      'a training is given out where it has a reference',
    );
    const release = access.layers.hold(video, layer, 'it is being scored');
    try {
      recheck();
      const [ownRoom, referenceRoom] = [layer, reference].map((one) =>
        roomName({ kind: 'labels', video, layer: one }),
      ) as [string, string];
      await Promise.all([settled(ownRoom), settled(referenceRoom)]);
      const [own, wanted] = await Promise.all([log.open(ownRoom), log.open(referenceRoom)]);
      const { frames, durationMs } = must(found.video.picture, 'a ready video has a picture');
      const result = await scoring.score({
        reference: { snapshot: wanted.snapshot, rows: wanted.rows },
        own: { snapshot: own.snapshot, rows: own.rows },
        compared: rules,
        frames,
        fps: (1000 * frames) / Math.max(1, durationMs),
      });
      store.transaction(() => {
        const { passMark } = rules;
        const passed = result.score >= passMark - 1e-9; // 0.1 + 0.2 is no 0.3
        const { right, score } = result;
        const detail = { score, passMark, right, reference: result.reference, own: result.own };
        this.#take(found, person, passed ? 'pass' : 'fail', '', record, detail);
        const attempt = {
          assignment: assignment.id,
          task: task.id,
          video,
          person: person.id,
          at: Date.now(),
        };
        store.trainings.addAttempt({ ...attempt, passed, passMark, score }, result);
      });
    } finally {
      release();
      recheck();
    }
  }

  /** Says what one mark is worth, or takes that back. Only in a review, by who may decide in it. */
  decide(found: Found, person: PersonRow, { mark, verdict, reason, digest }: Deciding): void {
    const { store } = this.#ports;
    store.transaction(() => {
      const row = this.#expect(found, person, 'request-changes');
      if (!parseRef(mark)) throw new Refusal('bad-request', { what: '"mark" is of the form track:<id>.' });
      if (verdict === null) return store.reviews.undecide(row.id, mark);
      if (verdict === 'rejected') expectReason(reason);
      if (store.reviews.decisions(row.id).length >= MOST_DECISIONS)
        throw new Refusal('too-large', { what: 'The review', limit: `${MOST_DECISIONS} decisions` });
      store.reviews.decide(row.id, {
        mark,
        person: person.id,
        verdict,
        reason: reason.trim(),
        round: row.round,
        digest: digest ?? null,
      });
    });
  }

  /** An assignee says of a point of the review that it is done, or not yet. */
  setDone(found: Found, person: PersonRow, mark: string, done: boolean): void {
    const { store } = this.#ports;
    store.transaction(() => {
      const row = this.#expect(found, person, 'submit');
      if (!store.reviews.setDone(row.id, mark, done)) throw new Refusal('not-found');
    });
  }

  /**
   * Signs what is in the layer now; the last signature that is needed accepts and locks it. Nobody writes in it while
   * the number is made. Refuses `not-confirmed`, `password-needed`, `too-many-attempts`, `not-now`.
   */
  async sign(
    found: Found,
    person: PersonRow,
    { password, address }: { readonly password: string; readonly address: string },
    record: Recorder,
  ): Promise<void> {
    const { store, access, confirm, settled, recheck } = this.#ports;
    this.#expect(found, person, 'accept', 'approve');
    if (!store.people.passwordHash(person.id)) throw new Refusal('password-needed');
    if (!(await confirm(person, password, address))) throw new Refusal('not-confirmed');
    const { video, layer } = found.assignment;
    const release = access.layers.hold(video, layer);
    try {
      recheck();
      await settled(labelsRoom(found));
      const marks = await this.#read(found);
      const { version } = must(
        store.taxonomies.current(found.project.id),
        'a task is made where there are labels',
      );
      const content = this.#contentOf(found, marks, version);
      const digests = this.#digests(found, marksOf(marks));
      store.transaction(() => {
        const row = this.#expect(found, person, 'accept', 'approve');
        const step = this.#may(found, row, person).includes('accept') ? 'accept' : 'approve';
        if (store.reviews.decisions(row.id).some(({ verdict }) => verdict === 'rejected'))
          throw new Refusal('not-now', { what: 'A mark is rejected: accept it, or request changes.' });
        expectUnchanged(store.reviews.decisions(row.id), digests);
        this.#take(found, person, step, '', record, { content, head: marks.head });
        store.reviews.sign({
          assignment: row.id,
          video,
          layer,
          person: person.id,
          name: person.name,
          meaning: step === 'accept' ? 'approved' : 'reviewed',
          round: row.round,
          content,
          media: must(found.video.sha256, 'a ready video has been hashed'),
          taxonomyVersion: version,
          head: marks.head,
        });
      });
    } finally {
      release();
      recheck();
    }
  }

  /** Each signature, and whether what it stands for is what is there now. */
  async check(
    found: Found,
  ): Promise<readonly { readonly signature: SignatureRow; readonly holds: boolean }[]> {
    const signatures = this.#ports.store.reviews.signatures(found.assignment.id);
    const layer = signatures.length > 0 ? await this.#read(found) : undefined;
    return signatures.map((signature) => ({
      signature,
      holds:
        signature.supersededAt === null &&
        layer !== undefined &&
        signature.content === this.#contentOf(found, layer, signature.taxonomyVersion),
    }));
  }

  #read({ assignment, video }: Found): Promise<LayerRecord> {
    const { store, log } = this.#ports;
    if (video.state !== 'ready') throw new Refusal('video-not-ready', { state: video.state });
    return readLayer(log, video.id, layerOf(store, assignment), { authors: false });
  }

  #digests({ video }: Found, marks: LayerMarks): ReadonlyMap<string, string> {
    return digestsOf(marks, must(video.picture, 'a ready video has a picture').frames);
  }

  #contentOf({ video, project }: Found, layer: LayerRecord, taxonomyVersion: number): string {
    const { taxonomies } = this.#ports.store;
    return fingerprintOf({
      video: {
        id: video.id,
        sha256: must(video.sha256, 'a ready video has been hashed'),
        frames: must(video.picture, 'a ready video has a picture').frames,
      },
      taxonomy: must(taxonomies.version(project.id, taxonomyVersion), 'versions of labels are kept'),
      layer,
    });
  }

  #signers({ id, round }: AssignmentRow) {
    return this.#ports.store.reviews
      .signatures(id)
      .filter((one) => one.round === round && one.supersededAt === null)
      .map(({ person }) => person);
  }

  #may({ role }: Found, row: AssignmentRow, person: PersonRow): readonly Step[] {
    return this.stepsOf(row, this.#ports.access.partsIn(person, row, role), person);
  }

  /** The row as it is now, where one of these steps may be taken. */
  #expect(found: Found, person: PersonRow, ...steps: readonly Step[]): AssignmentRow {
    const row = must(this.#ports.store.assignments.get(found.assignment.id), 'assignments stay');
    const may = this.#may(found, row, person);
    if (!steps.some((step) => may.includes(step)))
      throw new Refusal('not-now', {
        what: `This is not for you to do, or not now: the work is ${row.state}.`,
      });
    return row;
  }

  #take(
    found: Found,
    person: PersonRow,
    step: Step,
    said: string,
    record: Recorder,
    detail: Recorded['detail'] = {},
  ): void {
    const { store } = this.#ports;
    const isScored = step === 'pass' || step === 'fail'; // what somebody has submitted
    const row = this.#expect(found, person, isScored ? 'submit' : step);
    const reason = said.trim();
    if (STEPS[step].reason) expectReason(reason);
    else if (reason.length > MAX_REASON) expectReason(reason);
    if (step === 'request-changes' || step === 'reopen') store.reviews.supersede(row.id);
    const round = step === 'submit' || isScored ? row.round + 1 : row.round;
    const reviewer = step === 'review' ? person.id : row.reviewer;
    const state = STEPS[step].to;
    store.assignments.take(row, { person: person.id, step, state, reason }, { round, reviewer });
    record(AUDITED[step], {
      project: found.project.id,
      subject: `assignment:${row.id}`,
      detail: {
        task: row.task,
        video: row.video,
        layer: row.layer,
        before: row.state,
        state,
        round,
        ...detail,
      },
    });
  }
}

/** What was decided on has to be what is signed: a verdict on something that changed after it is looked at again. */
function expectUnchanged(decisions: readonly DecisionRow[], digests: ReadonlyMap<string, string>): void {
  const changed = decisions.filter(
    ({ mark, digest }) => digest !== null && (digests.get(mark) ?? GONE) !== digest,
  );
  if (changed.length > 0)
    throw new Refusal('not-now', {
      what: `Marks that changed after their verdict: ${changed.length}. Look at them again.`,
    });
}

function expectReason(reason: string): void {
  const { length } = reason.trim();
  if (length === 0) throw new Refusal('bad-request', { what: 'Say why.' });
  if (length > MAX_REASON)
    throw new Refusal('bad-request', { what: `A reason has at most ${MAX_REASON} characters.` });
}

function labelsRoom({ assignment: { video, layer } }: Found): string {
  return roomName({ kind: 'labels', video, layer });
}
