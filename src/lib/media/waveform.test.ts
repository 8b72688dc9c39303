import { describe, expect, it } from 'vitest';
import { Waveform } from './waveform.ts';

/** Fifty peaks a second of these loudnesses. */
function file(loudness: readonly number[], head: Partial<Record<number, number>> = {}): Uint8Array {
  const bytes = new Uint8Array(24 + loudness.length * 2);
  const view = new DataView(bytes.buffer);
  const fields = { 0: 2, 4: 1, 8: 48_000, 12: 960, 16: loudness.length, 20: 1, ...head };
  for (const [at, value] of Object.entries(fields)) view.setInt32(Number(at), value!, true);
  loudness.forEach((value, at) => {
    view.setInt8(24 + at * 2, -value);
    view.setInt8(25 + at * 2, value);
  });
  return bytes;
}

describe('a waveform', () => {
  it('says the least and the greatest of a stretch, however long, and silence beyond', () => {
    const loudness = Array.from({ length: 10_000 }, (_, at) => (at === 7777 ? 96 : at % 32));
    const waveform = Waveform.decode(file(loudness));
    expect(waveform.length).toBe(10_000);
    expect(waveform.peak(0, 20)).toEqual({ least: 0, most: 0 });
    expect(waveform.peak(31 * 20, 32 * 20)).toEqual({ least: -31 / 128, most: 31 / 128 });
    expect(waveform.peak(7777 * 20, 7778 * 20).most).toBe(96 / 128);
    expect(waveform.peak(0, 200_000).most).toBe(96 / 128);
    expect(waveform.peak(0, 100_000).most).toBe(31 / 128);
    expect(waveform.peak(300_000, 400_000)).toEqual({ least: 0, most: 0 });
    expect(waveform.peak(-500, -100).most).toBe(0);
  });

  it('of bytes that lie about themselves is refused', () => {
    const good = [1, 2, 3];
    for (const bytes of [
      new Uint8Array(3),
      file(good, { 0: 1 }),
      file(good, { 4: 0 }),
      file(good, { 8: 0 }),
      file(good, { 12: -1 }),
      file(good, { 16: 4 }),
      file(good, { 16: 2 ** 31 - 1 }),
      file(good, { 20: 2 }),
    ])
      expect(() => Waveform.decode(bytes)).toThrow(RangeError);
    expect(Waveform.decode(file(good)).length).toBe(3);
  });
});
