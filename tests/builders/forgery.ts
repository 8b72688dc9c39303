/** Updates of hostile programs: forged struct by struct, or made from real ones by changing their bytes. */
import fc from 'fast-check';
import * as Y from 'yjs';
import * as raw from './raw-update.ts';

/**
 * What the attacker knows: a document, the client they own, another person's, updates that were sent, and such as their
 * own program would send next.
 */
export type Scene = {
  readonly ydoc: Y.Doc;
  readonly own: number;
  readonly other: number;
  readonly sent: readonly Uint8Array[];
  readonly next: readonly Uint8Array[];
};

export function forgery(scene: Scene): fc.Arbitrary<Uint8Array> {
  return fc.oneof(
    { weight: 6, arbitrary: forged(scene) },
    { weight: 3, arbitrary: mutated(fc.constantFrom(...scene.next)) },
    { weight: 1, arbitrary: mutated(fc.oneof(fc.constantFrom(...scene.sent), forged(scene))) },
    { weight: 1, arbitrary: spliced(forged(scene), fc.constantFrom(...scene.sent, ...scene.next)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 60 }) },
  );
}

/** Bits flipped, bytes put in, taken out, and cut off. */
function mutated(from: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  const change = fc.record({ at: fc.nat(), how: fc.nat({ max: 3 }), byte: fc.nat({ max: 255 }) });
  return fc.tuple(from, fc.array(change, { minLength: 1, maxLength: 4 })).map(([update, changes]) => {
    const bytes = [...update];
    for (const { at: place, how, byte } of changes) {
      const at = place % Math.max(1, bytes.length);
      if (how === 0) bytes[at] = (bytes[at] ?? 0) ^ (1 << (byte % 8));
      else if (how === 1) bytes.splice(at, 0, byte);
      else if (how === 2) bytes.splice(at, 1);
      else bytes[at] = byte;
    }
    return Uint8Array.from(bytes);
  });
}

/** The front of one and the back of another. */
function spliced(a: fc.Arbitrary<Uint8Array>, b: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  return fc
    .tuple(a, b, fc.nat(), fc.nat())
    .map(([front, back, x, y]) =>
      Uint8Array.from([
        ...front.subarray(0, x % (front.length + 1)),
        ...back.subarray(y % (back.length + 1)),
      ]),
    );
}

/** Well-formed, with everything in it chosen among what could matter. */
function forged(scene: Scene): fc.Arbitrary<Uint8Array> {
  const { ydoc, own, other } = scene;
  const known = idsIn(ydoc);
  const state = (client: number) => Y.getState(ydoc.store, client);
  const clients = fc.oneof(
    { weight: 8, arbitrary: fc.constantFrom(own, own, own, 4_000_000, 1) },
    { weight: 1, arbitrary: fc.constantFrom(other, 0, 2 ** 32 - 1, 2 ** 32, 2 ** 40) },
  );
  const near = fc.record({
    client: fc.constantFrom(own, own, other, 4_000_000, 1),
    step: fc.integer({ min: -3, max: 4 }),
  });
  const id: fc.Arbitrary<raw.RawId> = fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(...known) },
    {
      weight: 2,
      arbitrary: near.map(({ client, step }) => ({ client, clock: Math.max(0, state(client) + step) })),
    },
    {
      weight: 1,
      arbitrary: fc.record({ client: fc.constantFrom(own, 77), clock: fc.constantFrom(0, 5, 1e9) }),
    },
  );
  const where = fc.oneof(
    { weight: 3, arbitrary: fc.record({ origin: id }) },
    { weight: 6, arbitrary: fc.oneof(...placesIn(ydoc).map((level) => fc.constantFrom(...level))) },
    {
      weight: 2,
      arbitrary: fc.record({
        parent: fc.oneof(fc.constantFrom(...ROOTS), id),
        key: fc.constantFrom(...KEYS),
      }),
    },
    { weight: 1, arbitrary: fc.record({ origin: id, right: id }) },
    { weight: 1, arbitrary: fc.record({ parent: fc.constantFrom(...ROOTS) }) },
  );
  const value = fc.constantFrom(...VALUES);
  const struct: fc.Arbitrary<raw.RawStruct> = fc.oneof(
    { weight: 30, arbitrary: fc.constantFrom(...likelyIn(ydoc)) },
    { weight: 8, arbitrary: fc.tuple(value, where).map(([one, at]) => raw.values([one], at)) },
    {
      weight: 2,
      arbitrary: fc.tuple(fc.array(value, { maxLength: 3 }), where).map(([some, at]) => raw.values(some, at)),
    },
    {
      weight: 4,
      arbitrary: fc.tuple(fc.constantFrom(...BYTES), where).map(([one, at]) => raw.bytes(one, at)),
    },
    { weight: 3, arbitrary: where.map(raw.map) },
    {
      weight: 3,
      arbitrary: fc.tuple(fc.constantFrom(1, 1, 2, 3, 1e9), where).map(([n, at]) => raw.overwritten(n, at)),
    },
    { weight: 1, arbitrary: fc.tuple(fc.nat({ max: 7 }), where).map(([kind, at]) => raw.type(kind, at)) },
    { weight: 1, arbitrary: where.map((at) => raw.text('abc', at)) },
    { weight: 1, arbitrary: where.map(raw.subdocument) },
    { weight: 1, arbitrary: fc.constantFrom(raw.gone(1), raw.gone(1e9), raw.gap(2)) },
  );
  const block = fc
    .record({
      client: clients,
      step: fc.constantFrom(0, 0, 0, 0, 0, 0, -2, 1),
      structs: fc.oneof(
        fc.array(struct, { minLength: 1, maxLength: 1 }),
        fc.array(struct, { minLength: 1, maxLength: 4 }),
      ),
    })
    .map(({ client, step, structs }) => ({ client, clock: Math.max(0, state(client) + step), structs }));
  const deletion = fc
    .record({ id, length: fc.constantFrom(1, 1, 2, 50, 1e6) })
    .map(({ id: { client, clock }, length }) => ({ client, clock, length }));
  return fc
    .tuple(
      fc.oneof(
        { weight: 5, arbitrary: fc.array(block, { minLength: 1, maxLength: 1 }) },
        { weight: 1, arbitrary: fc.array(block, { maxLength: 3 }) },
      ),
      fc.oneof(
        { weight: 4, arbitrary: fc.constant([]) },
        { weight: 1, arbitrary: fc.array(deletion, { maxLength: 2 }) },
      ),
    )
    .map(([blocks, deletions]) => raw.rawUpdate(blocks, deletions));
}

