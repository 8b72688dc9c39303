/** Deciding at the workspace, against a server that keeps what it is told, as ours does. */
import * as Y from 'yjs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addTrack } from '#lib/doc/edit/track.ts';
import { openLabels } from '#lib/doc/open.ts';
import { sourceKey } from '#lib/model/adjudication.ts';
import type { Frame } from '#lib/model/time.ts';
import type { AdjudicationAnswer, NewRuling, RulingAnswer } from '#lib/protocol/adjudication.ts';
import type { WorkAnswer } from '#lib/protocol/work.ts';
import { FORCEPS, HandAtWork } from '../../../../tests/builders/hand-at-work.ts';
import { DeskWork } from '../work/desk-work.svelte.ts';
import { DeskAdjudication } from './desk-adjudication.svelte.ts';

const box = (x: number) => ({
  shape: { kind: 'box' as const, x, y: 10, w: 20, h: 20 },
  outside: false,
  occluded: false,
});

/** By room what is drawn in it. */
const drawn: Readonly<Record<string, readonly number[]>> = { a: [10, 60, 140], b: [10, 70] };
let rulings: RulingAnswer[];
/** Why the server takes nothing just now. */
let refuses: boolean;

function documentOf(room: string): Uint8Array {
  const ydoc = new Y.Doc();
  for (const x of drawn[room] ?? [])
    addTrack(openLabels(ydoc), { label: FORCEPS, kind: 'box' }, 5 as Frame, box(x));
  return Y.encodeStateAsUpdate(ydoc);
}

function answer(): AdjudicationAnswer {
  const source = (letter: string) => ({ letter, layer: letter, room: letter.toLowerCase(), state: 'submitted', round: 1, person: null }); // prettier-ignore
  return { assignment: 'work', layer: 'consensus', names: false, tolerance: null, sources: ['A', 'B'].map(source), rulings } as never; // prettier-ignore
}

function serve(address: string, init?: RequestInit): Response {
  const url = new URL(address, 'http://here');
  if (url.pathname.endsWith('/document'))
    return new Response(documentOf(url.searchParams.get('room') ?? '') as BodyInit);
  const body = init?.body
    ? (JSON.parse(init.body as string) as { rulings?: NewRuling[]; ids?: string[] })
    : {};
  if (refuses && init)
    return Response.json({ problem: { code: 'not-now', sentence: 'Not now.', next: '' } }, { status: 409 });
  for (const one of body.rulings ?? []) {
    const marks = new Set(one.sources.map(sourceKey));
    rulings = rulings.filter(({ sources }) => !sources.some((source) => marks.has(sourceKey(source))));
    rulings = [...rulings, { ...one, id: `ruling-${Math.random()}`, by: null, at: '2026-01-01T00:00:00Z' }];
  }
  rulings = rulings.filter(({ id }) => !body.ids?.includes(id));
  return Response.json(answer());
}

/** The worker of this page: runs the real script's work at once. */
class WorkerHere {
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onerror: unknown = null;
  postMessage(question: object): void {
    const sent = structuredClone(question) as { layers: never; tolerance: never; frames: number };
    void import('#lib/agreement/comparison.ts').then(({ compared }) =>
      this.onmessage?.({ data: { comparison: compared(sent.layers, sent.tolerance, sent.frames) } }),
    );
  }
  terminate(): void {}
}

beforeEach(() => {
  rulings = [];
  refuses = false;
  vi.stubGlobal('fetch', vi.fn((address: string, init?: RequestInit) => Promise.resolve(serve(address, init)))); // prettier-ignore
  vi.stubGlobal('Worker', WorkerHere);
});
afterEach(() => vi.unstubAllGlobals());

async function opened(steps: readonly string[] = ['submit']) {
  const hand = new HandAtWork();
  const work = new DeskWork({ id: 'work', parts: ['assignee'], steps, decisions: [], adjudicates: true, state: 'in-progress' } as unknown as WorkAnswer); // prettier-ignore
  const desk = new DeskAdjudication(hand.editor, work);
  await vi.waitFor(() => expect(desk.comparison).not.toBeNull());
  return { hand, desk };
}
const states = (desk: DeskAdjudication) => desk.conflicts.map(({ state }) => state);
const xs = ({ editor }: HandAtWork) =>
  [...editor.reading.tracks.values()].map(({ keyframes }) => (keyframes[0]!.shape as { x: number }).x).toSorted((a, b) => a - b); // prettier-ignore
const soon = (check: () => void) => vi.waitFor(check);

