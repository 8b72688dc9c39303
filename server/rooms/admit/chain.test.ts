import fc from 'fast-check';
import { expect, it } from 'vitest';
import * as Y from 'yjs';
import { BOUNDS } from './bounds.ts';
import { decode } from './decode.ts';
import { lastWrite, newsOf, writeNews } from './news.ts';
import { Placing } from './placing.ts';
import { each, fields, value } from './rule.ts';

const anything = value(() => true);
const ROOTS = { root: fields('a root', { map: each('a map', () => true, anything) }) };

type Step =
  | { readonly kind: 'write'; readonly by: number; readonly key: string; readonly times: number }
  | { readonly kind: 'sync'; readonly from: number; readonly to: number };

const WRITERS = 4;
const writer = fc.nat({ max: WRITERS - 1 });
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('write' as const),
    by: writer,
    key: fc.constantFrom('a', 'b'),
    times: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ kind: fc.constant('sync' as const), from: writer, to: fc.nat({ max: WRITERS }) }),
);

it('what comes out on top, and an update with only what is new, are the ones of Yjs', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 2 ** 32 - 1 }), { minLength: WRITERS, maxLength: WRITERS }),
      fc.array(step, { maxLength: 40 }),
      fc.boolean(),
      (clients, steps, gc) => {
        const start = new Y.Doc();
        start.getMap<Y.Map<unknown>>('root').set('map', new Y.Map());
        const [server, stock, ...writers] = [0, 0, ...clients].map((client) => {
          const doc = new Y.Doc({ gc });
          if (client) doc.clientID = client;
          Y.applyUpdate(doc, Y.encodeStateAsUpdate(start));
          return doc;
        });
        let count = 0;
        const mapOf = (doc: Y.Doc) => doc.getMap<Y.Map<unknown>>('root').get('map')!;
        const receive = (from: Y.Doc) => {
          const update = Y.encodeStateAsUpdate(from, Y.encodeStateVector(server!));
          Y.applyUpdate(stock!, update);
          const news = newsOf(server!, decode(update, BOUNDS).blocks);
          const placing = new Placing(server!, ROOTS, news, BOUNDS);
          Y.applyUpdate(server!, writeNews(update, news));
          for (const { key, newest } of placing.chains) {
            const item = mapOf(server!)._map.get(key)!;
            expect(lastWrite(newest!)).toEqual(lastWrite(item));
            expect(item.deleted).toBe(false);
          }
        };
        for (const one of steps) {
          if (one.kind === 'write')
            writers[one.by]!.transact(() => {
              for (let n = 0; n < one.times; n++) mapOf(writers[one.by]!).set(one.key, count++);
            });
          else if (one.to === WRITERS) receive(writers[one.from]!);
          else {
            const [from, to] = [writers[one.from]!, writers[one.to]!];
            Y.applyUpdate(to, Y.encodeStateAsUpdate(from, Y.encodeStateVector(to)));
          }
        }
        for (const doc of writers) receive(doc);
        expect(mapOf(server!).toJSON()).toEqual(mapOf(stock!).toJSON());
        expect(Y.equalDeleteSets(deletedIn(server!), deletedIn(stock!))).toBe(true);
        expect(server!.store.pendingStructs).toBeNull();
      },
    ),
    { numRuns: 200 },
  );
});

function deletedIn(doc: Y.Doc) {
  return Y.createDeleteSetFromStructStore(doc.store);
}
