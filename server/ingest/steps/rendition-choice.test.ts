import { expect, it } from 'vitest';
import { UPRIGHT, orientationOf } from '../av/orientation.ts';
import type { Probe } from './probe.ts';
import { reasonsToEncode } from './rendition-choice.ts';
import type { PacketTable } from './scan-packets.ts';

const pts = Array.from({ length: 100 }, (_, n) => n * 3600);
const probe: Probe = {
  format: 'mov',
  codec: 'h264',
  width: 640,
  height: 480,
  pixelAspect: 4 / 3,
  orientation: UPRIGHT,
  pixelFormat: 'yuv420p',
  timebase: { num: 1, den: 90_000 },
  interlaced: false,
  stream: 0,
  hasSound: true,
  promisedMs: 1000,
};
const packets: PacketTable = {
  count: 100,
  pts,
  end: 360_000,
  promisedEnd: 360_000,
  corrupt: 0,
  jumps: false,
  hidden: 0,
  order: pts,
  decoded: pts,
  untimed: 0,
  reordered: true,
  startsWithSync: true,
  syncsAreIdr: true,
  maxGroupSeconds: 2,
  sound: null,
  stopped: null,
};

it('[I10] leaves pictures untouched when nothing speaks against it', () => {
  expect(reasonsToEncode(probe, packets)).toEqual([]);
  const rounded = pts.map((time, n) => time + (n % 2));
  expect(reasonsToEncode(probe, { ...packets, pts: rounded })).toEqual([]);
});

const quarter = Buffer.from(Int32Array.of(0, 65_536, 0, -65_536, 0, 0, 0, 0, 2 ** 30).buffer);
const cases: readonly (readonly [Partial<Probe>, Partial<PacketTable>, string])[] = [
  [{ codec: 'hevc' }, {}, 'browsers differ in playing hevc'],
  [{ pixelFormat: 'yuv422p' }, {}, 'its pixels are yuv422p'],
  [{ orientation: orientationOf(quarter) }, {}, 'its pictures lie on their side or are mirrored'],
  [{ interlaced: true }, {}, 'it is interlaced'],
  [{}, { hidden: 3 }, 'an edit list hides 3 pictures'],
  [{}, { untimed: 2 }, '2 times are missing or given twice'],
  [{}, { jumps: true }, 'its clock jumps'],
  [{}, { corrupt: 1 }, '1 pictures are damaged'],
  [{}, { startsWithSync: false }, 'it does not begin with a sync sample'],
  [{}, { syncsAreIdr: false }, 'its groups of pictures are open'],
  [{}, { maxGroupSeconds: 2.6 }, 'its sync samples are 2.6 s apart'],
  [{}, { pts: pts.with(50, 50 * 3600 + 900) }, 'its rate varies and its pictures are reordered'],
  [{}, { stopped: 'Invalid data' }, 'reading stopped: Invalid data'],
];

it.each(cases)('[I10] encodes them because of %o %o', (differentProbe, differentPackets, reason) => {
  const reasons = reasonsToEncode({ ...probe, ...differentProbe }, { ...packets, ...differentPackets });
  expect(reasons).toEqual([reason]);
});
