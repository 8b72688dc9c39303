import { expect, it } from 'vitest';
import { listPieces, objectPieces, valuePieces } from './json-pieces.ts';

it('makes JSON, one item and one field on each line', () => {
  const pieces = objectPieces({
    name: valuePieces('a "b"'),
    none: listPieces([]),
    points: listPieces([1, 2], (n) => objectPieces({ n: valuePieces(n) })),
    nothing: objectPieces<object>({}),
  });
  const text = [...pieces].join('');
  expect(JSON.parse(text)).toEqual({ name: 'a "b"', none: [], points: [{ n: 1 }, { n: 2 }], nothing: {} });
  expect(text.split('\n')).toContain('"none": [],');
});

it('makes an item when its turn comes', () => {
  let made = 0;
  function* items() {
    for (;;) yield made++;
  }
  const pieces = listPieces(items())[Symbol.iterator]();
  for (let n = 0; n < 6; n++) pieces.next();
  expect(made).toBeLessThan(5);
});
