/**
 * Frames of a source as picture files, with a manifest that says of each which it is. Runs in the worker process: the
 * source is a foreign file every time that it is read.
 */
import { mkdirSync, openSync, closeSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { FrameIndex } from '#lib/model/frame-index.ts';
import { MANIFEST, pictureName, Unusable, type PullTask } from '../message.ts';
import type { Progress } from '../pace.ts';
import { probe } from '../steps/probe.ts';
import { walkFrames } from './frame-walk.ts';
import { StillMaker } from './still.ts';

/** Throws Unusable where the file no longer gives a frame that it gave when it was prepared. */
export async function pullFrames(task: PullTask, progress: Progress): Promise<void> {
  const { source, folder, below, frames, format, timed, about } = task;
  const index = FrameIndex.decode(readFileSync(task.index));
  const { orientation, pixelAspect } = await probe(source);
  mkdirSync(join(folder, below));
  const manifest = new ManifestFile(join(folder, MANIFEST), { ...about, pixelAspect });
  const stills = new StillMaker(orientation, format);
  let done = 0;
  const tell = () => progress('preparing', done / frames.length, { frames: done, ahead: 0 });
  await walkFrames(
    source,
    { frames, index, timed },
    (frame, n) => {
      const { file, ...still } = stills.make(frame);
      const name = `${below}/${pictureName(n, format)}`;
      writeFileSync(join(folder, name), file, { flag: 'wx' });
      const timeMs = Math.round(index.timeMs(n) * 1000) / 1000;
      manifest.add({ frame: n, pts: index.pts[n], timeMs, file: name, ...still });
      done++;
      tell();
    },
    tell,
  );
  stills.close();
  if (done < frames.length)
    throw new Unusable('unsupported-video', `frame ${frames[done]} cannot be decoded any more`);
  manifest.end();
}

/** JSON that is written as it comes: a line for each frame. */
class ManifestFile {
  readonly #file: number;
  #entries = 0;

  constructor(path: string, about: object) {
    this.#file = openSync(path, 'wx');
    writeSync(this.#file, `${JSON.stringify(about, null, 1).slice(0, -2)},\n "frames": [`);
  }

  add(entry: object): void {
    writeSync(this.#file, `${this.#entries++ === 0 ? '' : ','}\n  ${JSON.stringify(entry)}`);
  }

  end(): void {
    writeSync(this.#file, '\n ]\n}\n');
    closeSync(this.#file);
  }
}
