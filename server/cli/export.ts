/** `loupe export`: all annotations of a video as a file, beside a running server or without one. */
import { createWriteStream, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { newId } from '#lib/model/id.ts';
import type { App } from '#server/app.ts';
import { EXPORT_FORMATS } from '#server/export/exports.ts';
import { readArguments, required, UsageError } from './arguments.ts';
import { videoNamed } from './video-named.ts';

/** Writes the export to `--out`, or to stdout, where nothing else is printed. */
export async function run(args: string[], open: () => App): Promise<number> {
  const words = readArguments(args, { texts: ['video', 'format', 'out'], flags: ['force'] });
  if (words.positionals.length > 0) throw new UsageError(`"${words.positionals[0]}" is too much.`);
  const named = required(words, 'video');
  const wanted = required(words, 'format');
  const format = EXPORT_FORMATS.find((one) => one === wanted);
  if (!format) throw new UsageError(`"${wanted}" is not a format. There are: ${EXPORT_FORMATS.join(', ')}.`);
  const out = words.text('out');
  if (out !== undefined) checkTarget(out, words.flag('force'));

  const app = open();
  // Whoever has a shell on this machine may do what an admin may.
  const { id } = videoNamed(app, named);
  const pieces = await app.exports[format](id, null);
  const [subject, detail] = [`video:${id}`, { format }];
  app.store.audit.record({ action: 'video.export', by: null, address: 'shell', subject, detail });
  return out === undefined ? toStdout(pieces) : toFile(pieces, out);
}

function checkTarget(out: string, force: boolean): void {
  if (!statSync(dirname(out), { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`There is no folder "${dirname(out)}".`);
  const there = statSync(out, { throwIfNoEntry: false });
  if (there && !there.isFile()) throw new UsageError(`"${out}" is not a file.`);
  if (there && !force) throw new UsageError(`"${out}" is there already; --force replaces it.`);
}

async function toStdout(pieces: AsyncIterable<string>): Promise<number> {
  try {
    await pipeline(Readable.from(pieces), process.stdout, { end: false });
    return 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return 1; // whoever reads has seen enough
    throw error;
  }
}

/** The file is there whole or not at all; one that was there stays until then. */
async function toFile(pieces: AsyncIterable<string>, out: string): Promise<number> {
  const part = join(dirname(out), `.loupe-export-${newId()}.part`);
  const stopped = new AbortController();
  const stop = () => stopped.abort();
  process.once('SIGINT', stop).once('SIGTERM', stop);
  try {
    const file = createWriteStream(part, { flags: 'wx', flush: true });
    await pipeline(Readable.from(pieces), file, { signal: stopped.signal });
    await rename(part, out);
    return 0;
  } catch (error) {
    if (stopped.signal.aborted) return 130;
    throw error;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    await rm(part, { force: true });
  }
}
