/** Adjudication over HTTP and sockets: when it opens, who decides, what is kept, and what closes it again. */
import { describe, expect, it, vi } from 'vitest';
import type { LayerId } from '#lib/model/id.ts';
import { readNative } from '#lib/interchange/read-native.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import type { AdjudicationAnswer, NewRuling } from '#lib/protocol/adjudication.ts';
import type {
  AssignmentAnswer,
  CheckedSignatureAnswer,
  TasksAnswer,
  WorkAnswer,
} from '#lib/protocol/work.ts';
import {
  ana, ask, ben, draw, fetchBytes, given, good, ito, join, knock, maria, overhear, PASSWORD, refused, served, SOON, step, tracksOf,
  video,
} from '../../tests/builders/work-road.ts'; // prettier-ignore
import { hashPassword } from '#server/auth/passwords.ts';

const blind = { mode: 'independent', blind: true } as const;
const roomIn = (layer: LayerId) => roomName({ kind: 'labels', video, layer });

type Apart = { readonly anas: AssignmentAnswer; readonly bens: AssignmentAnswer; readonly marks: string[] };

/** Ana and Ben have each drawn one track, and Ana has given hers in. */
async function halfApart(): Promise<Apart> {
  const [anas, bens] = (await given([ana!, ben!], blind)) as [AssignmentAnswer, AssignmentAnswer];
  const marks: string[] = [];
  for (const [person, work] of [
    [ana!, anas],
    [ben!, bens],
  ] as const) {
    // prettier-ignore
    await step(person, work, 'start');
    marks.push(`track:${await draw(await join(person, work.layer), marks.length * 30 + 10)}`);
  }
  await step(ana!, anas, 'submit');
  return { anas, bens, marks };
}

async function allApart(): Promise<Apart> {
  const apart = await halfApart();
  await step(ben!, apart.bens, 'submit');
  return apart;
}

const wanted = (more: object = {}) => ({ video, person: ito!.row.id, names: true, evenOwn: false, ...more });
const adjudicate = ({ anas }: Apart, more: object = {}) =>
  good<WorkAnswer>(maria!, `/tasks/${anas.task.id}/adjudications`, wanted(more));
const opened = (work: { readonly id: string }, person = ito!) =>
  good<AdjudicationAnswer>(person, `/assignments/${work.id}/adjudication`);
const sourcesOf = ({ anas, bens, marks }: Apart) => [
  { layer: anas.layer, mark: marks[0]! },
  { layer: bens.layer, mark: marks[1]! },
];
const ruling = (apart: Apart, more: Partial<NewRuling> = {}): NewRuling => ({
  sources: sourcesOf(apart),
  kind: 'neither',
  from: null,
  marks: [],
  ...more,
});

