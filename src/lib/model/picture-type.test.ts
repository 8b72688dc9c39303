import fc from 'fast-check';
import { expect, it } from 'vitest';
import { pictureFacts } from './picture-type.ts';

const bytesOf = (hex: string) => Uint8Array.from(hex.match(/../g)!, (byte) => Number.parseInt(byte, 16));
const PNG = '89504e470d0a1a0a0000000d49484452000000030000000208020000001216f14d';
const JPEG = 'ffd8ffe000104a46494600010100000100010000ffc0001108000200030301110002110103110100';
const LOSSY = '524946463c000000574542505650382030000000d001009d012a0300020000000000';
const LOSSLESS = '524946461c000000574542505650384c0f0000002f02400000071011fd0f4444ff03';
const EXTENDED = '524946463c000000574542505650385830000000100000000200000100000000000000';

it.each([
  ['PNG', PNG, 'image/png'],
  ['JPEG', JPEG, 'image/jpeg'],
  ['WebP, lossy', LOSSY, 'image/webp'],
  ['WebP, lossless', LOSSLESS, 'image/webp'],
  ['WebP, extended', EXTENDED, 'image/webp'],
])('%s of three by two pixels', (_, hex, type) =>
  expect(pictureFacts(bytesOf(hex))).toEqual({ type, width: 3, height: 2 }),
);

it.each([
  ['nothing', new Uint8Array()],
  ['SVG', new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"/>')],
  ['HTML', new TextEncoder().encode('<!doctype html><script>alert(1)</script>')],
  ['GIF', bytesOf('474946383961030002008000000000000000000021f90401000000002c')],
  ['a PNG without a size', bytesOf(PNG).slice(0, 20)],
  ['a PNG of no height', bytesOf(PNG.replace('00000002', '00000000'))],
  ['a JPEG that is cut', bytesOf(JPEG).slice(0, 24)],
])('%s is none', (_, bytes) => expect(pictureFacts(bytes)).toBeUndefined());

it('never throws, whatever comes', () => {
  const heads = [PNG, JPEG, LOSSY, LOSSLESS, EXTENDED].map(bytesOf);
  fc.assert(
    fc.property(fc.constantFrom(...heads), fc.nat(40), fc.uint8Array({ maxLength: 40 }), (head, at, more) => {
      const bytes = Uint8Array.from([...head.subarray(0, at), ...more]);
      const facts = pictureFacts(bytes);
      expect(facts === undefined || (facts.width > 0 && facts.height > 0)).toBe(true);
    }),
  );
});
