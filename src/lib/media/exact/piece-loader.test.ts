import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RangeServer } from '../../../../tests/builders/range-server.ts';
import { indexOf, renditionBytes } from '../../../../tests/builders/rendition-bytes.ts';
import { PieceLoader, type LoaderState } from './piece-loader.ts';
import { RangedFile } from './ranges.ts';
import { openRendition, type Rendition } from './rendition.ts';

const fragments = Array.from({ length: 10 }, (_, n) => Array.from({ length: 12 }, (__, at) => n * 12 + at));
const plan = { fragments, times: fragments.flat() };

let server: RangeServer;
let page: EventTarget;
let rendition: Rendition;
let loader: PieceLoader;
let states: LoaderState[];
let unfit: number[];

beforeEach(async () => {
  page = new EventTarget();
  vi.stubGlobal('addEventListener', page.addEventListener.bind(page));
  server = await RangeServer.serve(renditionBytes(plan));
  const file = new RangedFile(server.url);
  rendition = await openRendition(file, indexOf(plan), new AbortController().signal);
  server.asked.length = 0;
  states = [];
  unfit = [];
  loader = new PieceLoader(file, rendition, {
    piece: () => undefined,
    state: (state) => states.push(state),
    unfit: (piece) => unfit.push(piece),
  });
});
afterEach(async () => {
  loader.destroy();
  await server.close();
  vi.unstubAllGlobals();
});

const isHere = (piece: number) => loader.samples(piece) !== undefined;
const here = (piece: number) => vi.waitUntil(() => isHere(piece), { timeout: 8000, interval: 5 });
const rangeOf = (piece: number) => {
  const { start, stop } = rendition.pieces[piece]!;
  return `bytes=${start}-${stop - 1}`;
};

describe('loading', () => {
  it('[M17] brings what is wanted, the most urgent first, a few at once', async () => {
    server.holding = true;
    loader.want([4, 5, 3, 6, 2]);
    await vi.waitUntil(() => server.asked.length === 3);
    expect([...server.asked].sort()).toEqual([4, 5, 3].map(rangeOf).sort());
    server.release();
    for (const piece of [2, 3, 4, 5, 6]) await here(piece);
    expect(loader.samples(4)!.map(({ frame }) => frame)).toEqual(fragments[4]);
    expect(server.asked).toHaveLength(5);
    loader.want([5, 4]);
    expect(server.asked).toHaveLength(5);
  });

  it('[M17] gives up what is no longer wanted once the hand rests', async () => {
    server.holding = true;
    loader.want([1]);
    await vi.waitUntil(() => server.asked.length === 1);
    loader.want([8]);
    await vi.waitUntil(() => server.gaveUp === 1);
    server.release();
    await here(8);
    expect(isHere(1)).toBe(false);
  });

  it('[M17] goes to what is most urgent though all requests are taken', async () => {
    server.holding = true;
    loader.want([1, 2, 3]);
    await vi.waitUntil(() => server.asked.length === 3);
    loader.want([9, 1, 2, 3]);
    await vi.waitUntil(() => server.asked.includes(rangeOf(9)));
    server.release();
    for (const piece of [9, 1, 2, 3]) await here(piece);
    expect(server.gaveUp).toBe(1);
  });
});

describe('failures', () => {
  it('[M18] tries again, and says meanwhile that it stalls', async () => {
    let failures = 2;
    server.fault = () => (failures-- > 0 ? 503 : undefined);
    loader.want([4]);
    await here(4);
    expect(states.map(({ stalled }) => stalled)).toEqual([true, true, false]);
    expect(states.every(({ problem }) => problem === null)).toBe(true);
  });

  it('[M18] tries at once when the line is back', async () => {
    server.fault = () => 503;
    loader.want([4]);
    await vi.waitUntil(() => states.length === 3, { timeout: 5000 });
    server.fault = () => undefined;
    const start = performance.now();
    page.dispatchEvent(new Event('online'));
    await here(4);
    expect(performance.now() - start).toBeLessThan(900);
    expect(states.at(-1)).toEqual({ stalled: false, problem: null });
  });

  it('an answer that is cut is no answer', async () => {
    let cuts = 1;
    server.fault = () => (cuts-- > 0 ? 'cut' : undefined);
    loader.want([4]);
    await here(4);
    expect(loader.samples(4)).toHaveLength(12);
  });

  it('[M19] one that one may not have is told, and asked for again only when something else is wanted', async () => {
    server.fault = () => 401;
    loader.want([4]);
    await vi.waitUntil(() => states.length === 1);
    expect(states[0]!.problem!.code).toBe('not-signed-in');
    await new Promise((done) => setTimeout(done, 250));
    expect(server.asked).toHaveLength(1);
    server.fault = () => undefined;
    loader.want([4, 5]);
    await here(5);
    expect(states.at(-1)).toEqual({ stalled: false, problem: null });
  });

  it('[M16] a damaged piece is asked for once more, then given up; the others come', async () => {
    server.fault = (range) => (range === rangeOf(4) ? 'garbage' : undefined);
    loader.want([4, 5]);
    await vi.waitUntil(() => unfit.length > 0);
    await here(5);
    expect(unfit).toEqual([4]);
    expect(server.asked.filter((range) => range === rangeOf(4))).toHaveLength(2);
  });
});
