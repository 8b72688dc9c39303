/** `loupe frames`: frames of a video as picture files with a manifest, beside a running server or without one. */
import { mkdir, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { readFrameList } from '#lib/model/frame-list.ts';
import { newId } from '#lib/model/id.ts';
import type { App } from '#server/app.ts';
import { PICTURE_FORMATS, type PictureOrder } from '#server/export/pictures.ts';
import { terminal } from '#server/telemetry/printer.ts';
import { readArguments, required, UsageError, type Words } from './arguments.ts';
import { ProgressLine } from './progress-line.ts';
import { videoNamed } from './video-named.ts';

/** The folder is there whole or not at all. */
export async function run(args: string[], open: () => App): Promise<number> {
  const words = readArguments(args, {
    texts: ['video', 'at', 'layer', 'out', 'format'],
    flags: ['annotated'],
  });
  if (words.positionals.length > 0) throw new UsageError(`"${words.positionals[0]}" is too much.`);
  const named = required(words, 'video');
  const wanted = words.text('format') ?? 'png';
  const format = PICTURE_FORMATS.find((one) => one === wanted);
  if (!format) throw new UsageError(`"${wanted}" is not a format. There are: ${PICTURE_FORMATS.join(', ')}.`);
  const at = words.text('at');
  if ((at !== undefined) === words.flag('annotated'))
    throw new UsageError('Say which frames: either --at 0,25,100-120 or --annotated.');
  const listed = at === undefined ? null : readFrameList(at);
  if (listed && 'fault' in listed) throw new UsageError(`${listed.fault} Like this: --at 0,25,100-120.`);
  const out = resolve(required(words, 'out'));
  await checkTarget(out);

  const app = open();
  // Whoever has a shell on this machine may do what an admin may.
  const frames = listed?.ranges ?? { annotatedIn: layerNamed(app, words) };
  return pull(app, { video: videoNamed(app, named).id, frames, format }, out);
}

async function pull(app: App, order: Omit<PictureOrder, 'folder'>, out: string): Promise<number> {
  const part = join(dirname(out), `.loupe-frames-${newId()}.part`);
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  const line = new ProgressLine();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  await mkdir(part);
  try {
    const count = await app.pictures.pull(
      { ...order, folder: part },
      (done) => line.show('Decoding', done),
      stopped.signal,
    );
    await rmdir(out).catch(unlessAbsent);
    await rename(part, out);
    line.end();
    terminal.say(`${count} ${count === 1 ? 'frame' : 'frames'} in ${out}`);
    return 0;
  } catch (error) {
    if (stopped.signal.aborted) return 130;
    throw error;
  } finally {
    line.end();
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await rm(part, { recursive: true, force: true });
  }
}

function layerNamed({ pictures: { layers } }: App, words: Words) {
  const named = words.text('layer') ?? layers[0]?.id;
  const layer = layers.find(({ id, name }) => id === named || name === named);
  if (!layer)
    throw new UsageError(
      `There is no layer "${named}". There are: ${layers.map(({ id }) => id).join(', ')}.`,
    );
  return layer;
}

async function checkTarget(out: string): Promise<void> {
  const above = await stat(dirname(out)).catch(unlessAbsent);
  if (!above?.isDirectory()) throw new UsageError(`There is no folder "${dirname(out)}".`);
  const names = await readdir(out).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTDIR') throw new UsageError(`"${out}" is a file.`);
    return unlessAbsent(error);
  });
  if (names && names.length > 0)
    throw new UsageError(`"${basename(out)}" is not empty: name a new folder, or an empty one.`);
}

function unlessAbsent(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
