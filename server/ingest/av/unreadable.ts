/** Why a file could not be opened as a video, for the person who brought it: what its bytes say that it is. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Beginnings of files that people take for videos, or that are named like one; bytes as Latin-1 characters. */
const BEGINNINGS: readonly (readonly [string, string])[] = [
  ['%PDF', 'it is a PDF document'],
  ['#EXTM3U', 'it is a playlist that points to other files'],
  ['ffconcat', 'it is a list of other files'],
  ['PK\x03\x04', 'it is a ZIP archive'],
  ['\x1f\x8b', 'it is an archive'],
  ['7z\xbc\xaf', 'it is an archive'],
  ['Rar!', 'it is an archive'],
  ['\x89PNG', 'it is a still picture'],
  ['\xff\xd8\xff', 'it is a still picture'],
  ['GIF8', 'it is a still picture'],
  ['ID3', 'it has sound but no pictures'],
  ['fLaC', 'it has sound but no pictures'],
];

/** A clause for `"{name}" is not a video that can be read: {reason}.` */
export function whyUnreadable(path: string): string {
  const file = openSync(path, 'r');
  try {
    const size = fstatSync(file).size;
    if (size === 0) return 'the file is empty';
    const head = Buffer.alloc(Math.min(size, 512));
    readSync(file, head, 0, head.length, 0);
    const text = head.toString('latin1');
    const known = BEGINNINGS.find(([beginning]) => text.startsWith(beginning));
    if (known) return known[1];
    if (/^\s*<(!doctype html|html|head|\?xml)/i.test(text)) return 'it is a web page';
    if (text.slice(128, 132) === 'DICM') return 'it is a DICOM file, which cannot be taken yet';
    if (text.slice(4, 8) === 'ftyp' || text.slice(4, 8) === 'mdat') return whyNoMovie(file, size);
    return head.every((byte) => byte === 0)
      ? 'there are only zeros in it'
      : 'it is in no video format that is known here';
  } finally {
    closeSync(file);
  }
}

/** An MP4 or MOV that could not be opened: looks for the box that describes it. */
function whyNoMovie(file: number, size: number): string {
  const head = Buffer.alloc(16);
  for (let at = 0, boxes = 0; at < size && boxes < 10_000; boxes++) {
    if (readSync(file, head, 0, 16, at) < 8) break;
    if (head.toString('latin1', 4, 8) === 'moov') return 'the part that describes its pictures is damaged';
    const short = head.readUInt32BE(0);
    const bytes = short === 1 ? Number(head.readBigUInt64BE(8)) : short;
    if (bytes < 8) break;
    at += bytes;
  }
  return 'it is cut short, and the part that describes its pictures (at the end) is missing';
}