const ROOTS = [
  'tracks',
  'segments',
  'boundaries',
  'events',
  'structures',
  'video',
  'meta',
  'comments',
  'evil',
  '__proto__',
  '',
];
const KEYS = [
  'kf',
  'label',
  'deleted',
  'text',
  'states',
  'schema',
  'side:a',
  '7:side:a',
  '5',
  '05',
  'new1',
  'constructor',
  '__proto__',
  '',
  'x y',
];
const VALUES: readonly unknown[] = [
  null, true, false, 0, 5, -1, 2.5, 1e12, Number.NaN, Number.POSITIVE_INFINITY, 1, 2, 'box', 'label1', 'hand', 'import', '',
  'a text', 'x'.repeat(6000), undefined, 10n, [1], Uint8Array.of(1), {}, { kind: 'video' }, { kind: 'frame', frame: -1 },
  { kind: 'video', more: 1 }, { resolved: true, at: 1_800_000_000_000 }, { resolved: true, at: Number.NaN },
  { resolved: 1, at: 1_800_000_000_000 }, { kind: 'annotation', frame: 1, ref: { kind: { toString: 1 }, id: 'a' } },
  1_800_000_000_000, { a: { b: { c: { d: { e: 1 } } } } },
]; // prettier-ignore
const BYTES: readonly Uint8Array[] = [
  new Uint8Array(),
  Uint8Array.of(1, 2, 2, 2, 2),
  Uint8Array.of(0x41, 0, 0, 0x80, 1, 2),
  Uint8Array.of(1, 2, 2, 0, 2), // no width
  Uint8Array.of(2, 2, 2, 2, 2), // no kind
  Uint8Array.of(1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff),
  new Uint8Array(500),
];

function idsIn({ store }: Y.Doc): raw.RawId[] {
  return [...store.clients.values()].flatMap((structs) =>
    structs.map(({ id: { client, clock }, length }) => ({ client, clock: clock + length - 1 })),
  );
}

/** Writes that could be honest: what stands under a key once more, over it or beside it, and like it under a new one. */
function likelyIn(ydoc: Y.Doc): raw.RawStruct[] {
  const likely: raw.RawStruct[] = [];
  const look = (parent: string | raw.RawId, map: Y.Map<unknown>) => {
    for (const [key, { content, id, length }] of map._map) {
      if (content instanceof Y.ContentType) {
        look({ client: id.client, clock: id.clock }, content.type as Y.Map<unknown>);
        continue;
      }
      const value: unknown = content.getContent().at(-1);
      const origin = { client: id.client, clock: id.clock + length - 1 };
      for (const where of [{ parent, key }, { parent, key: `9${key.slice(0, 5)}` }, { origin }])
        likely.push(
          value instanceof Uint8Array ? raw.bytes(value, where) : raw.values([value], where),
          ...(key === 'deleted' ? [raw.values([value !== true], where)] : []),
          ...(key === 'text' ? [raw.values(['Other words.'], where)] : []),
        );
    }
  };
  for (const name of ydoc.share.keys()) look(name, ydoc.getMap(name));
  return likely;
}

type Place = { readonly parent: string | raw.RawId; readonly key: string };

/** Everywhere a value could stand, level by level: in each map keys that are there and keys that are not. */
function placesIn(ydoc: Y.Doc): readonly (readonly Place[])[] {
  const levels: [Place[], Place[], Place[]] = [[], [], []];
  const look = (parent: string | raw.RawId, map: Y.Map<unknown>, depth: number) => {
    for (const key of [...map._map.keys(), 'new2', '7']) levels[depth]?.push({ parent, key });
    for (const { content, id } of map._map.values())
      if (content instanceof Y.ContentType)
        look({ client: id.client, clock: id.clock }, content.type as Y.Map<unknown>, depth + 1);
  };
  for (const name of ydoc.share.keys()) look(name, ydoc.getMap(name), 0);
  return levels;
}
