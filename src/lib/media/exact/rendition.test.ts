import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { FrameIndex } from '#lib/model/frame-index.ts';
import { readFragments } from '#server/ingest/fragments.ts';
import { runWorker, WORKER_LIMITS } from '#server/ingest/worker-process.ts';
import { RangeServer } from '../../../../tests/builders/range-server.ts';
import { indexOf, renditionBytes, type RenditionPlan } from '../../../../tests/builders/rendition-bytes.ts';
import { headBytes, readHead } from './head.ts';
import { pieceOf, readPieces, tableBytes } from './piece-table.ts';
import { RangedFile } from './ranges.ts';
import { openRendition, Rendition } from './rendition.ts';
import { Unfit } from './unfit.ts';

/** Groups of so many frames, each with its second half reordered as B-frames are. */
function groups(sizes: readonly number[]): number[][] {
  let first = 0;
  return sizes.map((size) => {
    const frames = Array.from({ length: size }, (_, n) => first + n);
    first += size;
    for (let n = 1; n + 2 < size; n += 3) frames.splice(n, 3, frames[n + 2]!, frames[n]!, frames[n + 1]!);
    return frames;
  });
}

const plans: fc.Arbitrary<RenditionPlan> = fc
  .record({
    sizes: fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 12 }),
    steps: fc.array(fc.integer({ min: 1, max: 4000 }), { minLength: 1, maxLength: 30 }),
    timescale: fc.constantFrom(1000, 15_360, 30_000, 90_000),
    delay: fc.constantFrom(0, 1, 5000),
    style: fc.record({
      signed: fc.boolean(),
      wide: fc.boolean(),
      runs: fc.boolean(),
      sound: fc.boolean(),
      absolute: fc.boolean(),
    }),
  })
  .map(({ sizes, steps, timescale, delay, style }) => {
    const fragments = groups(sizes);
    let at = 0;
    const times = fragments.flat().map((_, n) => (at += n === 0 ? 0 : steps[n % steps.length]!));
    const largest = Math.max(...steps) * 3;
    return { fragments, times, timescale, delay: style.signed ? delay : delay + largest, style };
  });

function open(bytes: Uint8Array<ArrayBuffer>, index: FrameIndex): Rendition {
  const head = readHead(bytes);
  const size = tableBytes(bytes);
  return new Rendition(
    head,
    readPieces(bytes.subarray(bytes.length - size), bytes.length, head, index),
    index,
  );
}

/** The class of what is thrown when everything is read; undefined when it can be. */
function faultIn(bytes: Uint8Array<ArrayBuffer>, index: FrameIndex): unknown {
  try {
    const rendition = open(bytes, index);
    for (const piece of rendition.pieces) rendition.samples(piece, bytes.subarray(piece.start, piece.stop));
    return undefined;
  } catch (error) {
    return (error as Error).constructor;
  }
}

