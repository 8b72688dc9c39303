/** The HLS playlist of a rendition: byte ranges into the one file, times from its own boxes (RFC 8216). */
import { must } from '#lib/model/problem.ts';
import type { Fragment, FragmentedMp4 } from '../fragments.ts';

/** Shortest piece that is fetched at once, seconds: groups are joined up to it, so a long video asks less often. */
const MIN_SECONDS = 1;

type Piece = { readonly offset: number; bytes: number; readonly start: number; end: number };

/** The text of a media playlist for `file`, which lies beside it. */
export function playlist(file: string, rendition: FragmentedMp4): string {
  const pieces = piecesOf(rendition);
  const seconds = pieces.map(({ start, end }) => (end - start) / rendition.timescale);
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:7',
    `#EXT-X-TARGETDURATION:${seconds.reduce((most, one) => Math.max(most, Math.ceil(one)), 1)}`,
    '#EXT-X-PLAYLIST-TYPE:VOD',
    '#EXT-X-INDEPENDENT-SEGMENTS',
    `#EXT-X-MAP:URI="${file}",BYTERANGE="${rendition.headBytes}@0"`,
    ...pieces.flatMap(({ bytes, offset }, n) => [
      `#EXTINF:${(seconds[n] as number).toFixed(6)},`,
      `#EXT-X-BYTERANGE:${bytes}@${offset}`,
      file,
    ]),
    '#EXT-X-ENDLIST',
    '',
  ].join('\n');
}

function piecesOf({ fragments, timescale }: FragmentedMp4): Piece[] {
  const pieces: Piece[] = [];
  for (const fragment of fragments) {
    const last = pieces.at(-1);
    const times = timesOf(fragment);
    // A fragment of sound alone, at the end, belongs to what is before it.
    if (last && (!times || (last.end - last.start) / timescale < MIN_SECONDS)) {
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
