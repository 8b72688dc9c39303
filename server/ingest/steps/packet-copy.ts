/** The source's own packets in another container: pictures bit for bit, without what cameras write between them. */
import { AV_PKT_FLAG_DISCARD } from 'node-av/constants';
import type { Packet, Stream } from 'node-av/lib';
import { must } from '#lib/model/problem.ts';
import { checksum, nalLengthBytes } from '../av/nal.ts';
import { RenditionFile } from '../av/rendition-file.ts';
import { Sound } from '../av/sound.ts';
import { openSource, type Source } from '../av/source.ts';
import { withoutUserData } from '../av/user-data.ts';
import type { CopiedPictures } from './check-rendition.ts';
import { decodeTimes, type PacketTable } from './scan-packets.ts';
import { soundIsWhole, tickOf, type Making } from './transcode.ts';

/** Length prefixes in our MP4 where the source has start codes. */
const LENGTH_BYTES = 4;

/** What is copied, and where to: `end` of the pictures, in ticks of the source, is Infinity where it is not known yet. */
export type CopyPlan = Pick<Making, 'output' | 'probe' | 'sound'> & {
  readonly end: number;
  readonly soundIsWhole: boolean;
};

export class PacketCopy {
  readonly #file: RenditionFile;
  readonly #sound: Sound | null;
  readonly #tick: number;
  readonly #start: number;
  readonly #lengthBytes: number | null;
  readonly #sums: number[] = [];
  /** When the pictures end that have come, in ticks. */
  #end = -Infinity;

  /** @param start when the first picture is decoded, in ticks: all times are moved so that this becomes 0 */
  constructor({ codecpar }: Stream, plan: CopyPlan, start: number) {
    this.#tick = tickOf(plan.probe);
    this.#start = start;
    this.#lengthBytes = nalLengthBytes(codecpar.extradata);
    this.#file = new RenditionFile(plan.output);
    this.#file.addVideo(codecpar, plan.probe.timebase);
    const span = { start: start * this.#tick, end: plan.end * this.#tick };
    this.#sound = plan.sound && new Sound(plan.sound, this.#file, span, plan.soundIsWhole);
    this.#file.start();
  }

  /** Takes the next picture in the order of decoding; times in ticks of the source. */
  add(packet: Packet, pts: number, dts: number): void {
    const said = must(packet.data, 'a packet has bytes');
    const data = withoutUserData(said, this.#lengthBytes);
    this.#end = Math.max(this.#end, pts + Number(packet.duration));
    if (data !== said) {
      const { isKeyframe } = packet;
      packet.data = data; // and all else is forgotten
      packet.isKeyframe = isKeyframe;
    }
    this.#sums.push(checksum(data, this.#lengthBytes));
    // No further than the pictures: where they end the sound does too.
    this.#sound?.upTo((this.#end - this.#start) * this.#tick);
    this.#file.writeVideo(packet, pts - this.#start, dts - this.#start);
  }

  finish(packets: Pick<PacketTable, 'pts' | 'end'>): CopiedPictures {
    this.#sound?.finish(packets.end * this.#tick);
    this.#file.finish(lastDuration(packets));
    return { sums: this.#sums, lengthBytes: this.#lengthBytes ?? LENGTH_BYTES };
  }

  /** It is not wanted. */
  abandon(): void {
    this.#sound?.abandon();
    this.#file.abandon();
  }
}

/**
 * Copies the pictures of a file whose packets are known.
 * @param progress share of the pictures written
 */
export async function copyPackets(
  path: string,
  making: Making,
  progress: (done: number) => void,
): Promise<CopiedPictures> {
  const { probe, packets, sound } = making;
  const source: Source = await openSource(path);
  try {
    const times = decodeTimes(packets);
    const start = must(times[0], 'only what has pictures is left untouched');
    const tick = tickOf(probe);
    const span = { start: start * tick, end: packets.end * tick };
    const plan = { ...making, end: packets.end, soundIsWhole: sound !== null && soundIsWhole(packets, span) };
    const copy = new PacketCopy(source.video, plan, start);
    let count = 0;
    await source.eachPacket((packet, kind) => {
      if (kind !== 'video' || packet.hasFlags(AV_PKT_FLAG_DISCARD)) return;
      copy.add(packet, Number(packet.pts), must(times[count++], 'the scan saw every picture'));
      progress(count / packets.count);
    });
    return copy.finish(packets);
  } finally {
    source.close();
  }
}

/** How long the last picture lasts: as it says itself, else as long as the one before. */
function lastDuration({ pts, end }: Pick<PacketTable, 'pts' | 'end'>): number {
  const [before = 0, last = 1] = pts.slice(-2);
  return Math.max(1, end > last ? end - last : last - before);
}