describe('a conflict', () => {
  it('is what one has alone, then what lies apart; what agrees is none', async () => {
    const { desk } = await opened();
    expect(desk.conflicts.map(({ compared }) => compared.conflicts[0]?.kind)).toEqual(['missing', 'place']);
    expect([desk.undecided, desk.untaken.length]).toEqual([2, 1]);
    desk.step(1);
    expect(desk.current?.key).toBe(desk.conflicts[0]?.key);
    expect(desk.shown.map(({ letter }) => letter)).toEqual(['A']);
    desk.step(1);
    expect(desk.shown.map(({ letter }) => letter)).toEqual(['A', 'B']);
    desk.showsAll = true;
    expect(desk.shown).toHaveLength(5);
  });

  it('is decided by taking, merging or leaving out, each time anew, and never twice', async () => {
    const { desk, hand } = await opened();
    desk.choose(desk.conflicts[1]!);
    desk.take(0);
    await soon(() => expect(states(desk)).toEqual(['open', 'decided']));
    expect(xs(hand)).toEqual([60]);
    desk.merge();
    await soon(() => expect(xs(hand)).toEqual([65]));
    await soon(() => expect(rulings.map(({ kind }) => kind)).toEqual(['merged']));
    desk.neither();
    await soon(() => expect(rulings.map(({ kind }) => kind)).toEqual(['neither']));
    expect(xs(hand)).toEqual([]);
    expect(states(desk)).toEqual(['open', 'decided']);
  });

  it('is open again once its mark is undone, and decided with redo; taken back, both are gone', async () => {
    const { desk, hand } = await opened();
    desk.choose(desk.conflicts[1]!);
    desk.take(1);
    await soon(() => expect(states(desk)[1]).toBe('decided'));
    hand.editor.history.undo();
    expect(states(desk)[1]).toBe('gone');
    hand.editor.history.redo();
    expect(states(desk)[1]).toBe('decided');
    desk.takeBack();
    await soon(() => expect(states(desk)[1]).toBe('open'));
    await soon(() => expect(xs(hand)).toEqual([]));
    expect(rulings).toEqual([]);
  });

  it('is decided on what is drawn next', async () => {
    const { desk, hand } = await opened();
    desk.choose(desk.conflicts[1]!);
    desk.take(0);
    await soon(() => expect(states(desk)[1]).toBe('decided'));
    desk.draw();
    expect(desk.drawing).toBe(true);
    hand.draw(100, 20, 120, 40);
    await soon(() => expect(rulings.map(({ kind }) => kind)).toEqual(['drawn']));
    await soon(() => expect(xs(hand)).toEqual([100]));
    expect([desk.drawing, states(desk)[1]]).toEqual([false, 'decided']);
  });

  it('that the server does not take leaves nothing behind, and says why', async () => {
    const { desk, hand } = await opened();
    desk.choose(desk.conflicts[1]!);
    refuses = true;
    desk.take(0);
    await soon(() => expect(hand.editor.note.value?.text).toMatch(/Not now|Undid/));
    await soon(() => expect(xs(hand)).toEqual([]));
    expect(states(desk)).toEqual(['open', 'open']);
  });

  it('is nobody else’s to decide', async () => {
    const { desk, hand } = await opened([]);
    desk.choose(desk.conflicts[1]!);
    desk.take(0);
    desk.takeAgreed();
    expect(hand.editor.note.value?.text).toBe('This is not yours to decide now.');
    expect([desk.hand, xs(hand), rulings]).toEqual([null, [], []]);
  });
});

it('what agrees is taken over in one go, and can be undone', async () => {
  const { desk, hand } = await opened();
  desk.takeAgreed();
  await soon(() => expect(desk.untaken).toEqual([]));
  expect(xs(hand)).toEqual([10]);
  expect(rulings.map(({ kind, marks }) => [kind, marks.length])).toEqual([['agreed', 1]]);
  hand.editor.history.undo();
  expect(desk.untaken).toHaveLength(1);
});

it('layers that are closed are told, and asked for again', async () => {
  vi.stubGlobal('fetch', () => Promise.resolve(Response.json({ problem: { code: 'not-now', sentence: 'Not everybody has submitted.', next: '' } }, { status: 409 }))); // prettier-ignore
  const work = new DeskWork({ id: 'work', parts: [], steps: [], decisions: [] } as unknown as WorkAnswer);
  const desk = new DeskAdjudication(new HandAtWork().editor, work);
  await soon(() => expect(desk.fault?.sentence).toBe('Not everybody has submitted.'));
  vi.stubGlobal('fetch', (address: string, init?: RequestInit) => Promise.resolve(serve(address, init)));
  await desk.load();
  expect([desk.fault, desk.comparison?.things.length]).toEqual([null, 3]);
  desk.destroy();
});
