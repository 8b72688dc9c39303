/**
 * Copies the packets of a file while they are read for the first time, for as long as nothing speaks against leaving them
 * as they are: then a file can be watched from the first second of its reading, and all of it once it has been read.
 * What turns out otherwise at the end is thrown away; nobody has marked anything on it.
 */
import { join } from 'node:path';
import type { Packet, Stream } from 'node-av/lib';
import { isFinal, RENDITION, type Task } from '../message.ts';
import { ticks } from '../av/call.ts';
import { canStay, openSound } from '../av/sound.ts';
import type { Source } from '../av/source.ts';
import type { CopiedPictures } from './check-rendition.ts';
import type { FirstLook } from './first-look.ts';
import { PacketCopy } from './packet-copy.ts';
import type { Probe } from './probe.ts';
import { reasonsAgainst, reasonsToEncode } from './rendition-choice.ts';
import type { Ahead, PacketTable } from './scan-packets.ts';
import { soundIsWhole, tickOf } from './transcode.ts';

export type CopiedAhead = { readonly made: CopiedPictures; readonly hasAudio: boolean };

export class CopyAhead implements Ahead {
  readonly #output: string;
  readonly #probe: Probe;
  readonly #firstLook: FirstLook;
  #sound: Source | null;
  #copy: PacketCopy | null = null;
  #dropped = false;
  #start = 0;
  #last = -Infinity;

  /** Null where it is known already that the pictures cannot stay, or that the sound has to be encoded. */
  static async of(
    { source, folder, silent }: Task,
    probe: Probe,
    firstLook: FirstLook,
  ): Promise<CopyAhead | null> {
    if (reasonsAgainst(probe).length > 0) return null;
    const sound = silent || !probe.hasSound ? null : await openSound(source);
    if (sound?.audio && !canStay(sound.audio)) {
      sound.close();
      return null;
    }
    return new CopyAhead(join(folder, RENDITION), probe, sound, firstLook);
  }

  private constructor(output: string, probe: Probe, sound: Source | null, firstLook: FirstLook) {
    this.#output = output;
    this.#probe = probe;
    this.#sound = sound;
    this.#firstLook = firstLook;
  }

  take(packet: Packet, video: Stream): void {
    if (this.#dropped) return;
    const [pts, dts] = [ticks(packet.pts), ticks(packet.dts)];
    // Where the file does not say when its pictures are decoded, that has to be found out from all of them.
    if (pts === undefined || dts === undefined || dts <= this.#last || dts > pts) return this.drop();
    this.#last = dts;
    this.#try(() => {
      this.#copy ??= this.#begin(video, dts);
      this.#copy.add(packet, pts, dts);
    });
    this.#firstLook.look();
  }

  drop(): void {
    if (this.#dropped) return;
    this.#dropped = true;
    if (this.#copy) {
      this.#copy.abandon();
      this.#firstLook.begin();
    } else this.#sound?.close();
  }

  /** What was copied, whole; null where it has to be made in another way. */
  finish(packets: PacketTable): CopiedAhead | null {
    const copy = this.#copy;
    const tick = tickOf(this.#probe);
    const span = { start: this.#start * tick, end: packets.end * tick };
    if (reasonsToEncode(this.#probe, packets).length > 0 || (this.#sound && !soundIsWhole(packets, span)))
      this.drop();
    const made = this.#dropped || !copy ? null : this.#try(() => copy.finish(packets));
    if (!made) {
      this.drop();
      return null;
    }
    this.#firstLook.whole();
    return { made, hasAudio: this.#sound !== null };
  }

  #begin(video: Stream, start: number): PacketCopy {
    this.#firstLook.begin();
    this.#start = start;
    const plan = {
      output: this.#output,
      probe: this.#probe,
      sound: this.#sound,
      end: Infinity,
      soundIsWhole: true,
    };
    return new PacketCopy(video, plan, start);
  }

  /** What cannot be copied here may be made otherwise; that the disk is full stays so. */
  #try<T>(run: () => T): T | null {
    try {
      return run();
    } catch (error) {
      if (isFinal(error)) throw error;
      this.drop();
      return null;
    }
  }
}
