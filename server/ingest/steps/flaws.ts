/** What is wrong with a file that can be used all the same: for the screen, which says so. */
import type { FlawsAnswer } from '#lib/protocol/http.ts';
import type { Decoded } from './decode.ts';
import type { Probe } from './probe.ts';
import type { PacketTable } from './scan-packets.ts';

/** Frames of a damaged file are listed as runs, and no more than this many. */
const MAX_RUNS = 100;
/** An end that misses less than this many pictures is how headers are rounded. */
const MISSING_PICTURES = 3;

/** Numbers of frames, ascending, as runs from first to last. */
export class FrameRuns {
  readonly #runs: [number, number][] = [];
  count = 0;

  add(n: number): void {
    this.count++;
    const last = this.#runs.at(-1);
    if (last && (last[1] === n - 1 || this.#runs.length === MAX_RUNS)) last[1] = n;
    else this.#runs.push([n, n]);
  }

  get runs(): readonly (readonly [number, number])[] {
    return this.#runs;
  }
}

/** Undefined where the file is whole. */
export function flawsOf(probe: Probe, packets: PacketTable, decoded: Decoded): FlawsAnswer | undefined {
  const flaws: FlawsAnswer = {
    lost: lostPictures(packets, decoded),
    faulty: decoded.faulty.runs,
    retimed: decoded.times.retimed,
    missingMs: missingMs(probe, packets),
  };
  const whole = flaws.lost === 0 && flaws.faulty.length === 0 && flaws.retimed === 0 && flaws.missingMs === 0;
  return whole ? undefined : flaws;
}

/** Not every packet is a picture to be seen: only where something else is wrong too, those without one are lost. */
export function lostPictures(packets: PacketTable, { times, faults }: Decoded): number {
  const wrong = faults > 0 || packets.corrupt > 0 || !packets.startsWithSync;
  return wrong ? Math.max(0, packets.count - times.count) : 0;
}

function missingMs({ timebase }: Probe, packets: PacketTable): number | null {
  const { pts, end, promisedEnd, stopped } = packets;
  const missing = promisedEnd === null ? 0 : promisedEnd - end;
  const picture = (end - (pts[0] ?? 0)) / Math.max(1, pts.length);
  if (missing > picture * MISSING_PICTURES) return (missing * 1000 * timebase.num) / timebase.den;
  return stopped === null ? 0 : null;
}
