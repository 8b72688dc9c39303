/** How the pictures of a file must be turned to stand upright: its display matrix, as FFmpeg filters. */

export type Orientation = {
  /** Filters that turn a stored picture upright; empty where it stands already. */
  readonly filters: readonly string[];
  /** Whether width and height change places. */
  readonly turnsSides: boolean;
};

export const UPRIGHT: Orientation = { filters: [], turnsSides: false };

/**
 * Reads a display matrix (ISO/IEC 14496-12: 3 × 3, 16.16 and 2.30 fixed point, here 9 native 32-bit integers). Quarter
 * turns and mirrors are followed; any other angle is left as stored.
 */
export function orientationOf(matrix: Buffer | null): Orientation {
  if (!matrix || matrix.length < 36) return UPRIGHT;
  const at = (n: number) => matrix.readInt32LE(n * 4);
  const [a, b, c, d] = [at(0), at(1), at(3), at(4)];
  const turned = (Math.atan2(b, a) * 180) / Math.PI;
  const angle = (Math.round(turned / 90) * 90 + 360) % 360;
  if (Math.abs(((turned + 360) % 360) - angle) > 1 && Math.abs(turned - angle) > 1) return UPRIGHT;
  switch (angle) {
    case 90:
      return { filters: [`transpose=${c > 0 ? 'cclock_flip' : 'clock'}`], turnsSides: true };
    case 270:
      return { filters: [`transpose=${c < 0 ? 'clock_flip' : 'cclock'}`], turnsSides: true };
    case 180:
      return { filters: [...(a < 0 ? ['hflip'] : []), ...(d < 0 ? ['vflip'] : [])], turnsSides: false };
    default:
      return d < 0 ? { filters: ['vflip'], turnsSides: false } : UPRIGHT;
  }
}
