/** Ordinary life: whatever people do with our own edits, offline, in several tabs, with undo, is never refused. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { Hand } from '#lib/doc/hand.ts';
import type { PersonId } from '#lib/model/id.ts';
import type { RoomRef } from '#lib/protocol/room-name.ts';
import { EDITS, type Edit } from '../../tests/builders/edits.ts';
import { DISCUSSION_ROOM, LABELS_ROOM, TrialRoom, writerAs } from '../../tests/builders/trial-room.ts';
import type { Writer } from './admit.ts';

/** A tab of somebody's: its document, what is on its way to the server, and what is on its way from there. */
class Tab {
  readonly writer: Writer;
  readonly #room: TrialRoom;
  readonly #gc: boolean;
  readonly #clients: Iterator<number, never>;
  ydoc: Y.Doc;
  hand: Hand;
  online = false;
  outgoing: Uint8Array[] = [];
  incoming: Uint8Array[] = [];

  constructor(room: TrialRoom, writer: Writer, gc: boolean, clients: Iterator<number, never>) {
    this.#clients = clients;
    this.#room = room;
    this.writer = writer;
    this.#gc = gc;
    [this.ydoc, this.hand] = this.#open();
  }

  #open(): [Y.Doc, Hand] {
    const ydoc = new Y.Doc({ gc: this.#gc });
    ydoc.clientID = this.#clients.next().value;
    ydoc.on('update', (update: Uint8Array, origin: unknown) => {
      if (origin !== 'server' && this.online) this.outgoing.push(update);
    });
    return [ydoc, new Hand(ydoc)];
  }

  /** Tells the server what it lacks, and is told what is missing here. */
  connect(): void {
    if (this.online) return;
    this.outgoing = [Y.encodeStateAsUpdate(this.ydoc, Y.encodeStateVector(this.#room.ydoc))];
    this.incoming = [Y.encodeStateAsUpdate(this.#room.ydoc, Y.encodeStateVector(this.ydoc))];
    this.online = true;
  }

  disconnect(): void {
    this.online = false;
    this.outgoing = [];
    this.incoming = [];
  }

  /** The page is loaded again, from what the browser keeps. */
  restart(): void {
    this.disconnect();
    const kept = Y.encodeStateAsUpdate(this.ydoc);
    [this.ydoc, this.hand] = this.#open();
    Y.applyUpdate(this.ydoc, kept, 'kept');
  }

  receive(): void {
    const update = this.incoming.shift();
    if (update) Y.applyUpdate(this.ydoc, update, 'server');
  }
}

const PEOPLE: Readonly<Record<RoomRef['kind'], readonly Writer[]>> = {
  labels: [writerAs('annotator', LABELS_ROOM, 'maya'), writerAs('clinician', LABELS_ROOM, 'ben')],
  discussion: [
    writerAs('commenter', DISCUSSION_ROOM, 'maya'),
    writerAs('annotator', DISCUSSION_ROOM, 'ben'),
    writerAs('manager', DISCUSSION_ROOM, 'ada'),
  ],
};
/** Two tabs each, or three. */
const TABS = 6;
const LIVES = Number(process.env['LOUPE_FUZZ_ROUNDS'] ?? 3000) / 20;

type Step = { readonly tab: number; readonly what: What };
type What =
  'edit' | 'undo' | 'redo' | 'connect' | 'drop' | 'restart' | 'send' | 'send all' | 'receive' | 'share';

const step: fc.Arbitrary<Step> = fc.record({
  tab: fc.nat({ max: TABS - 1 }),
  what: fc.oneof(
    { weight: 12, arbitrary: fc.constant('edit' as const) },
    { weight: 4, arbitrary: fc.constantFrom('undo' as const, 'redo' as const) },
    { weight: 3, arbitrary: fc.constantFrom('connect' as const, 'drop' as const) },
    { weight: 1, arbitrary: fc.constantFrom('restart' as const, 'share' as const) },
    { weight: 8, arbitrary: fc.constantFrom('send' as const, 'send all' as const, 'receive' as const) },
  ),
});

const life = {
  steps: fc.array(fc.record({ step, pick: fc.nat(), edit: fc.nat() }), {
    minLength: 60,
    maxLength: 160,
    size: 'max',
  }),
  first: fc.nat({ max: 2 ** 31 - 1 }),
  keepers: fc.array(fc.boolean(), { minLength: TABS, maxLength: TABS }),
};

for (const room of [LABELS_ROOM, DISCUSSION_ROOM]) {
  let admitted = 0;
  it(`[R40] nothing that people do in ${room.kind} is refused, and all see the same at the end`, () => {
    fc.assert(
      fc.property(life.steps, life.first, life.keepers, (steps, first, keepers) => {
        const server = new TrialRoom(room);
        const people = PEOPLE[room.kind];
        const clients = clientsFrom(first);
        const tabs = keepers.map(
          (keeps, at) => new Tab(server, people[at % people.length]!, !keeps, clients),
        );
        for (const tab of tabs) tab.connect();
        for (const { step, pick, edit } of steps)
          live(server, tabs, step, pick, EDITS[room.kind][edit % EDITS[room.kind].length]!);
        for (const tab of tabs) tab.connect();
        for (const tab of tabs) while (tab.outgoing.length > 0) send(server, tabs, tab, 1);
        for (const tab of tabs) while (tab.incoming.length > 0) tab.receive();
        for (const { ydoc } of tabs) expect(stateOf(ydoc, room)).toEqual(stateOf(server.ydoc, room));
        admitted += server.log.length;
        const replayed = new Y.Doc();
        for (const update of server.log) Y.applyUpdate(replayed, update);
        expect(stateOf(replayed, room)).toEqual(stateOf(server.ydoc, room));
      }),
      { numRuns: LIVES },
    );
    expect(admitted, 'much was done').toBeGreaterThan(LIVES * 5);
  });
}

/** Yjs clients in no order, none twice. */
function* clientsFrom(first: number): Generator<number, never> {
  for (let n = 0; ; n++) yield (first + Math.imul(n, 0x9e3779b1)) >>> 0;
}

function live(
  server: TrialRoom,
  tabs: readonly Tab[],
  { tab: at, what }: Step,
  pick: number,
  edit: Edit,
): void {
  const tab = tabs[at]!;
  switch (what) {
    case 'edit':
      return tab.hand.transact({ caption: 'edit', frame: null, refs: [] }, () =>
        edit(tab.ydoc, pick, {
          owns: (client) => isOwn(server, tabs, tab, client),
          manages: tab.writer.role === 'manager',
        }),
      );
    case 'undo':
      return void tab.hand.undo();
    case 'redo':
      return void tab.hand.redo();
    case 'connect':
      return tab.connect();
    case 'drop':
      return tab.disconnect();
    case 'restart':
      return tab.restart();
    case 'send':
      return send(server, tabs, tab, 1);
    case 'send all': // as one message
      return send(server, tabs, tab, Number.POSITIVE_INFINITY);
    case 'receive':
      return tab.receive();
    case 'share': {
      // The browser keeps what one tab could not send; another tab of the same person sends it as well.
      const other = tabs.find((one) => one !== tab && one.writer === tab.writer);
      if (other && !tab.online) Y.applyUpdate(tab.ydoc, Y.encodeStateAsUpdate(other.ydoc), 'kept');
    }
  }
}

function send(server: TrialRoom, tabs: readonly Tab[], tab: Tab, most: number): void {
  const updates = tab.outgoing.splice(0, most);
  if (updates.length === 0) return;
  const update = updates.length === 1 ? updates[0]! : Y.mergeUpdates(updates);
  const verdict = server.submit(tab.writer, update);
  expect(verdict).not.toMatchObject({ kind: 'refused' });
  if (verdict.kind !== 'admitted') return;
  expect(server.submit(tab.writer, update).kind, 'sent again').toBe('nothing');
  for (const other of tabs) if (other !== tab && other.online) other.incoming.push(verdict.update);
}

/** As the screen knows it: the client of a comment is one of the person's own. */
function isOwn(server: TrialRoom, tabs: readonly Tab[], { writer }: Tab, client: number): boolean {
  const owner: PersonId | undefined =
    server.ownerOf(client) ?? tabs.find(({ ydoc }) => ydoc.clientID === client)?.writer.person;
  return owner === writer.person;
}

function stateOf(ydoc: Y.Doc, room: RoomRef): unknown {
  const roots =
    room.kind === 'labels' ? ['tracks', 'segments', 'boundaries', 'events', 'video', 'meta'] : ['comments'];
  return roots.map((name) => ydoc.getMap(name).toJSON());
}
