/** Colours and measures of the timeline's canvases. Contrast is reckoned against `ground`. */

export const theme = {
  ground: '#0f1316',
  /** Every other track row. */
  band: '#11161a',
  /** Rows of comments, tiers and events. */
  raised: '#13191e',
  head: '#161c21',
  line: '#1c2329',
  /** Below the head and between the groups of rows. */
  edge: '#2a333b',
  grid: '#171d22',
  tick: '#3d4852',
  text: '#d5dbe0',
  faint: '#9aa7b2',
  border: '#5b6873',
  accent: '#6fb3ff',
  /** Text on the accent and on light labels. */
  ink: '#0f1316',
  bright: '#f2f6f9',
  buffered: '#4f6f8f',
  warn: '#f0c36a',
  loop: '#86d3a6',
  sound: '#5f8f86',
} as const;

export const RULER = 26;
export const STRIP = 40;
/** Height of the strip of sound. */
export const WAVE = 26;
/** Diamond, from its middle to a corner. */
export const DIAMOND = 5;

/** `#rrggbb` with an opacity. */
export function alpha(color: string, opacity: number): string {
  const byte = Math.round(Math.max(0, Math.min(1, opacity)) * 255);
  return `${color}${byte.toString(16).padStart(2, '0')}`;
}

/** The text colour that reads on a `#rrggbb` ground (WCAG relative luminance). */
export function inkOn(color: string): string {
  const channel = (at: number) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5) > 0.2 ? theme.ink : theme.bright;
}
