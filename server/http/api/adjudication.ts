/** Adjudications over HTTP: the bodies in and out; the rules are server/work's. */
import { layerLetter } from '#lib/model/adjudication.ts';
import type {
  AdjudicationAnswer,
  NewAdjudication,
  NewRulings,
  TakenBack,
} from '#lib/protocol/adjudication.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import type { App } from '#server/app.ts';
import type { InAssignment, InTask } from '#server/auth/access.ts';
import type { PersonRow } from '#server/store/people.ts';
import type { Reply } from '../reply.ts';
import type { NewToleranceBody } from './adjudication-bodies.ts';
import type { Call } from './route.ts';

type By = { readonly person: PersonRow };

export async function assignAdjudication(
  { app, body, record }: Call<NewAdjudication>,
  { person, ...found }: InTask & By,
): Promise<Reply> {
  const id = app.adjudication.assign(found, body, record);
  return { status: 201, json: app.workAnswers.whole(app.access.assignment(person, id), person) };
}

export async function readAdjudication({ app }: Call, found: InAssignment & By): Promise<Reply> {
  return { status: 200, json: answer(app, found) };
}

export async function rule(
  { app, body, record }: Call<NewRulings>,
  found: InAssignment & By,
): Promise<Reply> {
  app.adjudication.rule(found, found.person, body.rulings, record);
  return { status: 200, json: answer(app, found) };
}

export async function takeRulingsBack(
  { app, body, record }: Call<TakenBack>,
  found: InAssignment & By,
): Promise<Reply> {
  app.adjudication.takeBack(found, found.person, body.ids, record);
  return { status: 200, json: answer(app, found) };
}

export async function setTolerance(
  { app, body, record }: Call<NewToleranceBody>,
  found: InAssignment & By,
): Promise<Reply> {
  app.adjudication.setTolerance(found, body.tolerance, record);
  return { status: 200, json: answer(app, found) };
}

function answer({ adjudication, store, answers }: App, { assignment }: InAssignment): AdjudicationAnswer {
  const { row, compared } = adjudication.open(assignment);
  const person = (id: PersonRow['id']) => answers.personById(id) ?? null;
  return {
    assignment: assignment.id,
    layer: assignment.layer,
    names: row.names,
    tolerance: row.tolerance,
    sources: compared.map(({ video, layer, state, round, people }, n) => ({
      letter: layerLetter(n),
      layer,
      room: roomName({ kind: 'labels', video, layer }),
      state,
      round,
      person: row.names && people[0] ? person(people[0]) : null,
    })),
    rulings: store.adjudications.rulings(assignment.id).map(({ person: by, at, ...one }) => ({
      ...one,
      by: person(by),
      at: new Date(at).toISOString(),
    })),
  };
}
