/** From luma and two differences of colour, as video keeps them, to red, green and blue (ITU-R BT.601, BT.709). Pure. */

/** Colours are 0 to 1. Each of the three is its weights · ([luma, blue difference, red difference] − offset). */
export type Conversion = {
  readonly offset: readonly [number, number, number];
  readonly toRed: readonly [number, number, number];
  readonly toGreen: readonly [number, number, number];
  readonly toBlue: readonly [number, number, number];
};

/** Shares of red and blue in luma, by the matrix that a picture names. */
const LUMA: Readonly<Record<string, { readonly red: number; readonly blue: number }>> = {
  bt709: { red: 0.2126, blue: 0.0722 },
  smpte170m: { red: 0.299, blue: 0.114 },
  bt470bg: { red: 0.299, blue: 0.114 },
};

/** Null where a picture's colours are of another kind: then the browser converts them. */
export function conversionOf({
  primaries,
  transfer,
  matrix,
  fullRange,
}: VideoColorSpaceInit): Conversion | null {
  const isPlain = (primaries ?? 'bt709') === 'bt709' && (transfer ?? 'bt709') === 'bt709';
  const shares = Object.hasOwn(LUMA, matrix ?? '') ? LUMA[matrix ?? ''] : undefined;
  if (!shares || !isPlain) return null;
  const { red, blue } = shares;
  const green = 1 - red - blue;
  const luma = fullRange ? 1 : 255 / 219;
  const difference = fullRange ? 1 : 255 / 224;
  const toRed = 2 * (1 - red) * difference;
  const toBlue = 2 * (1 - blue) * difference;
  return {
    offset: [fullRange ? 0 : 16 / 255, 128 / 255, 128 / 255],
    toRed: [luma, 0, toRed],
    toGreen: [luma, (-toBlue * blue) / green, (-toRed * red) / green],
    toBlue: [luma, toBlue, 0],
  };
}
