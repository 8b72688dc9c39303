import { expect, it } from 'vitest';
import { nalUnits } from './nal.ts';
import { withoutUserData } from './user-data.ts';

const IDR = [0x65, 0x88, 0x84];
/** A message: its type, its size, its bytes. */
const message = (type: number, ...bytes: number[]) => [type, bytes.length, ...bytes];
const sei = (...messages: number[][]) => [0x06, ...messages.flat(), 0x80];
const annexB = (...units: number[][]) => Buffer.from(units.flatMap((unit) => [0, 0, 0, 1, ...unit]));
const prefixed = (...units: number[][]) =>
  Buffer.from(units.flatMap((unit) => [0, 0, 0, unit.length, ...unit]));
const hexOf = (data: Buffer, lengthBytes: number | null) =>
  [...nalUnits(data, lengthBytes)].map((unit) => unit.toString('hex'));
const hex = (unit: number[]) => Buffer.from(unit).toString('hex');

it.each([
  ['annex B', annexB, null],
  ['lengths', prefixed, 4],
] as const)('[I38] user data goes, what a decoder may need stays (%s)', (_, made, lengthBytes) => {
  const timing = message(1, 7, 8);
  const place = message(5, ...Buffer.from('0123456789abcdef+52.5+013.4/'));
  const caption = message(4, 0xb5, 0, 0x31);
  const clean = made(sei(timing), IDR);
  expect(withoutUserData(clean, lengthBytes)).toBe(clean);
  expect(hexOf(withoutUserData(made(sei(place), IDR), lengthBytes), lengthBytes)).toEqual([hex(IDR)]);
  const mixed = withoutUserData(made(sei(caption, timing, place), IDR), lengthBytes);
  expect(hexOf(mixed, lengthBytes)).toEqual([hex(sei(timing)), hex(IDR)]);
});

it('[I38] finds messages through the bytes that keep start codes away, and puts these back', () => {
  const stays = message(6, 0, 0, 1, 0, 0, 3);
  const kept = [0x06, 6, 6, 0, 0, 3, 1, 0, 0, 3, 3, 0x80];
  const unit = [...kept.slice(0, -1), 5, 4, 0, 0, 3, 2, 9, 0x80];
  expect(hexOf(withoutUserData(prefixed(unit, IDR), 4), 4)).toEqual([hex(kept), hex(IDR)]);
  expect(stays).toHaveLength(8);
});

it('[I38] long messages, and such as end too early', () => {
  const long = [0x06, 5, 255, 45, ...Array.from({ length: 300 }, () => 7), 0x80];
  const frame = Buffer.concat([Buffer.from([0, 0, long.length >> 8, long.length & 255]), Buffer.from(long)]);
  expect(withoutUserData(frame, 4)).toHaveLength(0);
  expect(hexOf(withoutUserData(prefixed([0x06, 1, 200, 9, 0x80], IDR), 4), 4)).toEqual([hex(IDR)]);
});
