/**
 * VC-1 files, bit by bit: there is no encoder for it here. Grey pictures after SMPTE 421M, of its simple profile (WMV3) or
 * its advanced one (WVC1), each a little lighter than the one before, in four steps that begin anew.
 */
import { AVMEDIA_TYPE_VIDEO, AV_CODEC_ID_VC1, AV_CODEC_ID_WMV3, AV_PKT_FLAG_KEY } from 'node-av/constants';
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

export type Vc1Profile = 'simple' | 'advanced';

/** Simple profile with its fast transform and motion, everything else off. */
const SIMPLE = bytesOf('00' + '00' + '000' + '00000' + '000' + '11' + '0'.repeat(14) + '1');

const UNIT = { sequence: 0x0f, entry: 0x0e, frame: 0x0d };
const bits = (value: number, count: number) => value.toString(2).padStart(count, '0');

/** A unit of the advanced profile behind its start code; a bit ends it, and bytes keep one from appearing within. */
function unit(kind: keyof typeof UNIT, text: string): Buffer {
  const bytes: number[] = [];
  let zeros = 0;
  for (const byte of bytesOf(`${text}1`)) {
    if (zeros >= 2 && byte <= 3) {
      bytes.push(3);
      zeros = 0;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    bytes.push(byte);
  }
  return Buffer.from([0, 0, 1, UNIT[kind], ...bytes]);
}

/** Sequence: its size, 4:2:0, progressive. Entry point: closed, fast motion of colours, everything else off. */
const ADVANCED = Buffer.concat([
  unit(
    'sequence',
    `11${bits(0, 3)}01${bits(0, 9)}${bits(WIDTH / 2 - 1, 12)}${bits(HEIGHT / 2 - 1, 12)}000010` + '00',
  ),
  unit('entry', '0100' + '01' + '0' + '00' + '0' + '0' + '00' + '0' + '00'),
]);

/** The macroblocks: one difference in the first block, none in any other. @param predicts what says that none is predicted */
function macroblocks(step: number, predicts: string): string {
  const count = (WIDTH / 16) * (HEIGHT / 16);
  const first = (STEPS[step] ?? '') + (step > 0 ? '0' : '');
  return Array.from({ length: count }, (_, n) => `1${predicts}${n === 0 ? first : '1'}1110000`).join('');
}

/** An I picture. */
function picture(profile: Vc1Profile, step: number): Buffer {
  if (profile === 'simple') return bytesOf(`00${'0'}${bits(0, 7)}11111000${macroblocks(step, '0')}`);
  // Type, rounding, quantizer, a plane without prediction (row by row), and the tables.
  const plane = `0010${'0'.repeat(HEIGHT / 16)}`;
  const frame = unit('frame', `110${'0'}11111${plane}000${macroblocks(step, '')}`);
  return Buffer.concat([ADVANCED, frame]); // transport streams have no other place for it
}

/** 25 a second, the n-th at step n modulo 4. @param container `asf`, `avi`, `matroska` … */
export function makeVc1(path: string, container: string, count: number, profile: Vc1Profile): void {
  const file = new FormatContext();
  call(file.allocOutputContext2(null, container, path), 'Preparing the clip');
  const stream = file.newStream();
  const { codecpar } = stream;
  codecpar.codecType = AVMEDIA_TYPE_VIDEO;
  codecpar.codecId = profile === 'simple' ? AV_CODEC_ID_WMV3 : AV_CODEC_ID_VC1;
  codecpar.width = WIDTH;
  codecpar.height = HEIGHT;
  codecpar.extradata = profile === 'simple' ? SIMPLE : ADVANCED;
  stream.timeBase = new Rational(1, 25);
  stream.avgFrameRate = new Rational(25, 1);
  call(file.openOutputSync(), 'Creating the clip');
  call(file.writeHeaderSync(), 'Writing the head of the clip');
  const packet = new Packet();
  for (let n = 0; n < count; n++) {
    packet.alloc();
    packet.data = picture(profile, n % STEPS.length);
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
