/** The colours that a file names by the code points of ISO/IEC 23091-2, as WebCodecs names them. */
import type { Bytes } from './boxes.ts';

const PRIMARIES: Readonly<Record<number, VideoColorPrimaries>> = { 1: 'bt709', 5: 'bt470bg', 6: 'smpte170m' };
const TRANSFERS: Readonly<Record<number, VideoTransferCharacteristics>> = {
  1: 'bt709',
  6: 'smpte170m',
  13: 'iec61966-2-1',
};
const MATRICES: Readonly<Record<number, VideoMatrixCoefficients>> = {
  0: 'rgb',
  1: 'bt709',
  5: 'bt470bg',
  6: 'smpte170m',
};

/** From the body of a `colr` box; null where it is of another kind. What it leaves open, the decoder decides. */
export function colorSpaceOf(bytes: Bytes, body: number): VideoColorSpaceInit | null {
  if (bytes.text(body) !== 'nclx') return null;
  return {
    primaries: PRIMARIES[bytes.u16(body + 4)] ?? null,
    transfer: TRANSFERS[bytes.u16(body + 6)] ?? null,
    matrix: MATRICES[bytes.u16(body + 8)] ?? null,
    fullRange: bytes.u8(body + 10) >= 128,
  };
}
