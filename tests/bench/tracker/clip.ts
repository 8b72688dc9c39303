/** The brightness of each frame of a clip, one after the other, as the tracker in the browser gets it. */
import type { Frame } from 'node-av/lib';
import { must } from '#lib/model/problem.ts';
import type { Luma } from '#lib/media/luma.ts';
import { Decoder } from '#server/ingest/av/decoder.ts';
import { openSource } from '#server/ingest/av/source.ts';

/** @param visit gets each frame in turn; false ends it */
export async function eachLuma(path: string, visit: (luma: Luma, frame: number) => boolean): Promise<void> {
  const source = await openSource(path);
  let [n, goesOn] = [0, true];
  const decoder = must(
    Decoder.open(source.video, (frame) => {
      if (goesOn) goesOn = visit(lumaOf(frame), n++);
    }),
    'the clip can be decoded',
  );
  try {
    await source.eachPacket((packet, kind) => {
      if (kind === 'video') decoder.push(packet);
      return goesOn;
    });
    if (goesOn) decoder.finish();
    else decoder.close();
  } finally {
    source.close();
  }
}

function lumaOf(frame: Frame): Luma {
  const { width, height } = frame;
  const plane = must(frame.data?.[0], 'a decoded picture has a plane of brightness');
  const stride = must(frame.linesize[0], 'a picture has rows');
  const data = new Uint8Array(width * height);
  for (let row = 0; row < height; row++)
    data.set(plane.subarray(row * stride, row * stride + width), row * width);
  return { width, height, data };
}