describe('when it opens', () => {
  it('is not before all have submitted, and then for who may review and has done none of it', async () => {
    const apart = await halfApart();
    const path = `/tasks/${apart.anas.task.id}/adjudications`;
    expect(await refused(maria!, path, wanted())).toBe('409 not-now');
    await step(ben!, apart.bens, 'submit');
    expect(await refused(ito!, path, wanted())).toBe('403 forbidden');
    expect(await refused(maria!, path, wanted({ person: ana!.row.id }))).toBe('400 bad-request');
    expect(await refused(maria!, path, wanted({ video: 'nothing' }))).toBe('409 not-now');
    const work = await adjudicate(apart);
    expect(work).toMatchObject({ adjudicates: true, state: 'assigned', people: [{ name: 'ito' }] });
    expect(await refused(maria!, path, wanted())).toBe('409 not-now');
    // Together there is nothing to compare.
    const [together] = await given([ana!]);
    expect(await refused(maria!, `/tasks/${together!.task.id}/adjudications`, wanted())).toBe(
      '400 bad-request',
    );
    const { sources } = await opened(work);
    expect(sources.map(({ letter }) => letter)).toEqual(['A', 'B']);
    expect(new Set(sources.map(({ person }) => person?.name))).toEqual(new Set(['ana', 'ben']));
    expect(sources.map(({ layer }) => layer).toSorted()).toEqual(
      [apart.anas.layer, apart.bens.layer].toSorted(),
    );
  });

  it('is for who has done one of the layers only where a manager says so', async () => {
    const [itos, bens] = (await given([ito!, ben!], blind)).toSorted((a) =>
      a.people[0]!.name === 'ito' ? -1 : 1,
    );
    for (const [person, work] of [
      [ito!, itos!],
      [ben!, bens!],
    ] as const) {
      // prettier-ignore
      await step(person, work, 'start');
      await step(person, work, 'submit');
    }
    const path = `/tasks/${itos!.task.id}/adjudications`;
    expect(await refused(maria!, path, wanted())).toBe('400 bad-request');
    expect((await ask(maria!, path, wanted({ evenOwn: true }))).status).toBe(201);
  });

  it('shows no names where it is not to', async () => {
    const apart = await allApart();
    const work = await adjudicate(apart, { names: false });
    const said = [
      await opened(work),
      await good<object>(ito!, `/videos/${video}`),
      await good<TasksAnswer>(ito!, `/projects/${served.project.id}/tasks`),
      await good<object>(ito!, '/me/work'),
    ].map((one) => JSON.stringify(one));
    for (const text of said) expect(text).not.toMatch(/"name":"(ana|ben)"/);
    expect(said[1]).toContain('"name":"Layer A"');
    expect(await refused(ito!, `/assignments/${apart.anas.id}`)).toBe('404 not-found');
    // Who gave it out has the names anyway.
    expect(JSON.stringify(await good<object>(maria!, `/videos/${video}`))).toContain('"name":"ana"');
  });

  it('names nobody by a raw socket either, where it is not to', async () => {
    const apart = await allApart();
    await adjudicate(apart, { names: false });
    const anas = await join(ana!, apart.anas.layer);
    for (const kind of ['labels', 'discussion'] as const) {
      const room = roomName({ kind, video, layer: apart.anas.layer });
      const [itos, marias] = [overhear(ito!, room), overhear(maria!, room)];
      anas.provider.awareness.setLocalState({ frame: 3 });
      const text = (heard: readonly Buffer[]) => Buffer.concat(heard).toString('latin1');
      // As an author of the labels, and as somebody who is there.
      const named = kind === 'labels' ? 2 : 0;
      await vi.waitFor(() => expect(text(marias).split('"name":"ana"')).toHaveLength(named + 1), SOON);
      await vi.waitFor(() => expect(itos.length).toBeGreaterThanOrEqual(2), SOON);
      expect(text(itos)).not.toMatch(/"ana"|"ben"/);
    }
  });
});

describe('while one of them is not submitted', () => {
  it('nothing of it is there for anybody, by socket or by API, and what stood open ends', async () => {
    const apart = await allApart();
    const work = await adjudicate(apart);
    await step(ito!, work, 'start');
    const itos = await join(ito!, work.layer);
    const theirs = await join(ito!, apart.anas.layer);
    await draw(itos);
    await good(ito!, `/assignments/${work.id}/rulings`, { rulings: [ruling(apart)] });
    // A third is asked for a layer of their own: the others are closed to all again.
    const eve = served.person('eve', 'annotator');
    const assign = { videos: [video], people: [eve.row.id], each: null };
    await good(maria!, `/tasks/${apart.anas.task.id}/assign`, assign);
    await vi.waitFor(() => expect([itos.ends[0], theirs.ends[0]]).toEqual([4404, 4404]), SOON);
    const asked = async (person: typeof ito) => [
      await knock(person!, roomIn(work.layer)),
      await knock(person!, roomIn(apart.bens.layer)),
      await knock(person!, roomName({ kind: 'discussion', video, layer: work.layer })),
      (await fetchBytes(person!, `/videos/${video}/document?room=${roomIn(work.layer)}`)).status,
      (await fetchBytes(person!, `/videos/${video}/export?format=native&layer=${work.layer}`)).status,
    ];
    for (const person of [ito, maria]) expect(await asked(person)).toEqual([404, 404, 404, 404, 404]);
    expect(await knock(eve, roomIn(work.layer))).toBe(404);
    expect(await refused(ito!, `/assignments/${work.id}/adjudication`)).toBe('409 not-now');
    expect(await refused(maria!, `/assignments/${work.id}/adjudication`)).toBe('409 not-now');
    expect(await refused(ito!, `/assignments/${work.id}/rulings`, { rulings: [ruling(apart)] })).toBe(
      '409 not-now',
    );
    expect(await refused(ito!, `/assignments/${work.id}/steps`, { step: 'submit', reason: '' })).toBe(
      '409 not-now',
    );
    for (const who of [ana!, eve])
      expect(await refused(who, `/assignments/${work.id}/adjudication`)).toBe('404 not-found');
    // It goes on where it was once the third has submitted, over one more layer.
    const { assignments } = await good<TasksAnswer>(eve, `/projects/${served.project.id}/tasks`);
    await step(eve, assignments[0]!, 'start');
    await step(eve, assignments[0]!, 'submit');
    const again = await opened(work);
    expect([again.sources.length, again.rulings.length]).toEqual([3, 1]);
    expect(tracksOf(await join(ito!, work.layer))).toHaveLength(1);
  });

  it('a submission is taken back as long as nobody could have seen it, and no longer', async () => {
    const apart = await halfApart();
    await step(ana!, apart.anas, 'recall');
    await step(ben!, apart.bens, 'submit');
    expect(await knock(ben!, roomIn(apart.anas.layer))).toBe(404);
    await draw(await join(ana!, apart.anas.layer), 60);
    await step(ana!, apart.anas, 'submit');
    expect(await knock(ben!, roomIn(apart.anas.layer))).toBe(101);
    expect(await refused(ana!, `/assignments/${apart.anas.id}/steps`, { step: 'recall', reason: '' })).toBe(
      '409 not-now',
    );
  });
});

