/**
 * What can be watched of a rendition while it is still being made: a playlist beside it that grows. Nothing has been
 * counted or compared yet, so it has no frames, only times; and it goes when the rendition is to be made in another way.
 */
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FragmentReader, readFragments } from '../fragments.ts';
import { FIRST_LOOK } from '../message.ts';
import type { Watching } from '../pace.ts';
import { growingPlaylist, playlist } from './playlist.ts';

const EVERY_MS = 1000;

export class FirstLook {
  readonly #folder: string;
  readonly #tell: Watching;
  readonly #everyMs: number;
  #reader: FragmentReader | null = null;
  #last = -Infinity;
  #seconds = 0;
  #ofMs = 0;

  /** @param everyMs between two looks at the file */
  constructor(folder: string, tell: Watching, everyMs = EVERY_MS) {
    this.#folder = folder;
    this.#tell = tell;
    this.#everyMs = everyMs;
  }

  /** Says how long the whole will be, as far as is known. */
  expect(ofMs: number): void {
    this.#ofMs = ofMs;
  }

  /** Looks what has come to the file that is being written; often asked, it looks seldom. */
  look(): void {
    const now = performance.now();
    if (now - this.#last < this.#everyMs) return;
    this.#last = now;
    const path = join(this.#folder, FIRST_LOOK.pictures);
    if (!this.#reader && !existsSync(path)) return;
    this.#reader ??= new FragmentReader(path);
    this.#reader.more();
    const { found } = this.#reader;
    if (!found) return;
    const { text, seconds } = growingPlaylist(FIRST_LOOK.shownAs, found);
    if (seconds <= this.#seconds) return;
    this.#seconds = seconds;
    this.#write(text);
    this.#tell({ ms: Math.min(this.#ofMs, seconds * 1000), ofMs: this.#ofMs });
  }

  /** The file is finished. */
  whole(): void {
    this.#write(playlist(FIRST_LOOK.shownAs, readFragments(join(this.#folder, FIRST_LOOK.pictures))));
    this.#tell({ ms: this.#ofMs, ofMs: this.#ofMs });
    this.#close();
  }

  /** The file will be made anew. */
  begin(): void {
    this.#close();
    rmSync(join(this.#folder, FIRST_LOOK.playlist), { force: true });
    rmSync(join(this.#folder, FIRST_LOOK.pictures), { force: true });
    this.#tell(null);
  }

  #close(): void {
    this.#reader?.close();
    this.#reader = null;
    this.#seconds = 0;
    this.#last = -Infinity;
  }

  /** Whole or not at all: it is read meanwhile. */
  #write(text: string): void {
    const path = join(this.#folder, FIRST_LOOK.playlist);
    writeFileSync(`${path}.part`, text);
    renameSync(`${path}.part`, path);
  }
}
