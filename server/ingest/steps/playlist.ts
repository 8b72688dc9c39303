/** The HLS playlist of a rendition: byte ranges into the one file, times from its own boxes (RFC 8216). */
import { must } from '#lib/model/problem.ts';
import type { Fragment, FragmentedMp4 } from '../fragments.ts';

/** Shortest piece that is fetched at once, seconds: groups are joined up to it, so a long video asks less often. */
const MIN_SECONDS = 1;
/** A growing one is asked for again and again: it is kept short. */
const GROWING_SECONDS = 4;

type Piece = { readonly offset: number; bytes: number; readonly start: number; end: number };

/** The text of a media playlist for `file`, which lies beside it. */
export function playlist(file: string, rendition: FragmentedMp4): string {
  return textOf(file, rendition, piecesOf(rendition, MIN_SECONDS), true);
}

/** Of a file that is still being written: what has once been told never changes, so the last piece waits to be whole. */
export function growingPlaylist(
  file: string,
  rendition: FragmentedMp4,
): { readonly text: string; readonly seconds: number } {
  const pieces = piecesOf(rendition, GROWING_SECONDS).slice(0, -1);
  const [first, last] = [pieces[0], pieces.at(-1)];
  const seconds = first && last ? (last.end - first.start) / rendition.timescale : 0;
  return { text: textOf(file, rendition, pieces, false), seconds };
}

function textOf(file: string, rendition: FragmentedMp4, pieces: readonly Piece[], isWhole: boolean): string {
  const seconds = pieces.map(({ start, end }) => (end - start) / rendition.timescale);
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${seconds.reduce((most, one) => Math.max(most, Math.ceil(one)), 1)}`,
    `#EXT-X-PLAYLIST-TYPE:${isWhole ? 'VOD' : 'EVENT'}`,
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-MAP:URI="${file}",BYTERANGE="${rendition.headBytes}@0"`,
    ...pieces.flatMap(({ bytes, offset }, n) => [
      `#EXTINF:${(seconds[n] as number).toFixed(6)},`,
      `#EXT-X-BYTERANGE:${bytes}@${offset}`,
      file,
    ]),
    ...(isWhole ? ['#EXT-X-ENDLIST'] : []),
    '',
  ].join('\n');
}

function piecesOf({ fragments, timescale }: FragmentedMp4, least: number): Piece[] {
  const pieces: Piece[] = [];
  for (const fragment of fragments) {
    const last = pieces.at(-1);
    const times = timesOf(fragment);
    // A fragment of sound alone, at the end, belongs to what is before it.
    if (last && (!times || (last.end - last.start) / timescale < least)) {
      last.bytes += fragment.bytes;
      last.end = times?.end ?? last.end;
    } else if (times) {
      if (last) last.end = times.start;
      pieces.push({ offset: fragment.offset, bytes: fragment.bytes, ...times });
    }
  }
  return pieces;
}

/** Decode times: hls.js compares them with the playlist's. */
function timesOf({ samples }: Fragment): { start: number; end: number } | null {
  if (samples.length === 0) return null;
  const last = must(samples.at(-1), 'there are samples');
  return { start: must(samples[0], 'there are samples').dts, end: last.dts + last.duration };
}
