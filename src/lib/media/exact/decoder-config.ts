/** How the decoder of single pictures is set up, and how many of its pictures may be held. */
import type { Head } from './head.ts';
import { Unfit } from './unfit.ts';

const LITTLE_GIB = 4;
/** A picture of 8 bits with half the colours in each direction. */
const BYTES_PER_PIXEL = 1.5;
const CAPACITY = { least: 8, most: 240 };

/**
 * In software where the browser can: its pictures are the same on every machine and lie in ordinary memory, while a
 * hardware decoder has a handful of places and stands still when they are held. `Unfit` where it cannot at all.
 *
 * @param isPrompt each picture comes out as soon as it has gone in. Several are no longer worked at together: for
 *   pictures that are quickly decoded
 */
export async function decoderConfig(head: Head, isPrompt = false): Promise<VideoDecoderConfig> {
  if (typeof VideoDecoder === 'undefined') throw new Unfit('This browser has no WebCodecs.');
  const { codec, description, width, height, colorSpace } = head;
  for (const hardwareAcceleration of ['prefer-software', 'no-preference'] as const) {
    const config: VideoDecoderConfig = {
      codec,
      description,
      codedWidth: width,
      codedHeight: height,
      hardwareAcceleration,
      optimizeForLatency: isPrompt,
      ...(colorSpace ? { colorSpace } : {}),
    };
    const { supported } = await VideoDecoder.isConfigSupported(config);
    if (supported) return config;
  }
  throw new Unfit(`This browser does not decode ${codec}.`);
}

/**
 * How many pictures of this size are held.
 * @param budgetBytes memory for them; half of it is used where the machine has little
 */
export function capacityFor({ width, height }: Pick<Head, 'width' | 'height'>, budgetBytes: number): number {
  const gib: unknown = Reflect.get(globalThis.navigator ?? {}, 'deviceMemory');
  const budget = typeof gib === 'number' && gib <= LITTLE_GIB ? budgetBytes / 2 : budgetBytes;
  const fitting = Math.floor(budget / (width * height * BYTES_PER_PIXEL));
  return Math.max(CAPACITY.least, Math.min(CAPACITY.most, fitting));
}
