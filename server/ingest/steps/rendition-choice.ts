/** Whether the source's own pictures can be played as they are, or must be encoded again, and why. */
import type { Probe } from './probe.ts';
import type { PacketTable } from './scan-packets.ts';

/** Longer groups make stepping back and seeking slow: each needs decoding from the sync sample before it. */
export const MAX_GROUP_SECONDS = 2.5;
/** Two steps that differ by no more than this many ticks come from rounding, not from a variable rate. */
const ROUNDING_TICKS = 2;

/** Reasons to encode, for the report; none means that the pictures can stay untouched, bit for bit. */
export function reasonsToEncode(probe: Probe, packets: PacketTable): string[] {
  return [...reasonsAgainst(probe), ...reasonsInPackets(probe, packets)];
}

/** What is known as soon as the first picture is. */
export function reasonsAgainst(probe: Probe): string[] {
  const reasons: string[] = [];
  const because = (condition: boolean, reason: string) => condition && reasons.push(reason);
  because(probe.codec !== 'h264', `browsers differ in playing ${probe.codec}`);
  because(!['yuv420p', 'yuvj420p'].includes(probe.pixelFormat), `its pixels are ${probe.pixelFormat}`);
  because(probe.orientation.filters.length > 0, 'its pictures lie on their side or are mirrored');
  because(probe.interlaced, 'it is interlaced');
  return reasons;
}

function reasonsInPackets(probe: Probe, packets: PacketTable): string[] {
  const reasons: string[] = [];
  const because = (condition: boolean, reason: string) => condition && reasons.push(reason);
  because(packets.hidden > 0, `an edit list hides ${packets.hidden} pictures`);
  because(packets.untimed > 0, `${packets.untimed} times are missing or given twice`);
  because(packets.jumps, 'its clock jumps');
  because(packets.corrupt > 0, `${packets.corrupt} pictures are damaged`);
  because(!packets.startsWithSync, 'it does not begin with a sync sample');
  because(probe.codec === 'h264' && !packets.syncsAreIdr, 'its groups of pictures are open');
  because(
    packets.maxGroupSeconds > MAX_GROUP_SECONDS,
    `its sync samples are ${packets.maxGroupSeconds.toFixed(1)} s apart`,
  );
  // Browsers show wrong pictures after a seek in these (measured: 6 of 40).
  because(packets.reordered && isVariable(packets.pts), 'its rate varies and its pictures are reordered');
  because(packets.stopped !== null, `reading stopped: ${packets.stopped}`);
  return reasons;
}

function isVariable(pts: readonly number[]): boolean {
  let least = Infinity;
  let most = 0;
  for (let n = 1; n < pts.length; n++) {
    const step = (pts[n] as number) - (pts[n - 1] as number);
    least = Math.min(least, step);
    most = Math.max(most, step);
  }
  return most - least > ROUNDING_TICKS;
}
