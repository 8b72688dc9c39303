/** Every picture of the source decoded once: counted, timed, and lent to whoever needs it. */
import { AV_FRAME_FLAG_CORRUPT } from 'node-av/constants';
import type { Frame } from 'node-av/lib';
import { must } from '#lib/model/problem.ts';
import { ticks } from '../av/call.ts';
import { Decoder } from '../av/decoder.ts';
import { openSource } from '../av/source.ts';
import { FrameRuns } from './flaws.ts';
import { FrameTimes } from './index-frames.ts';
import { isInterlaced, type Probe } from './probe.ts';

export type Decoded = {
  readonly times: FrameTimes;
  /** Packets or pictures the decoder could do nothing with. */
  readonly faults: number;
  /** Frames that it put out although they are damaged. */
  readonly faulty: FrameRuns;
  /** What was seen in the pictures that forbids to leave them untouched; null where nothing was. */
  readonly surprise: string | null;
};

/** @param visit gets each picture, lent for the call, with its number and its time in ticks */
export async function decode(
  path: string,
  probe: Probe,
  visit: (frame: Frame, n: number, pts: number) => void,
): Promise<Decoded> {
  const source = await openSource(path);
  try {
    const times = new FrameTimes(probe.timebase);
    const faulty = new FrameRuns();
    let surprise: string | null = null;
    const opened = Decoder.open(source.video, (frame) => {
      const n = times.count;
      const [width, height] = probe.orientation.turnsSides
        ? [frame.height, frame.width]
        : [frame.width, frame.height];
      if (isInterlaced(frame)) surprise ??= `frame ${n} is interlaced`;
      if (width !== probe.width || height !== probe.height) surprise ??= `frame ${n} has another size`;
      if (frame.decodeErrorFlags !== 0 || frame.hasFlags(AV_FRAME_FLAG_CORRUPT)) faulty.add(n);
      visit(frame, n, times.add(ticks(frame.bestEffortTimestamp), Number(frame.duration)));
    });
    const decoder = must(opened, 'the probe found a decoder');
    await source.eachPacket((packet, kind) => {
      if (kind === 'video') decoder.push(packet);
    });
    decoder.finish();
    return { times, faults: decoder.faults, faulty, surprise };
  } finally {
    source.close();
  }
}
