import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Keyframe } from '#lib/model/keyframe.ts';
import { Refusal } from '#lib/model/problem.ts';
import { MAX_FRAME, type Frame } from '#lib/model/time.ts';
import { anyKeyframesOf } from '../../../tests/builders/any-keyframe.ts';
import { anyKind } from '../../../tests/builders/any-shape.ts';
import { rounds } from '../../../tests/builders/random-edits.ts';
import { MAX_BASE, packBase, readBase } from './base.ts';

const box = (frame: number, x: number, flags = {}): Keyframe => ({
  frame: frame as Frame,
  shape: { kind: 'box', x, y: 0, w: 1, h: 0.01 },
  outside: false,
  occluded: false,
  ...flags,
});

const anyKeyframesOfOneKind = anyKind.chain((kind) =>
  fc.record({ kind: fc.constant(kind), keyframes: anyKeyframesOf(kind) }),
);

describe('packed keyframes', () => {
  it('[D12] are steps and differences', () => {
    const packed = packBase('box', [box(0, 1), box(1, 1.01), box(6, 1, { outside: true }), box(7, 1)]);
    expect([...packed]).toEqual(
      [
        [1, 1], // version, kind
        [4, 4, 0xc8, 1, 0, 0xc8, 1, 2], // frame 0; four numbers from here on
        [0, 2, 0, 0, 0], // the next frame; 0.01 further right
        [(5 - 1) * 8 + 1, 1, 0, 0, 0], // five frames on; outside; back again
        [0, 0, 0, 0, 0],
      ].flat(),
    );
    expect([...packBase('box', [box(2, 0, { occluded: true })])].slice(2, 4)).toEqual([2 * 8 + 4 + 2, 4]);
    const made = [...packBase('box', [box(2, 0, { made: true })])];
    expect([made[0], ...made.slice(2, 4)]).toEqual([2, 2 * 16 + 8 + 4, 4]);
  });

  it('[D12] read as what was packed, for all keyframes that can be stored', () => {
    fc.assert(
      fc.property(anyKeyframesOfOneKind, ({ kind, keyframes }) => {
        const base = readBase(packBase(kind, keyframes));
        expect(base?.kind).toBe(kind);
        expect([...(base?.frames ?? [])]).toEqual(keyframes.map(({ frame }) => frame));
        expect([...(base?.outside ?? [])]).toEqual(keyframes.map(({ outside }) => Number(outside)));
        expect(base?.keyframes).toEqual(keyframes);
        for (const keyframe of keyframes) expect(base?.on(keyframe.frame)).toEqual(keyframe);
      }),
    );
  });

  it('are read once for each value', () => {
    const bytes = packBase('box', [box(3, 1)]);
    expect(readBase(bytes)).toBe(readBase(bytes));
    expect(readBase(bytes)?.on(4 as Frame)).toBeUndefined();
  });

  const good = packBase('box', [box(0, 1), box(5, 2)]);
  it.each<[string, ArrayLike<number>]>([
    ['no bytes', []],
    ['no keyframe', good.slice(0, 2)],
    ['another version', [3, ...good.slice(1)]],
    ['an unknown kind', [1, 63, ...good.slice(2)]],
    ['a keyframe cut short', good.slice(0, -1)],
    ['more numbers than a box has', [1, 1, 4, 5, 0, 0, 2, 2, 2]],
    ['no numbers', [1, 1, 0]],
    ['numbers without end', [1, 1, 4, 0xff, 0xff, 0xff, 0xff, 0x7f]],
    ['a box without width', [1, 1, 4, 4, 0, 0, 0, 2]],
    ['a box that leaves all videos', [...good, 0, 0xfe, 0xff, 0xff, 0x7f, 0, 0, 0]],
    ['a frame beyond all videos', [...good, 0xff, 0xff, 0xff, 0x7f, 0, 0, 0, 0]],
    ['one that follows the last of all videos', [...packBase('box', [box(MAX_FRAME, 1)]), 0, 0, 0, 0, 0]],
  ])('[D14] are no base with %s', (_what, bytes) => {
    expect(readBase(Uint8Array.from(bytes))).toBeUndefined();
  });

  it('[D14] are no base where the value is not bytes', () => {
    for (const value of [undefined, null, 5, 'text', [1, 1], {}]) expect(readBase(value)).toBeUndefined();
  });

  it('[D14] never throw, whatever the bytes', () => {
    const mutated = fc
      .tuple(anyKeyframesOfOneKind, fc.nat(), fc.nat(255))
      .map(([{ kind, keyframes }, at, byte]) => {
        const bytes = packBase(kind, keyframes);
        bytes[at % bytes.length] = byte;
        return bytes;
      });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 60 })), (bytes) => {
        const base = readBase(bytes);
        if (!base) return;
        expect(base.keyframes).toHaveLength(base.frames.length);
        expect(readBase(packBase(base.kind, base.keyframes))?.keyframes).toEqual(base.keyframes);
      }),
      rounds(300),
    );
  });

  it('[D14] reach to the last frame there can be, and are at most 2 MiB', () => {
    const last = [box(0, 1), box(MAX_FRAME, 1)];
    expect(readBase(packBase('box', last))?.keyframes).toEqual(last);
    const wild = Array.from({ length: 120_000 }, (_, at): Keyframe => {
      const far = 1 + (at % 2) * 900_000;
      return { ...box(at * 17, 0), shape: { kind: 'box', x: far, y: far, w: far, h: far } };
    });
    expect(() => packBase('box', wild)).toThrow(Refusal);
    const long = new Uint8Array(MAX_BASE + 1);
    long.set(packBase('box', [box(0, 1)]));
    expect(readBase(long)).toBeUndefined();
  });

  it('is never made out of order, or of mixed kinds', () => {
    expect(() => packBase('box', [box(5, 1), box(5, 2)])).toThrow('does not fit');
    expect(() => packBase('box', [])).toThrow('without keyframes');
  });
});
