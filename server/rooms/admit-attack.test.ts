/**
 * Hostile life: forged and mutated updates. Whatever of them is admitted, applied to a copy of the document, must change
 * nothing that its sender may not change, leave every mark readable, and keep nobody else from working on.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { openDiscussion, openLabels } from '#lib/doc/open.ts';
import { CommentsReading, LabelsReading } from '#lib/doc/read.ts';
import type { RoomRef } from '#lib/protocol/room-name.ts';
import { EDITS } from '../../tests/builders/edits.ts';
import { forgery, type Scene } from '../../tests/builders/forgery.ts';
import {
  DISCUSSION_ROOM,
  LABELS_ROOM,
  replicaOf,
  TrialRoom,
  updateOf,
  writerAs,
} from '../../tests/builders/trial-room.ts';
import type { Verdict, Writer } from './admit.ts';

const ROUNDS = Number(process.env['LOUPE_FUZZ_ROUNDS'] ?? 3000);
const VICTIM = 3_000_000;
const ATTACKER = 2_000_000;

const attackers: Readonly<Record<RoomRef['kind'], Writer>> = {
  labels: writerAs('annotator', LABELS_ROOM, 'eve'),
  discussion: writerAs('commenter', DISCUSSION_ROOM, 'eve'),
};

/** A room in which both have worked for a while. */
function lived(room: RoomRef): {
  readonly server: TrialRoom;
  readonly victim: Writer;
  readonly scene: Scene;
} {
  const server = new TrialRoom(room);
  const victim = writerAs(room.kind === 'labels' ? 'annotator' : 'manager', room, 'maya');
  const sent: Uint8Array[] = [];
  for (let round = 0; round < 90; round++) {
    const [writer, client] = round % 3 === 2 ? [attackers[room.kind], ATTACKER] : [victim, VICTIM];
    const ydoc = replicaOf(server.ydoc, client);
    const edits = EDITS[room.kind];
    const owns = (of: number) => server.ownerOf(of) === writer.person;
    const update = updateOf(ydoc, () =>
      edits[round % edits.length]!(ydoc, round * 7919 + 31, { owns, manages: writer === victim }),
    );
    if (server.submit(writer, update).kind === 'refused') throw new Error('A builder of tests is refused.');
    sent.push(update);
  }
  const next = nextOf(server, attackers[room.kind]);
  return { server, victim, scene: { ydoc: server.ydoc, own: ATTACKER, other: VICTIM, sent, next } };
}

/** What the attacker would send if it were honest. */
function nextOf(server: TrialRoom, { person }: Writer): Uint8Array[] {
  const owns = (client: number) => server.ownerOf(client) === person;
  return EDITS[server.room.kind].flatMap((edit, at) =>
    [3, 77, 1234].map((pick) => {
      const ydoc = replicaOf(server.ydoc, ATTACKER);
      return updateOf(ydoc, () => edit(ydoc, pick * 31 + at, { owns, manages: false }));
    }),
  );
}

describe.each([LABELS_ROOM, DISCUSSION_ROOM])('what a hostile program sends into $kind', (room) => {
  const { server, victim, scene } = lived(room);
  const attacker = attackers[room.kind];
  const before = Y.encodeStateAsUpdate(server.ydoc);
  const roots = server.ydoc.share.size;

  it('[R41] does nothing its sender may not do, when it is admitted at all', () => {
    const counts: Record<Verdict['kind'], number> = { admitted: 0, refused: 0, nothing: 0 };
    fc.assert(
      fc.property(forgery(scene), fc.nat(), (update, pick) => {
        const verdict = server.judge(attacker, update);
        counts[verdict.kind]++;
        if (verdict.kind !== 'admitted') return;
        const copy = server.copy();
        expect(copy.submit(attacker, update)).toEqual(verdict); // throws where it settles badly
        expectReadable(copy);
        expectHarmless(server, copy, attacker);
        expectNobodyHindered(server, copy, victim, pick);
      }),
      { numRuns: ROUNDS },
    );
    expect(counts.admitted, 'some are harmless').toBeGreaterThan(ROUNDS / 50);
    expect(counts.refused, 'some are not').toBeGreaterThan(ROUNDS / 5);
  });

  it('[R29] [R41] is never admitted from a viewer, and judging changes nothing', () => {
    const viewer = writerAs('viewer', room, 'eve');
    fc.assert(
      fc.property(forgery(scene), (update) => {
        expect(server.judge(viewer, update).kind).not.toBe('admitted');
      }),
      { numRuns: ROUNDS / 3 },
    );
    expect(Y.encodeStateAsUpdate(server.ydoc)).toEqual(before);
    expect(server.ydoc.share.size).toBe(roots);
  });
});