describe('deciding', () => {
  it('keeps what was decided and by whom; the same marks again replace it, and it can be taken back', async () => {
    const apart = await allApart();
    const work = await adjudicate(apart);
    const path = `/assignments/${work.id}/rulings`;
    expect(await refused(ito!, path, { rulings: [ruling(apart)] })).toBe('409 not-now');
    await step(ito!, work, 'start');
    await good(ito!, path, { rulings: [ruling(apart)] });
    const taken = ruling(apart, { kind: 'taken', from: apart.anas.layer, marks: ['track:abc'] });
    const { rulings } = await good<AdjudicationAnswer>(ito!, path, { rulings: [taken] });
    expect(rulings).toMatchObject([{ ...taken, by: { name: 'ito' } }]);
    for (const who of [maria!, ana!])
      expect((await ask(who, path, { rulings: [taken] })).status).not.toBe(200);
    // Decided anew of one of the marks alone: the other has no decision any more.
    const [first, second] = sourcesOf(apart);
    const one = { ...ruling(apart), sources: [first!] };
    const now = await good<AdjudicationAnswer>(ito!, path, { rulings: [one] });
    expect(now.rulings.map(({ sources }) => sources)).toEqual([[first]]);
    const both = await good<AdjudicationAnswer>(ito!, path, { rulings: [{ ...one, sources: [second!] }] });
    expect(both.rulings).toHaveLength(2);
    const ids = both.rulings.map(({ id }) => id);
    const left = await good<AdjudicationAnswer>(ito!, `${path}-taken-back`, { ids: [ids[0]!, 'unknown'] });
    expect(left.rulings.map(({ id }) => id)).toEqual([ids[1]]);
    const audited = served.app.store.audit.page({ project: served.project.id }).map(({ action }) => action);
    expect(audited.filter((one) => one.startsWith('adjudication')).toReversed()).toEqual([
      'adjudication.assign', 'adjudication.rule', 'adjudication.rule', 'adjudication.rule', 'adjudication.rule',
      'adjudication.take-back',
    ]); // prettier-ignore
    expect(() => served.app.store.db.prepare("UPDATE ruling SET kind = 'merged'").run()).toThrow(
      'never changed',
    );
  });

  it.each([
    ['of nothing', () => ({ sources: [] })],
    [
      'of two marks of one layer',
      (apart: Apart) => ({ sources: [sourcesOf(apart)[0], sourcesOf(apart)[0]] }),
    ],
    ['of a layer that is not compared', () => ({ sources: [{ layer: 'shared', mark: 'track:a' }] })],
    ['that takes a layer that has it not', () => ({ kind: 'taken', from: 'shared', marks: ['track:a'] })],
    ['that takes nothing', () => ({ kind: 'taken', from: null, marks: ['track:a'] })],
    ['that is drawn and is no mark', () => ({ kind: 'drawn' })],
    ['that is nothing and a mark', () => ({ marks: ['track:a'] })],
    ['of a mark without a form', () => ({ kind: 'drawn', marks: ['a'] })],
    ['of no kind', () => ({ kind: 'guessed' })],
  ])('refuses one %s, and keeps nothing of what was sent with it', async (_, wrong) => {
    const apart = await allApart();
    const work = await adjudicate(apart);
    await step(ito!, work, 'start');
    const rulings = [ruling(apart), { ...ruling(apart), ...wrong(apart) }];
    expect(await refused(ito!, `/assignments/${work.id}/rulings`, { rulings })).toBe('400 bad-request');
    expect((await opened(work)).rulings).toEqual([]);
  });

  it('goes the road of any other work: submitted, locked, reviewed by somebody else, signed', async () => {
    const eve = served.person('eve', 'clinician');
    served.app.store.people.setPasswordHash(eve.row.id, await hashPassword(PASSWORD));
    const apart = await allApart();
    const work = await adjudicate(apart);
    await step(ito!, work, 'start');
    expect(served.app.access.room(maria!.row, roomIn(work.layer))).toMatchObject({ write: false });
    const id = await draw(await join(ito!, work.layer));
    const taken = ruling(apart, { kind: 'taken', from: apart.bens.layer, marks: [`track:${id}`] });
    await good(ito!, `/assignments/${work.id}/rulings`, { rulings: [taken] });
    await step(ito!, work, 'submit');
    expect(await refused(ito!, `/assignments/${work.id}/rulings`, { rulings: [taken] })).toBe('409 not-now');
    expect(await refused(ito!, `/assignments/${work.id}/steps`, { step: 'review', reason: '' })).toBe(
      '409 not-now',
    );
    await step(eve, work, 'review');
    const signed = await good<WorkAnswer>(eve, `/assignments/${work.id}/sign`, { password: PASSWORD });
    expect(signed.state).toBe('accepted');
    expect(served.app.access.room(ito!.row, roomIn(work.layer))).toMatchObject({ write: false });
    const checked = await good<readonly CheckedSignatureAnswer[]>(eve, `/assignments/${work.id}/signatures`);
    expect(checked.map(({ holds }) => holds)).toEqual([true]);
  });

  it('leaves with the layers it was made of, and with who decided what', async () => {
    const apart = await allApart();
    const work = await adjudicate(apart);
    await step(ito!, work, 'start');
    const id = await draw(await join(ito!, work.layer));
    const taken = ruling(apart, { kind: 'taken', from: apart.bens.layer, marks: [`track:${id}`] });
    await good(ito!, `/assignments/${work.id}/rulings`, { rulings: [taken] });
    const path = `/videos/${video}/export?format=native&layer=${work.layer}`;
    const { layers, people } = readNative(await (await fetchBytes(ito!, path)).json());
    const [consensus, ...others] = layers;
    expect(consensus).toMatchObject({
      layer: { id: work.layer, kind: 'consensus' },
      tracks: [{ mark: { id } }],
    });
    expect(consensus?.adjudication?.rulings).toEqual([
      { ...taken, by: ito!.row.id, atMs: expect.any(Number) as number },
    ]);
    const persons = new Map(consensus?.adjudication?.sources.map(({ layer, person }) => [layer, person]));
    expect(persons).toEqual(new Map([[apart.anas.layer, ana!.row.id], [apart.bens.layer, ben!.row.id]])); // prettier-ignore
    expect(new Map(others.map(({ layer, tracks }) => [layer.id, tracks.length]))).toEqual(
      new Map([[apart.anas.layer, 1], [apart.bens.layer, 1]]), // prettier-ignore
    );
    expect(people.map(({ name }) => name).toSorted()).toEqual(['ana', 'ben', 'ito']);
  });

  it('no file tells names to who is not to learn them', async () => {
    const apart = await allApart();
    const work = await adjudicate(apart, { names: false });
    for (const layer of [work.layer, apart.anas.layer])
      expect((await fetchBytes(ito!, `/videos/${video}/export?format=native&layer=${layer}`)).status).toBe(
        404,
      );
    expect(
      (await fetchBytes(maria!, `/videos/${video}/export?format=native&layer=${work.layer}`)).status,
    ).toBe(200);
  });

  it('how far apart is the same is for managers to set, within bounds', async () => {
    const work = await adjudicate(await allApart());
    const path = `/assignments/${work.id}/tolerance`;
    const tolerance = {
      leastTrack: 0.2,
      leastInterval: 0.1,
      eventFrames: 9,
      edgeFrames: 4,
      goodTrack: 0.7,
      nearPx: 20,
    };
    const put = (person: typeof ito, said: object) => ask(person!, path, { tolerance: said }, 'PUT');
    expect((await put(ito, tolerance)).status).toBe(403);
    expect((await put(maria, { ...tolerance, goodTrack: 1.5 })).status).toBe(400);
    expect((await put(maria, tolerance)).status).toBe(200);
    expect((await opened(work)).tolerance).toEqual(tolerance);
  });
});
