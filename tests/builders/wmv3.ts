/**
 * A WMV3 (VC-1) file, bit by bit: there is no encoder for it here. Grey pictures after SMPTE 421M, simple profile, each a
 * little lighter than the one before, in four steps that begin anew.
 */
import { AVMEDIA_TYPE_VIDEO, AV_CODEC_ID_WMV3, AV_PKT_FLAG_KEY } from 'node-av/constants';
import { FormatContext, Packet, Rational } from 'node-av/lib';
import { call } from '#server/ingest/av/call.ts';

const WIDTH = 192;
const HEIGHT = 112;
/** Codes of a difference of 0 to 3 from the block before, of brightness (table 0); a sign follows where it is not 0. */
const STEPS = ['1', '01', '0001', '00001'];

function bytesOf(bits: string): Buffer {
  const padded = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0');
  return Buffer.from(padded.match(/.{8}/g)?.map((byte) => Number.parseInt(byte, 2)) ?? []);
}

/** Sequence header: simple profile with its fast transform and motion, everything else off. */
const SEQUENCE = bytesOf('00' + '00' + '000' + '00000' + '000' + '11' + '0'.repeat(14) + '1');

/** An I picture: one difference in its first block, none in any other. */
function picture(step: number): Buffer {
  const head = '00' + '0' + '0000000' + '11111' + '0' + '0' + '0';
  const macroblocks = (WIDTH / 16) * (HEIGHT / 16);
  let bits = head;
  for (let n = 0; n < macroblocks; n++) {
    const first = n === 0 ? (STEPS[step] ?? '') + (step > 0 ? '0' : '') : '1';
    bits += '1' + '0' + first + '111' + '00' + '00';
  }
  return bytesOf(bits);
}

/** 25 a second, the n-th at step n modulo 4. @param container `asf` or `avi` */
export function makeWmv3(path: string, container: string, count: number): void {
  const file = new FormatContext();
  call(file.allocOutputContext2(null, container, path), 'Preparing the clip');
  const stream = file.newStream();
  const { codecpar } = stream;
  codecpar.codecType = AVMEDIA_TYPE_VIDEO;
  codecpar.codecId = AV_CODEC_ID_WMV3;
  codecpar.width = WIDTH;
  codecpar.height = HEIGHT;
  codecpar.extradata = SEQUENCE;
  stream.timeBase = new Rational(1, 25);
  stream.avgFrameRate = new Rational(25, 1);
  call(file.openOutputSync(), 'Creating the clip');
  call(file.writeHeaderSync(), 'Writing the head of the clip');
  const packet = new Packet();
  for (let n = 0; n < count; n++) {
    packet.alloc();
    packet.data = picture(n % STEPS.length);
    packet.pts = packet.dts = BigInt(n);
    packet.duration = 1n;
    packet.flags = AV_PKT_FLAG_KEY;
    packet.streamIndex = stream.index;
    packet.rescaleTs({ num: 1, den: 25 }, stream.timeBase);
    call(file.interleavedWriteFrameSync(packet), 'Writing the clip');
    packet.free();
  }
  call(file.writeTrailerSync(), 'Ending the clip');
  file.closeOutputSync();
}
