/** Pictures that lie on their side, are mirrored, have odd sides, stretched pixels or other colours than usual. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { avGetPixFmtName } from 'node-av/lib';
import { afterAll, describe, expect, it } from 'vitest';
import { makeClip } from '../../tests/builders/clip.ts';
import { ingestClip, ingestFile, testFolder } from '../../tests/builders/ingested.ts';
import { numbersIn } from '../../tests/builders/numbers-in.ts';
import { Decoder } from './av/decoder.ts';
import { openSource } from './av/source.ts';

const folder = testFolder('pictures');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

type Picture = {
  readonly width: number;
  readonly height: number;
  readonly luma: Buffer;
  /** FFmpeg's name of the pixels, and its numbers for range and matrix of their colours. */
  readonly kind: string;
  readonly range: number;
  readonly space: number;
};

/** The first picture of a file. */
async function firstPicture(path: string): Promise<Picture> {
  const source = await openSource(path);
  let first: Picture | undefined;
  const decoder = Decoder.open(source.video, (frame) => {
    const { width, height, colorRange: range, colorSpace: space } = frame;
    const kind = avGetPixFmtName(frame.format as never) ?? '';
    const luma = Buffer.from(frame.toBuffer().subarray(0, width * height));
    first ??= { width, height, luma, kind, range, space };
  })!;
  await source.eachPacket((packet) => decoder.push(packet));
  decoder.finish();
  source.close();
  return first!;
}

/** Brightness in the middle of a part of the picture; `x` and `y` from -1 to 1, from the middle. */
function lumaAt({ width, height, luma }: Picture, x: number, y: number): number {
  const [column, row] = [Math.floor(((x + 1) / 2) * width), Math.floor(((y + 1) / 2) * height)];
  return luma[row * width + column]!;
}

const CORNERS: readonly (readonly [number, number, number])[] = [
  [-0.5, -0.5, 40],
  [0.5, -0.5, 90],
  [-0.5, 0.5, 140],
  [0.5, 0.5, 200],
];

/** Each quarter has a brightness of its own. */
function quarters(_: number, width: number, height: number): Buffer {
  const luma = Buffer.alloc(width * height);
  for (let at = 0; at < luma.length; at++) {
    const right = at % width >= width / 2 ? 1 : 0;
    const below = at >= luma.length / 2 ? 2 : 0;
    luma[at] = CORNERS[right + below]![2];
  }
  return Buffer.concat([luma, Buffer.alloc(luma.length / 2, 128)]);
}

describe('a display matrix', () => {
  it.each([
    ['as they are', [1, 0, 0, 1]],
    ['a quarter turned', [0, 1, -1, 0]],
    ['upside down', [-1, 0, 0, -1]],
    ['three quarters turned', [0, -1, 1, 0]],
    ['mirrored left and right', [-1, 0, 0, 1]],
    ['mirrored up and down', [1, 0, 0, -1]],
    ['mirrored, a quarter turned', [0, 1, 1, 0]],
    ['mirrored, three quarters turned', [0, -1, -1, 0]],
  ] as const)('[I13] is followed: %s', async (_, matrix) => {
    const plan = { container: 'mov', encoder: 'libx264', width: 192, height: 96, draw: quarters };
    const made = await ingestClip({ ...plan, times: [0, 1, 2], matrix }, folder);
    const [a, b, c, d] = matrix;
    const sides = a === 0 ? { width: 96, height: 192 } : { width: 192, height: 96 };
    expect(made.picture).toMatchObject(sides);
    const shown = await firstPicture(made.file('v.mp4'));
    expect(shown).toMatchObject(sides);
    // ISO/IEC 14496-12: a stored point (x, y) is shown at (a x + c y, b x + d y).
    const seen = CORNERS.map(([x, y]) => lumaAt(shown, a * x + c * y, b * x + d * y));
    for (const [n, [, , luma]] of CORNERS.entries()) expect(Math.abs(seen[n]! - luma)).toBeLessThan(4);
  });

  it('[I13] of another angle is left alone, and so are the pictures', async () => {
    const plan = { container: 'mov', encoder: 'libx264', times: [0, 1, 2] };
    const made = await ingestClip({ ...plan, matrix: [2, 1, -1, 2] }, folder);
    expect(made.picture).toMatchObject({ width: 192, height: 108, rendition: 'untouched' });
  });
});