describe('a rendition', () => {
  it('[M1] is read whatever way it is written: each frame once, in its piece, with its own bytes and time', () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const bytes = renditionBytes(plan);
        const rendition = open(bytes, indexOf(plan));
        const frames: number[] = [];
        for (const [n, piece] of rendition.pieces.entries()) {
          const samples = rendition.samples(piece, bytes.subarray(piece.start, piece.stop));
          for (const { frame, timestamp, data } of samples) {
            expect(pieceOf(rendition.pieces, frame)).toBe(n);
            expect(Number(new DataView(data.buffer, data.byteOffset).getBigUint64(0))).toBe(frame);
            expect(timestamp).toBe(Math.round((plan.times[frame]! * 1e6) / plan.timescale!));
            frames.push(frame);
          }
        }
        expect(frames).toEqual(plan.fragments.flat());
      }),
    );
  });

  it('joins short groups, and keeps long ones apart', () => {
    const fragments = groups([1, 1, 20, 5, 30, 2]);
    const plan = { fragments, times: fragments.flat().map((_, n) => n) };
    const { pieces } = open(renditionBytes(plan), indexOf(plan));
    expect(pieces.map(({ first, end }) => [first, end])).toEqual([
      [0, 22],
      [22, 57],
      [57, 59],
    ]);
  });

  it('says how its pictures are encoded', () => {
    const head = readHead(
      renditionBytes({ fragments: [[0]], times: [0], timescale: 600, style: { sound: true } }),
    );
    expect(head).toMatchObject({ track: 2, timescale: 600, codec: 'avc1.64001f', width: 64, height: 48 });
    expect([...head.description]).toEqual([1, 0x64, 0, 0x1f, 0xff]);
    expect(head.colorSpace).toEqual({
      primaries: 'bt709',
      transfer: 'iec61966-2-1',
      matrix: 'smpte170m',
      fullRange: true,
    });
  });

  it('[M16] is unfit where its table, its frames and the frame index do not agree', () => {
    const plan = { fragments: groups([12, 12]), times: Array.from({ length: 24 }, (_, n) => n * 10) };
    const bytes = renditionBytes(plan);
    const times = (count: number, step: number) =>
      indexOf({ ...plan, times: Array.from({ length: count }, (_, n) => n * step) });
    for (const index of [times(1, 10), times(12, 10), times(23, 10), times(25, 10), times(24, 9)]) {
      expect(faultIn(bytes, index)).toBe(Unfit);
    }
  });

  it('[M4] is unfit, never a crash, however its bytes are damaged', () => {
    const plan = { fragments: groups([12, 12]), times: Array.from({ length: 24 }, (_, n) => n) };
    const good = renditionBytes(plan);
    const harm = fc.array(fc.record({ at: fc.nat({ max: good.length - 1 }), value: fc.nat({ max: 255 }) }), {
      minLength: 1,
      maxLength: 6,
    });
    fc.assert(
      fc.property(harm, fc.nat({ max: good.length }), fc.boolean(), (changes, length, cut) => {
        const bytes = good.slice(0, cut ? length : good.length);
        for (const { at, value } of changes) if (at < bytes.length) bytes[at] = value;
        expect(faultIn(bytes, indexOf(plan))).toBeOneOf([undefined, Unfit]);
      }),
      { numRuns: 500 },
    );
  });

  it('of another codec is unfit', () => {
    const bytes = renditionBytes({ fragments: [[0]], times: [0] });
    const at = bytes.findIndex((_, n) => String.fromCharCode(...bytes.subarray(n, n + 4)) === 'avc1');
    bytes.set([0x68, 0x76, 0x63, 0x31], at); // hvc1
    expect(() => readHead(bytes)).toThrow('Pictures of kind hvc1.');
  });

  it('whose head is longer than the first bytes says how long it is', () => {
    const bytes = renditionBytes({ fragments: [[0]], times: [0] });
    expect(headBytes(bytes.subarray(0, 60))).toBe(headBytes(bytes));
    expect(headBytes(bytes.subarray(0, 16))).toBeNull();
    expect(() => readHead(bytes.slice(0, 60))).toThrow('The head is cut short.');
  });
});

describe('a rendition behind a server', () => {
  it('[M15] is opened by its ends alone, however long its table is', async () => {
    const fragments = groups(Array.from({ length: 7200 }, () => 1));
    const plan = { fragments, times: fragments.flat().map((_, n) => n) };
    const bytes = renditionBytes(plan);
    const server = await RangeServer.serve(bytes);
    try {
      const file = new RangedFile(server.url);
      const rendition = await openRendition(file, indexOf(plan), new AbortController().signal);
      expect(rendition.pieces.length).toBe(600);
      expect(server.asked).toHaveLength(3);
      expect(rendition.pieces.at(-1)!.stop).toBe(bytes.length - tableBytes(bytes));
    } finally {
      await server.close();
    }
  });
});

describe('what the ingest makes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'loupe-rendition-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  for (const clip of ['numbered-cfr.mp4', 'numbered-vfr.mp4']) {
    it(`[M15] of ${clip} is read as the ingest reads it`, async () => {
      const source = fileURLToPath(new URL(`../../../../tests/fixtures/${clip}`, import.meta.url));
      const out = mkdtempSync(join(folder, 'out-'));
      const { signal } = new AbortController();
      await runWorker({ source, name: clip, folder: out }, WORKER_LIMITS, () => undefined, signal);
      const path = join(out, 'v.mp4');
      const bytes = new Uint8Array(readFileSync(path));
      const index = FrameIndex.decode(readFileSync(join(out, 'frames.lfi')));
      const rendition = open(bytes, index);
      const ours = rendition.pieces.flatMap((piece) =>
        rendition.samples(piece, bytes.subarray(piece.start, piece.stop)),
      );
      const { fragments, timescale } = readFragments(path);
      const theirs = fragments.flatMap(({ samples }) => samples);
      const first = Math.min(...theirs.map(({ pts }) => pts));
      expect(ours.map(({ timestamp }) => timestamp)).toEqual(
        theirs.map(({ pts }) => Math.round(((pts - first) * 1e6) / timescale)),
      );
      expect(ours.map(({ isSync }) => isSync)).toEqual(theirs.map(({ isSync }) => isSync));
      const inOrder = theirs.map(({ pts }) => pts).sort((a, b) => a - b);
      expect(ours.map(({ frame }) => frame)).toEqual(theirs.map(({ pts }) => inOrder.indexOf(pts)));
    });
  }
});
