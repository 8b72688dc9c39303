/** Verdicts on marks over HTTP: what they were about when they were said, and what was submitted before. */
import { expect, it, vi } from 'vitest';
import { setDeleted } from '#lib/doc/edit/annotation.ts';
import { setKeyframe } from '#lib/doc/edit/track.ts';
import { openLabels } from '#lib/doc/open.ts';
import { LabelsReading } from '#lib/doc/read.ts';
import type { LayerMarks } from '#lib/model/completeness.ts';
import { digestsOf, GONE } from '#lib/model/mark-digest.ts';
import type { Frame } from '#lib/model/time.ts';
import type { SubmissionAnswer } from '#lib/protocol/work.ts';
import type { Program } from '../../tests/builders/program.ts';
import {
  ana, ask, ben, box, draw, given, good, ito, join, PASSWORD, refused, SOON, step,
} from '../../tests/builders/work-road.ts'; // prettier-ignore

function marksIn({ ydoc }: Program): LayerMarks {
  const reading = new LabelsReading(openLabels(ydoc));
  reading.destroy();
  return {
    tracks: reading.every('track'),
    segments: reading.every('segment'),
    boundaries: reading.every('boundary'),
    events: reading.every('event'),
  };
}

it('a verdict on something that changed after it is looked at again, and what was submitted before is known', async () => {
  const [work] = await given([ana!]);
  const at = `/assignments/${work!.id}`;
  await step(ana!, work!, 'start');
  const anas = await join(ana!);
  const [kept, gone] = [await draw(anas), await draw(anas, 60)];
  await step(ana!, work!, 'submit');
  expect(await good<SubmissionAnswer>(ito!, `${at}/submission`)).toBeNull();
  await step(ito!, work!, 'review');
  const itos = await join(ito!);
  const digest = (one: typeof itos, id: string) => digestsOf(marksIn(one), 1).get(`track:${id}`) ?? GONE;
  const before = digest(itos, kept);
  const decide = (id: string, said: string) =>
    good(ito!, `${at}/decisions`, { mark: `track:${id}`, verdict: 'accepted', reason: '', digest: said });
  await decide(kept, before);
  await decide(gone, digest(itos, gone));
  expect(await refused(ito!, `${at}/decisions`, { mark: `track:${kept}`, verdict: 'accepted', reason: '', digest: 'x' }))
    .toBe('400 bad-request'); // prettier-ignore
  // The reviewer moves one and removes the other: both have to be decided on anew.
  for (const edit of [
    () => setKeyframe(openLabels(itos.ydoc), kept, 3 as Frame, box(33)),
    () => setDeleted(openLabels(itos.ydoc), { kind: 'track', id: gone }, true),
  ]) {
    const saved = itos.acknowledged;
    edit();
    await vi.waitFor(() => expect(itos.acknowledged).toBeGreaterThan(saved), SOON);
  }
  const sign = () => ask(ito!, `${at}/sign`, { password: PASSWORD });
  expect(await sign()).toMatchObject({
    status: 409,
    body: { problem: { sentence: 'Marks that changed after their verdict: 2. Look at them again.' } },
  });
  await decide(kept, digest(itos, kept));
  expect((await sign()).status).toBe(409);
  await decide(gone, GONE);
  await step(ito!, work!, 'request-changes', 'One more, please.');
  await draw(await join(ana!), 90);
  await step(ana!, work!, 'submit');
  const submitted = await good<SubmissionAnswer>(ito!, `${at}/submission`);
  expect(submitted?.round).toBe(1);
  expect(submitted?.marks).toHaveLength(2);
  expect(submitted?.marks).toContainEqual({ mark: `track:${kept}`, digest: before });
  expect(await refused(ben!, `${at}/submission`)).toBe('404 not-found');
  await step(ito!, work!, 'review');
  expect((await sign()).status).toBe(200);
});
