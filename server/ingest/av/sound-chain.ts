/** Decoded sound made even: cut to the span of the pictures, holes filled with silence, in one rate and layout. */
import { avChannelLayoutDefault, avChannelLayoutDescribe, avGetSampleFmtName, type Frame } from 'node-av/lib';
import type { Timebase } from '#lib/model/frame-index.ts';
import { FilterChain } from './filter.ts';

/** The stretch of the source's clock that the rendition covers, in seconds; `start` becomes 0. */
export type Span = { readonly start: number; readonly end: number };

/** Packets of sound are not always in the order of their times; so long after the span none belongs to it. */
export const AFTERWARDS_SECONDS = 5;

export type SoundForm = {
  /** Samples a second. */
  readonly rate: number;
  readonly layout: 'mono' | 'stereo';
  /** FFmpeg's name: `fltp`, `s16` … */
  readonly format: string;
  /** In each frame that comes out; the last one is filled up. */
  readonly samples: number;
};

/**
 * @param first the first decoded frame: what will come in
 * @param timebase of the frames' times
 * @param visit gets each frame that comes out, lent for the call; without a gap from the start of the span to its end
 */
export function soundChain(
  first: Frame,
  timebase: Timebase,
  { start, end }: Span,
  form: SoundForm,
  visit: (frame: Frame) => void,
): FilterChain {
  const named = avChannelLayoutDescribe(first.channelLayout) ?? '';
  // Channels that the file does not name are taken for those of the usual layout.
  const layout =
    /^\d+ channels?$/.test(named) || named === ''
      ? avChannelLayoutDescribe(avChannelLayoutDefault(first.channels))
      : named;
  const format = [
    `time_base=${timebase.num}/${timebase.den}`,
    `sample_rate=${first.sampleRate}`,
    `sample_fmt=${avGetSampleFmtName(first.format as never)}`,
    `channel_layout=${layout}`,
  ].join(':');
  const filters = [
    `atrim=start=${start.toFixed(6)}:end=${end.toFixed(6)}`,
    `asetpts=PTS-${start.toFixed(6)}/TB`,
    `aresample=${form.rate}:async=1000:first_pts=0`,
    `aformat=sample_fmts=${form.format}:channel_layouts=${form.layout}`,
    `apad=whole_dur=${(end - start).toFixed(6)}`,
    `asetnsamples=n=${form.samples}:p=1`,
  ];
  return new FilterChain('abuffer', format, filters, visit);
}
