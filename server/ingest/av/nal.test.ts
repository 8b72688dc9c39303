import { expect, it } from 'vitest';
import { checksum, hasIdr, nalLengthBytes, nalUnits } from './nal.ts';

const bytes = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const units = (text: string, lengthBytes: number | null) =>
  [...nalUnits(bytes(text), lengthBytes)].map((unit) => unit.toString('hex'));

it('finds the same units by start codes and by lengths', () => {
  const annexB = '00000001 0910 000001 65884201 0000 00000001 41e0';
  const prefixed = '00000002 0910 00000006 658842010000 00000002 41e0';
  expect(units(annexB, null)).toEqual(['0910', '65884201', '41e0']);
  expect(units(prefixed, 4)).toEqual(['0910', '65884201', '41e0']);
  expect(units('0002 0910', 2)).toEqual(['0910']);
  expect(checksum(bytes(annexB), null)).toBe(checksum(bytes(prefixed), 4));
  expect(checksum(bytes(annexB), null)).not.toBe(checksum(bytes(annexB.replace('41e0', '41e1')), null));
});

it('reads no further than what is there', () => {
  expect(units('ffffffff 6588', 4)).toEqual(['6588']);
  expect(units('6588', null)).toEqual([]);
  expect(units('', 4)).toEqual([]);
});

it('knows an IDR picture by its slices', () => {
  expect(hasIdr(bytes('00000001 0910 000001 6588'), null)).toBe(true);
  expect(hasIdr(bytes('00000001 0910 000001 4188'), null)).toBe(false);
  expect(hasIdr(null, 4)).toBe(false);
});

it('reads the width of lengths from an avcC', () => {
  expect(nalLengthBytes(bytes('01 64 00 1f ff e1'))).toBe(4);
  expect(nalLengthBytes(bytes('01 64 00 1f fd e1'))).toBe(2);
  expect(nalLengthBytes(bytes('00000001 6764'))).toBeNull();
  expect(nalLengthBytes(null)).toBeNull();
});