function expectReadable({ ydoc, room }: TrialRoom): void {
  const reading =
    room.kind === 'labels' ? new LabelsReading(openLabels(ydoc)) : new CommentsReading(openDiscussion(ydoc));
  expect([...reading.problems]).toEqual([]);
  reading.destroy();
}

/** Every value that stood there stands there or was overwritten, and only by who may. */
function expectHarmless(was: TrialRoom, is: TrialRoom, { person }: Writer): void {
  const states = [...Y.decodeStateVector(Y.encodeStateVector(is.ydoc))];
  const grown = states.filter(([client, clock]) => clock !== Y.getState(was.ydoc.store, client));
  expect(grown.filter(([client]) => is.ownerOf(client) !== person)).toEqual([]);
  for (const name of was.ydoc.share.keys()) expectKept(was, is, was.ydoc.getMap(name), is.ydoc.getMap(name));
  if (was.room.kind === 'discussion') expectOthersKept(was, is, person);
}

const ONCE = ['kind', 'source', 'tier', 'anchor', 'parent', 'at'];

function expectKept(was: TrialRoom, is: TrialRoom, before: Y.Map<unknown>, after: Y.Map<unknown>): void {
  for (const [key, value] of before) {
    const now = after.get(key);
    expect(now).toBeDefined();
    if (value instanceof Y.Map) {
      expect(now).toBeInstanceOf(Y.Map);
      expect((now as Y.Map<unknown>)._item!.id).toEqual(value._item!.id);
      expectKept(was, is, value as Y.Map<unknown>, now as Y.Map<unknown>);
    } else if (ONCE.includes(key)) expect(now).toEqual(value);
  }
}

function expectOthersKept(was: TrialRoom, is: TrialRoom, person: string): void {
  const now = is.ydoc.getMap<Y.Map<unknown>>('comments');
  for (const [id, comment] of was.ydoc.getMap<Y.Map<unknown>>('comments')) {
    const states = comment.get('states') as Y.Map<unknown>;
    for (const [key, state] of states)
      if (was.ownerOf(states._map.get(key)!.id.client) !== person)
        expect((now.get(id)!.get('states') as Y.Map<unknown>).get(key)).toEqual(state);
    if (was.ownerOf(comment._item!.id.client) === person) continue;
    for (const key of ['text', 'deleted']) {
      expect(now.get(id)!.get(key)).toEqual(comment.get(key));
      expect(now.get(id)!._map.get(key)!.id).toEqual(comment._map.get(key)!.id);
    }
  }
}

/** Somebody else, who was offline meanwhile, is let in, and everybody sees the same. */
function expectNobodyHindered(was: TrialRoom, server: TrialRoom, victim: Writer, pick: number): void {
  const edits = EDITS[server.room.kind];
  const ydoc = replicaOf(was.ydoc, VICTIM);
  const owns = (client: number) => server.ownerOf(client) === victim.person;
  for (let n = 0; n < 3; n++)
    ydoc.transact(() => edits[(pick + n) % edits.length]!(ydoc, pick >> n, { owns, manages: true }));
  const update = Y.encodeStateAsUpdate(ydoc, Y.encodeStateVector(server.ydoc));
  expect(server.submit(victim, update)).not.toMatchObject({ kind: 'refused' });
  Y.applyUpdate(ydoc, Y.encodeStateAsUpdate(server.ydoc, Y.encodeStateVector(ydoc)));
  for (const name of server.ydoc.share.keys())
    expect(ydoc.getMap(name).toJSON()).toEqual(server.ydoc.getMap(name).toJSON());
}
