/** Tasks and work over HTTP: the bodies in and out; the rules are server/work's. */
import type { TaskId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import { rulesFault } from '#lib/model/task-check.ts';
import type { AssignBody, NewTask, SubmissionAnswer } from '#lib/protocol/work.ts';
import type { App } from '#server/app.ts';
import type { InAssignment, InProject, InTask } from '#server/auth/access.ts';
import type { PersonRow } from '#server/store/people.ts';
import { assign } from '#server/work/assigning.ts';
import { restaff, type Staffing } from '#server/work/staffing.ts';
import type { Reply } from '../reply.ts';
import type { Call } from './route.ts';
import type { ChangedTaskBody, DoneBody, NewDecisionBody, NewStepBody, SigningBody } from './work-bodies.ts';

type By = { readonly person: PersonRow };

export async function listTasks({ app }: Call, found: InProject & By): Promise<Reply> {
  return { status: 200, json: app.workAnswers.tasks(found, found.person) };
}

/** Makes a task and gives it out, or neither. */
export async function makeTask(
  { app, body, record }: Call<NewTask>,
  { project, person }: InProject & By,
): Promise<Reply> {
  const { store } = app;
  const { assign: to, title, brief, dueAt, ...planned } = body;
  const fault = rulesFault(body.rules, store.taxonomies.current(project.id));
  if (fault !== undefined) throw new Refusal('bad-request', { what: fault });
  if (body.blind && body.mode !== 'independent')
    throw new Refusal('bad-request', { what: 'Only work in layers of one’s own can be blind.' });
  const made = store.transaction(() => {
    const task = store.tasks.create({
      ...planned,
      project: project.id,
      kind: 'work',
      title: title.trim(),
      brief: brief.trim(),
      dueAt: timeOf(dueAt),
      createdBy: person.id,
    });
    const { mode, blind, reviewers } = task;
    record('task.create', {
      project: project.id,
      subject: `task:${task.id}`,
      detail: { mode, blind, reviewers },
    });
    return { task, ...giveOut(app, task.id, to, record) };
  });
  return { status: 201, json: { ...made, task: app.workAnswers.task(made.task) } };
}

export async function readTask({ app }: Call, { task }: InTask & By): Promise<Reply> {
  return { status: 200, json: app.workAnswers.task(task) };
}

/** The mode stays: people have worked by it. Rules count from now on for what is not submitted. */
export async function changeTask(
  { app, body, record }: Call<ChangedTaskBody>,
  { task, project }: InTask & By,
): Promise<Reply> {
  const { store } = app;
  const dueAt = timeOf(body.dueAt);
  const fault = rulesFault(body.rules, store.taxonomies.current(project.id));
  if (fault !== undefined) throw new Refusal('bad-request', { what: fault });
  const changed = store.transaction(() => {
    store.tasks.change(task.id, { ...body, title: body.title.trim(), brief: body.brief.trim(), dueAt });
    const rules = JSON.stringify(task.rules) === JSON.stringify(body.rules) ? 'kept' : 'changed';
    const detail = { dueAt, before: task.dueAt, priority: body.priority, rules };
    record('task.change', { project: project.id, subject: `task:${task.id}`, detail });
    return store.tasks.get(task.id) ?? task;
  });
  return { status: 200, json: app.workAnswers.task(changed) };
}

/** Adds people to a task and takes some off. */
export async function staffTask(
  { app, body, record }: Call<Staffing>,
  { task, person }: InTask & By,
): Promise<Reply> {
  const staffed = app.store.transaction(() => restaff(app.store, task, body, person.id, record));
  return { status: 200, json: { task: app.workAnswers.task(task), ...staffed } };
}

export async function readThroughput({ app }: Call, { project }: InProject & By): Promise<Reply> {
  return { status: 200, json: app.workAnswers.throughput(project.id) };
}

export async function assignTask(
  { app, body, record }: Call<AssignBody>,
  { task }: InTask & By,
): Promise<Reply> {
  const given = app.store.transaction(() => giveOut(app, task.id, body, record));
  return { status: 200, json: { task: app.workAnswers.task(task), ...given } };
}

function giveOut({ store }: App, id: TaskId, to: AssignBody, record: Call['record']) {
  const task = store.tasks.get(id);
  if (!task) throw new Refusal('not-found');
  const given = assign(store, task, to);
  const { videos, people, each } = to;
  const detail = { ...given, videos: videos.length, people: people.length, each };
  if (given.made > 0) record('work.assign', { project: task.project, subject: `task:${id}`, detail });
  return given;
}

export async function myWork({ app, query }: Call, { person }: By): Promise<Reply> {
  const project = query['project'];
  const found =
    project === undefined ? undefined : app.access.project(person, project, 'project.view').project.id;
  return { status: 200, json: app.workAnswers.mine(person, found) };
}

export async function readWork({ app }: Call, found: InAssignment & By): Promise<Reply> {
  return { status: 200, json: app.workAnswers.whole(found, found.person) };
}

export async function readFindings({ app }: Call, found: InAssignment & By): Promise<Reply> {
  const findings = await app.work.findings(found);
  return { status: 200, json: findings.map((one) => app.workAnswers.finding(one)) };
}

export async function readSubmission({ app }: Call, { assignment, parts }: InAssignment): Promise<Reply> {
  // A manager knows of work whose layer is still closed to them.
  if (!parts.includes('assignee') && !parts.includes('reviewer')) throw new Refusal('not-found');
  const round = assignment.round - 1;
  const marks = app.store.reviews.submission(assignment.id, round);
  const json: SubmissionAnswer = marks
    ? { round, marks: [...marks].map(([mark, digest]) => ({ mark, digest })) }
    : null;
  return { status: 200, json };
}

export async function takeStep(
  { app, body, record }: Call<NewStepBody>,
  found: InAssignment & By,
): Promise<Reply> {
  if (body.step === 'submit') await app.work.submit(found, found.person, record);
  else app.work.take(found, found.person, body.step, body.reason, record);
  return asItIsNow(app, found);
}

export async function decide({ app, body }: Call<NewDecisionBody>, found: InAssignment & By): Promise<Reply> {
  app.work.decide(found, found.person, body);
  return asItIsNow(app, found);
}

export async function setDone({ app, body }: Call<DoneBody>, found: InAssignment & By): Promise<Reply> {
  app.work.setDone(found, found.person, body.mark, body.done);
  return asItIsNow(app, found);
}

export async function sign(
  { app, body, record, address }: Call<SigningBody>,
  found: InAssignment & By,
): Promise<Reply> {
  await app.work.sign(found, found.person, { password: body.password, address }, record);
  return asItIsNow(app, found);
}

export async function checkSignatures({ app }: Call, found: InAssignment & By): Promise<Reply> {
  const checked = await app.work.check(found);
  const json = checked.map(({ signature, holds }) => ({
    signature: app.workAnswers.signature(signature),
    holds,
  }));
  return { status: 200, json };
}

/** The step may have changed what it is to the asker. */
function asItIsNow(app: App, { assignment, person }: InAssignment & By): Reply {
  return { status: 200, json: app.workAnswers.whole(app.access.assignment(person, assignment.id), person) };
}

export function timeOf(said: string | null): number | null {
  if (said === null) return null;
  const at = Date.parse(said);
  if (Number.isNaN(at)) throw new Refusal('bad-request', { what: `"${said}" is no day that there is.` });
  return at;
}
