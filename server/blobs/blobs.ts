/**
 * Where the bytes of videos live, by key (`<video>/source`, `<video>/v.mp4`). What a key names is whole or absent:
 * bytes arrive beside it and take its name when they are all on disk. On one machine this is a folder.
 */
import type { Readable } from 'node:stream';

/** Bytes `start` to `end`, both included, counted from 0. */
export type ByteRange = { readonly start: number; readonly end: number };

/** What a blob turned out to be. */
export type Written = {
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
};

/** A blob that arrives in pieces, with breaks and restarts between them. One piece at a time. */
export interface Incoming {
  /** Bytes that are durable; undefined where nothing has come, or all of it is a blob. */
  size(): Promise<number | undefined>;
  /**
   * Adds a piece at the byte up to which all is durable, else refuses `upload-elsewhere`; answers how much is durable
   * then. What has come of a piece that breaks off, or is refused as `too-large` or `disk-full`, stays.
   */
  append(
    from: number,
    stream: AsyncIterable<Uint8Array>,
    limit: { readonly maxBytes: number },
  ): Promise<number>;
  /** All has come: it becomes the blob. May be done again after a crash. */
  finish(): Promise<Written>;
  discard(): Promise<void>;
}

export interface Blobs {
  /**
   * Stores a stream and answers once it is durable. Refuses `too-large` beyond `maxBytes` and `disk-full`; then, and
   * when the stream breaks, nothing is left behind.
   */
  write(
    key: string,
    stream: AsyncIterable<Uint8Array>,
    limit: { readonly maxBytes: number },
  ): Promise<Written>;
  /** A blob that arrives in pieces. */
  incoming(key: string): Incoming;
  /** Takes over a finished file made in a `scratch` folder; durable when it answers. */
  adopt(key: string, file: string): Promise<void>;
  /** A new empty folder on the same disk for files in the making, by a name that is reused after a crash. */
  scratch(name: string): Promise<string>;
  /** Where a scratch folder of this name is, or would be. */
  scratchPath(name: string): string;
  /** Removes a scratch folder with what is in it. */
  discard(scratch: string): Promise<void>;
  /** Removes what was left in the making and not touched since a time (milliseconds since 1970): its maker is gone. */
  sweep(before: number): Promise<void>;
  /** Bytes that there is room for. */
  room(): Promise<number>;
  /** The file that holds a blob, for readers that need one (ingest, range requests). */
  path(key: string): string;
  /** The bytes of a blob, or a range of them; fails with ENOENT when there is none. */
  read(key: string, range?: ByteRange): Readable;
  /** Size in bytes; undefined when there is no such blob. */
  size(key: string): number | undefined;
  /** Removes every blob below a prefix (`<video>`). */
  remove(prefix: string): Promise<void>;
}
