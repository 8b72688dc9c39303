/** What a file is, from its head and its first picture: headers alone are wrong too often. */
import { AV_FRAME_DATA_DISPLAYMATRIX, AV_PKT_DATA_DISPLAYMATRIX, AV_TIME_BASE } from 'node-av/constants';
import { avGetPixFmtName, type Frame } from 'node-av/lib';
import type { Timebase } from '#lib/model/frame-index.ts';
import { Unusable } from '../message.ts';
import { MAX_PIXELS } from '../av/allowed.ts';
import { ticks } from '../av/call.ts';
import { Decoder } from '../av/decoder.ts';
import { orientationOf, type Orientation } from '../av/orientation.ts';
import { openSource, type Source } from '../av/source.ts';

export type Probe = {
  readonly format: string;
  readonly codec: string;
  /** Stored pixels, upright. */
  readonly width: number;
  readonly height: number;
  /** Width of a pixel over its height, upright. */
  readonly pixelAspect: number;
  readonly orientation: Orientation;
  readonly pixelFormat: string;
  readonly timebase: Timebase;
  readonly interlaced: boolean;
  /** Which stream of the file the pictures are. */
  readonly stream: number;
  readonly hasSound: boolean;
  /** How long the file says that it is; null where it does not. */
  readonly promisedMs: number | null;
};

/** AV_FRAME_FLAG_INTERLACED. */
const INTERLACED = 8;
/** So many packets without a picture: there will be none. */
const PATIENCE = 2000;
/** A pixel is not stretched more than this; a larger ratio is a fault in the file. */
const MAX_ASPECT = 10;

export async function probe(path: string): Promise<Probe> {
  const source = await openSource(path);
  try {
    let found: Probe | null = null;
    const decoder = Decoder.open(source.video, (frame) => {
      found ??= describe(source, frame);
    });
    if (!decoder) throw new Unusable('unsupported-video', `its codec is ${source.codec}`);
    let packets = 0;
    await source.eachPacket((packet, kind) => {
      if (kind === 'video') decoder.push(packet);
      return found === null && packets++ < PATIENCE;
    });
    decoder.finish();
    if (!found) throw new Unusable('no-video', 'not one picture in it can be decoded');
    return found;
  } finally {
    source.close();
  }
}

export function isInterlaced(frame: Frame): boolean {
  return (frame.flags & INTERLACED) !== 0;
}

function describe(source: Source, frame: Frame): Probe {
  const { video } = source;
  if (frame.width * frame.height > MAX_PIXELS) {
    throw new Unusable('unsupported-video', `its pictures have ${frame.width} × ${frame.height} pixels`);
  }
  const matrix =
    video.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX) ??
    frame.getSideData(AV_FRAME_DATA_DISPLAYMATRIX);
  const orientation = orientationOf(matrix);
  const [width, height] = orientation.turnsSides ? [frame.height, frame.width] : [frame.width, frame.height];
  const aspect = aspectOf(source, frame);
  return {
    format: source.format,
    codec: source.codec,
    width,
    height,
    pixelAspect: orientation.turnsSides ? 1 / aspect : aspect,
    orientation,
    pixelFormat: avGetPixFmtName(frame.format as never) ?? 'unknown',
    timebase: { num: video.timeBase.num, den: video.timeBase.den },
    interlaced: isInterlaced(frame),
    stream: video.index,
    hasSound: source.audio !== null,
    promisedMs: promisedMs(source),
  };
}

function promisedMs({ context }: Source): number | null {
  const promised = ticks(context.duration);
  return promised !== undefined && promised > 0 ? (promised * 1000) / AV_TIME_BASE : null;
}

/** What the container says goes before what the pictures say, as in players. */
function aspectOf(source: Source, frame: Frame): number {
  for (const { num, den } of [source.video.sampleAspectRatio, frame.sampleAspectRatio]) {
    const aspect = num / den;
    if (num > 0 && den > 0 && aspect <= MAX_ASPECT && aspect >= 1 / MAX_ASPECT) return aspect;
  }
  return 1;
}
