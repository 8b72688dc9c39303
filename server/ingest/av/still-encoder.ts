/** Single pictures as files: PNG and JPEG, each complete in itself. */
import { AV_CODEC_FLAG_QSCALE, FF_ENCODER_MJPEG, FF_ENCODER_PNG } from 'node-av/constants';
import { Codec, CodecContext, Packet, Rational, type Frame } from 'node-av/lib';
import { must } from '#lib/model/problem.ts';
import { call } from './call.ts';

export type StillFormat = 'png' | 'jpeg';

/** FF_QP2LAMBDA: how FFmpeg counts the quality of a JPEG, 2 (best) to 31. */
const LAMBDA = 118;

/** The picture as the bytes of a file. @param quality of a JPEG, 2 (best) to 31 */
export function encodeStill(frame: Frame, format: StillFormat, quality = 2): Buffer {
  const name = format === 'png' ? FF_ENCODER_PNG : FF_ENCODER_MJPEG;
  const codec = must(Codec.findEncoderByName(name), 'the media library has PNG and JPEG');
  const context = new CodecContext();
  context.allocContext3(codec);
  context.width = frame.width;
  context.height = frame.height;
  context.pixelFormat = frame.format as never;
  context.colorRange = frame.colorRange;
  context.timeBase = new Rational(1, 25);
  context.threadCount = 1;
  if (format === 'jpeg') {
    context.setFlags(AV_CODEC_FLAG_QSCALE);
    context.globalQuality = quality * LAMBDA;
    frame.quality = quality * LAMBDA;
  } else context.setOption('pred', 'paeth'); // half the size for pictures of tissue
  const packet = new Packet();
  packet.alloc();
  try {
    call(context.open2Sync(codec), `Opening the encoder of ${format}`);
    frame.pts = 0n;
    call(context.sendFrameSync(frame), `Encoding a ${format}`);
    call(context.sendFrameSync(null), `Encoding a ${format}`);
    call(context.receivePacketSync(packet), `Encoding a ${format}`);
    return Buffer.from(must(packet.data, 'an encoded picture has bytes'));
  } finally {
    packet.free();
    context.freeContext();
  }
}
