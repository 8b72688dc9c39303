/** Every picture of the source decoded once: counted, timed, and lent to whoever needs it. */
import type { Frame } from 'node-av/lib';
import { must } from '#lib/model/problem.ts';
import { Decoder } from '../av/decoder.ts';
import { openSource } from '../av/source.ts';
import { FrameTimes } from './index-frames.ts';
import { isInterlaced, type Probe } from './probe.ts';

export type Decoded = {
  readonly times: FrameTimes;
  /** Packets or pictures the decoder complained about. */
  readonly faults: number;
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
    const times = new FrameTimes();
    let surprise: string | null = null;
    const opened = Decoder.open(source.video, (frame) => {
      const n = times.count;
      const [width, height] = probe.orientation.turnsSides
        ? [frame.height, frame.width]
        : [frame.width, frame.height];
      if (isInterlaced(frame)) surprise ??= `frame ${n} is interlaced`;
      if (width !== probe.width || height !== probe.height) surprise ??= `frame ${n} has another size`;
      visit(frame, n, times.add(frame));
    });
    const decoder = must(opened, 'the probe found a decoder');
    await source.eachPacket((packet, kind) => {
      if (kind === 'video') decoder.push(packet);
    });
    decoder.finish();
    return { times, faults: decoder.faults, surprise };
  } finally {
    source.close();
  }
}
