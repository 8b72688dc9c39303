/** Trainings over HTTP: the bodies in and out; the rules are server/work's. */
import type { TaskId } from '#lib/model/id.ts';
import { Refusal } from '#lib/model/problem.ts';
import type { TrainingRules } from '#lib/model/training.ts';
import type { FeedbackAnswer, NewTraining } from '#lib/protocol/training.ts';
import type { InAssignment, InProject, InTask } from '#server/auth/access.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { Reply } from '../reply.ts';
import type { Call } from './route.ts';
import { timeOf } from './work.ts';

type By = { readonly person: PersonRow };

export async function listTrainings({ app }: Call, found: InProject & By): Promise<Reply> {
  return { status: 200, json: app.trainingAnswers.all(found) };
}

export async function makeTraining(
  { app, body, record }: Call<NewTraining>,
  { project, person }: InProject & By,
): Promise<Reply> {
  if (body.references.length === 0)
    throw new Refusal('bad-request', { what: 'A training needs a reference for one video at least.' });
  const { task, ...given } = await app.training.make(
    { project },
    person,
    { ...body, dueAt: timeOf(body.dueAt) },
    record,
  );
  return { status: 201, json: { task: app.workAnswers.task(task), ...given } };
}

export async function changeTraining(
  { app, body, record }: Call<TrainingRules>,
  found: InTask & By,
): Promise<Reply> {
  app.training.change(found, body, record);
  return { status: 200, json: app.workAnswers.task(found.task) };
}

export async function requireTrainings(
  { app, body, record }: Call<{ readonly trainings: readonly TaskId[] }>,
  found: InTask & By,
): Promise<Reply> {
  app.training.require(found, body.trainings, record);
  return { status: 200, json: app.workAnswers.task(found.task) };
}

/** For its person and the managers; for reviewers it is not there. */
export async function readFeedback({ app }: Call, { assignment }: InAssignment & By): Promise<Reply> {
  const attempt = app.store.trainings.attempt(assignment.id);
  if (!attempt) throw new Refusal('not-found');
  const { result, passed, passMark } = attempt;
  return { status: 200, json: { ...result, passed, passMark } satisfies FeedbackAnswer };
}

export async function tryAgain({ app, record }: Call, found: InAssignment & By): Promise<Reply> {
  const id = app.training.retry(found, found.person, record);
  const now = app.access.assignment(found.person, id);
  return { status: 201, json: app.workAnswers.whole(now, found.person) };
}