describe('the size of pictures', () => {
  it('[I14] is that of the stored ones, whatever the shape of a pixel', async () => {
    const wide = await ingestClip({ container: 'mp4', encoder: 'libx264', pixelAspect: [64, 45] }, folder);
    expect(wide.picture).toMatchObject({ width: 192, height: 108, pixelAspect: 64 / 45 });
    const turned = await ingestClip(
      { container: 'mp4', encoder: 'libx264', pixelAspect: [64, 45], matrix: [0, 1, -1, 0] },
      folder,
    );
    expect(turned.picture).toMatchObject({ width: 108, height: 192, pixelAspect: 45 / 64 });
  });

  it.each([
    ['webm', 'libvpx-vp9', 193, 109],
    ['mov', 'libx264rgb', 193, 109],
    ['avi', 'ffv1', 205, 110],
    ['matroska', 'mjpeg', 194, 111],
  ])('[I14] may be odd (%s, %s, %d × %d)', async (container, encoder, width, height) => {
    const pixelFormat = encoder === 'libx264rgb' ? 'rgb24' : encoder === 'mjpeg' ? 'yuvj444p' : 'yuv420p';
    const made = await ingestClip(
      { container, encoder, width, height, pixelFormat, times: [0, 1, 2] },
      folder,
    );
    expect(made.picture).toMatchObject({ width, height });
    const shown = await firstPicture(made.file('v.mp4'));
    expect([shown.width, shown.height]).toEqual([width + (width % 2), height + (height % 2)]);
    expect(await numbersIn(made.file('v.mp4'))).toEqual([0, 1, 2]);
  });
});

it('[I11] pictures that change their size in mid-file become as large as the first', async () => {
  const parts = [
    [192, 108],
    [128, 72],
    [256, 144],
  ].map(([width, height], n) => {
    const path = join(folder, `part-${n}.ts`);
    const times = Array.from({ length: 10 }, (_, at) => n * 10 + at);
    makeClip({ path, container: 'mpegts', encoder: 'libx264', width: width!, height: height!, times });
    return readFileSync(path);
  });
  const path = join(folder, 'sizes.ts');
  writeFileSync(path, Buffer.concat(parts));
  const made = await ingestFile(path, folder);
  expect(made.picture).toMatchObject({ width: 192, height: 108, frames: 30, rendition: 'encoded' });
  const numbers = Array.from({ length: 10 }, (_, n) => n);
  expect(await numbersIn(made.file('v.mp4'))).toEqual([...numbers, ...numbers, ...numbers]);
});

describe('brightness stays what it is', () => {
  /** Full range: 0 is black and 255 is white. Else 16 and 235. */
  const shownAs = (luma: number, { range, kind }: { range: number; kind: string }) =>
    range === 2 || kind === 'yuvj420p' ? luma : ((luma - 16) * 255) / 219;

  it.each([
    ['matroska', 'ffv1', 'yuv420p'],
    ['matroska', 'ffv1', 'yuv422p10le'],
    ['matroska', 'ffv1', 'gray'],
    ['matroska', 'ffv1', 'gray16le'],
    ['avi', 'rawvideo', 'bgr24'],
    ['avi', 'mjpeg', 'yuvj422p'],
    ['mov', 'prores_ks', 'yuv444p10le'],
    ['mp4', 'libx265', 'yuv420p12le'],
  ])('[I15] %s with %s in %s', async (container, encoder, pixelFormat) => {
    const plan = { container, encoder, pixelFormat, width: 192, height: 96, draw: quarters, times: [0, 1] };
    const made = await ingestClip(plan, folder);
    const shown = await firstPicture(made.file('v.mp4'));
    for (const [x, y, luma] of CORNERS) {
      const drawn = ((luma - 16) * 255) / 219;
      expect(Math.abs(shownAs(lumaAt(shown, x, y), shown) - drawn)).toBeLessThan(3);
    }
  });

  it('[I15] pictures of red, green and blue say by which matrix they became what they are', async () => {
    const plan = { container: 'avi', encoder: 'huffyuv', pixelFormat: 'rgb24', times: [0] };
    expect((await firstPicture((await ingestClip(plan, folder)).file('v.mp4'))).space).toBe(1); // BT.709
  });
});
