import { expect, it } from 'vitest';
import { USUAL_TRAINING } from '#lib/model/training.ts';
import { Scoring } from './scoring.ts';

const NOTHING = { snapshot: null, rows: [] };
const WHAT = { reference: NOTHING, own: NOTHING, compared: USUAL_TRAINING, frames: 9, fps: 30 };

it('answers from its thread, one after the other', async () => {
  const scoring = new Scoring();
  const all = await Promise.all([scoring.score(WHAT), scoring.score(WHAT)]);
  expect(all.map(({ score }) => score)).toEqual([1, 1]);
}, 60_000);

it('gives up what takes too long, says so, and goes on with the next', async () => {
  const scoring = new Scoring(1);
  const refused = {
    problem: { code: 'not-scored', sentence: 'The training could not be scored: it takes too long.' },
  };
  await expect(scoring.score(WHAT)).rejects.toMatchObject(refused);
  await expect(scoring.score(WHAT)).rejects.toMatchObject(refused);
}, 60_000);

it('says of a document that cannot be read what is wrong with it', async () => {
  const broken = { snapshot: { seq: 1, state: Uint8Array.of(255, 255, 255) }, rows: [] };
  await expect(new Scoring().score({ ...WHAT, own: broken })).rejects.toThrow('Unexpected end of array');
}, 60_000);
