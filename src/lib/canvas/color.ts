/** Colours as the stage needs them: from `#rrggbb` to parts and numbers. */

export type Rgb = readonly [red: number, green: number, blue: number];

const known = new Map<string, Rgb>();

/** Parts from 0 to 1; mid grey for what is no colour. */
export function rgb(color: string): Rgb {
  const found = known.get(color);
  if (found) return found;
  const match = /^#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})$/i.exec(color);
  const parts: Rgb = match
    ? [
        parseInt(match[1] ?? '', 16) / 255,
        parseInt(match[2] ?? '', 16) / 255,
        parseInt(match[3] ?? '', 16) / 255,
      ]
    : [0.6, 0.65, 0.7];
  // People's and labels' colours are few; a document full of others must not grow the map without end.
  if (known.size < 500) known.set(color, parts);
  return parts;
}

/** The halo around every outline, and the ground of captions: the darkest surface of the screen. */
export const DARK = '#0f1316';
/** Handles and other things of the hand. */
export const LIGHT = '#eef2f5';
