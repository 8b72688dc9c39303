/** Lives of three people in one room: they edit, leave, come back, and the disk fills. Each is named by its seed. */
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import type { CommentId } from '#lib/model/id.ts';
import { openDiscussion } from '#lib/doc/open.ts';
import type { RoomClient } from '../../tests/builders/room-client.ts';
import { comment, comments, rewrite, ROOM, RoomsBench } from '../../tests/builders/rooms-bench.ts';

const LIVES = Number(process.env['LOUPE_LIVES'] ?? 200);
const FIRST_SEED = Number(process.env['LOUPE_SEED'] ?? Date.now() % 1_000_000);
const STEPS = 40;

/** mulberry32 */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return Math.floor((((t ^ (t >>> 14)) >>> 0) / 4_294_967_296) * sides);
  };
}

/** A few turns of the loop, so that some things have happened and others have not. */
async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await new Promise((done) => setImmediate(done));
}

/** All that somebody was shown is on the disk, at the moment it is shown. */
function watch(client: RoomClient, bench: RoomsBench, seed: number): void {
  client.ydoc.on('update', (update: Uint8Array, origin: unknown) => {
    if (origin !== client) return;
    const disk = Y.decodeStateVector(Y.encodeStateVector(bench.log.document(ROOM)));
    for (const { id, length } of Y.decodeUpdate(update).structs) {
      if ((disk.get(id.client) ?? 0) < id.clock + length)
        throw new Error(`Seed ${seed}: somebody saw what is not on the disk.`);
    }
  });
}

/** Lives once; answers what is wrong at the end. */
async function live(seed: number): Promise<readonly string[]> {
  const roll = dice(seed);
  const bench = new RoomsBench({
    idleMs: 1,
    snapshotRows: 7,
    presenceMs: 1,
    edits: { burst: 20, perSecond: 100_000 },
  });
  const names = ['maya', 'ito', 'vera'] as const;
  const documents = names.map(() => new Y.Doc());
  const clients: (RoomClient | null)[] = names.map(() => null);
  const come = (who: number) => {
    const [name, ydoc] = [names[who]!, documents[who]!];
    const client = bench.enter(name, { ydoc, loupe: roll(2) === 0, eager: roll(2) === 0 });
    watch(client, bench, seed);
    clients[who] = client;
  };
  const act = (who: number) => {
    const [ydoc, client] = [documents[who]!, clients[who]];
    const ids = [...openDiscussion(ydoc).comments.keys()] as CommentId[];
    const own = ids.filter((id) => openDiscussion(ydoc).comments._map.get(id)?.id.client === ydoc.clientID);
    const choice = roll(10);
    if (choice < 4) comment({ ydoc }, `${names[who]} ${roll(1000)}`);
    else if (choice < 6 && own.length > 0) rewrite({ ydoc }, own[roll(own.length)]!, `again ${roll(1000)}`);
    else if (choice === 6 && client) {
      client.leave();
      clients[who] = null;
    } else if (!client) come(who);
    else if (choice === 7) client.show({ frame: roll(100) });
    else if (choice === 8) bench.log.inner.fill(roll(2) === 0);
    else if (roll(2) === 0) bench.log.hold();
    else bench.log.flow();
  };
  for (let step = 0; step < STEPS; step++) {
    act(roll(3));
    await turns(roll(3));
  }
  bench.log.flow();
  bench.log.inner.fill(false);
  for (const who of [0, 1, 2]) if (!clients[who]) come(who);
  const there = clients as RoomClient[];
  const done = () =>
    there.every((client) => client.synced && isAcknowledged(client)) &&
    new Set(documents.map((ydoc) => comments({ ydoc }).join('\n'))).size === 1;
  for (let n = 0; n < 300 && !done(); n++) await turns(2);

  const { state } = await bench.rooms.state(ROOM);
  const whole = new Y.Doc();
  Y.applyUpdate(whole, state);
  const disk = bench.log.document(ROOM);
  const wrong = [
    ...there.flatMap(({ socket }) => (socket.ended ? [`was ended: ${socket.ended.reason}`] : [])),
    ...there.flatMap((client) => (isAcknowledged(client) ? [] : ['waits to be acknowledged'])),
    ...[...documents, whole].flatMap((ydoc) =>
      comments({ ydoc }).join('\n') === comments({ ydoc: disk }).join('\n')
        ? []
        : ['is not what is on the disk'],
    ),
    ...(disk.store.pendingStructs ? ['the disk has a gap'] : []),
    ...bench.said.flatMap(({ text }) => (text.startsWith('error') ? [text] : [])),
  ];
  await bench.rooms.stop();
  return wrong.map((what) => `seed ${seed}: ${what}`);
}

/** A stock client is not told. */
function isAcknowledged({ rights, sent, acknowledged }: RoomClient): boolean {
  return rights === null || sent === acknowledged;
}

it(`${LIVES} lives end with one document, all of it acknowledged and on the disk, from seed ${FIRST_SEED} [R2] [R12] [R23]`, async () => {
  for (let n = 0; n < LIVES; n++) expect(await live(FIRST_SEED + n)).toEqual([]);
}, 120_000);
