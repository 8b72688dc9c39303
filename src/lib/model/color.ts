/** How far apart two colours are: CIEDE2000, for usual eyes and for those that lack one kind of cone. */

/** CIE L*a*b* of the light D65. */
export type Lab = readonly [lightness: number, a: number, b: number];
type Three = readonly [number, number, number];

export type Sight = 'usual' | 'protan' | 'deutan' | 'tritan';

/** Linear RGB as each sight has it: Machado, Oliveira & Fernandes 2009, severity 1. */
const SIGHTS: Readonly<Record<Sight, readonly [Three, Three, Three]>> = {
  usual: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
  protan: [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]],
  deutan: [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.01182, 0.04294, 0.968881]],
  tritan: [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.3039]],
}; // prettier-ignore

const sights: readonly Sight[] = ['usual', 'protan', 'deutan', 'tritan'];

/** Linear sRGB → XYZ of D65, and the white that XYZ is taken against. */
const TO_XYZ: readonly [Three, Three, Three] = [
  [0.4124564, 0.3575761, 0.1804375],
  [0.2126729, 0.7151522, 0.072175],
  [0.0193339, 0.119192, 0.9503041],
];
const WHITE: Three = [0.95047, 1, 1.08883];

/** Two colours of one list that are nearer than this for some sight are warned of. */
export const TOO_ALIKE = 10;

/** Whether a value from outside is a colour as we write it: `#rrggbb` in lower case. */
export function isColor(value: unknown): value is string {
  return typeof value === 'string' && /^#[0-9a-f]{6}$/.test(value);
}

/** L*a*b* of `#rrggbb` as a sight has it; black for what is no colour. */
export function labOf(color: string, sight: Sight = 'usual'): Lab {
  const number = isColor(color) ? parseInt(color.slice(1), 16) : 0;
  const linear: Three = [linearOf(number >> 16), linearOf((number >> 8) & 255), linearOf(number & 255)];
  const seen = times(SIGHTS[sight], linear).map((part) => Math.min(1, Math.max(0, part)));
  const [x, y, z] = times(TO_XYZ, seen as unknown as Three).map((part, at) => curve(part / (WHITE[at] ?? 1)));
  return [116 * (y ?? 0) - 16, 500 * ((x ?? 0) - (y ?? 0)), 200 * ((y ?? 0) - (z ?? 0))];
}

function times([a, b, c]: readonly [Three, Three, Three], v: Three): Three {
  const dot = (row: Three) => row[0] * v[0] + row[1] * v[1] + row[2] * v[2];
  return [dot(a), dot(b), dot(c)];
}

function linearOf(byte: number): number {
  const part = byte / 255;
  return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
}

function curve(part: number): number {
  return part > 216 / 24389 ? Math.cbrt(part) : ((24389 / 27) * part + 16) / 116;
}

/** CIEDE2000 with all weights 1: about 1 is the least that can be seen side by side. */
export function ciede2000([l1, a1, b1]: Lab, [l2, a2, b2]: Lab): number {
  const chroma = seventh((Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2);
  const stretch = 1.5 - 0.5 * Math.sqrt(chroma);
  const [c1, c2] = [Math.hypot(a1 * stretch, b1), Math.hypot(a2 * stretch, b2)];
  const [h1, h2] = [hue(a1 * stretch, b1), hue(a2 * stretch, b2)];
  const grey = c1 * c2 === 0;
  const turn = grey ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const dh = 2 * Math.sqrt(c1 * c2) * sin(turn / 2);
  const [l, c] = [(l1 + l2) / 2, (c1 + c2) / 2];
  const h = grey ? h1 + h2 : meanHue(h1, h2);
  const t = 1 - 0.17 * cos(h - 30) + 0.24 * cos(2 * h) + 0.32 * cos(3 * h + 6) - 0.2 * cos(4 * h - 63);
  const dl = (l2 - l1) / (1 + (0.015 * (l - 50) ** 2) / Math.sqrt(20 + (l - 50) ** 2));
  const dc = (c2 - c1) / (1 + 0.045 * c);
  const dH = dh / (1 + 0.015 * c * t);
  const turning = -sin(60 * Math.exp(-(((h - 275) / 25) ** 2))) * 2 * Math.sqrt(seventh(c));
  return Math.sqrt(dl ** 2 + dc ** 2 + dH ** 2 + turning * dc * dH);
}

function seventh(chroma: number): number {
  return chroma ** 7 / (chroma ** 7 + 25 ** 7);
}

function sin(degrees: number): number {
  return Math.sin((degrees * Math.PI) / 180);
}

function cos(degrees: number): number {
  return Math.cos((degrees * Math.PI) / 180);
}

/** Degrees from 0 to 360. */
function hue(a: number, b: number): number {
  return a === 0 && b === 0 ? 0 : ((Math.atan2(b, a) * 180) / Math.PI + 360) % 360;
}

function meanHue(h1: number, h2: number): number {
  const sum = h1 + h2;
  if (Math.abs(h1 - h2) <= 180) return sum / 2;
  return sum < 360 ? (sum + 360) / 2 : (sum - 360) / 2;
}

/** CIEDE2000 of two `#rrggbb` for the sight that tells them apart least. */
export function worstDifference(one: string, other: string): number {
  return Math.min(...sights.map((sight) => differenceFor(sight, one, other)));
}

/** The sights for which two `#rrggbb` are too alike. */
export function sightsConfused(one: string, other: string): readonly Sight[] {
  return sights.filter((sight) => differenceFor(sight, one, other) < TOO_ALIKE);
}

function differenceFor(sight: Sight, one: string, other: string): number {
  return ciede2000(labOf(one, sight), labOf(other, sight));
}

/** The colour of a palette that is furthest from those in use; the first where none is in use. */
export function furthestColor(palette: readonly string[], used: readonly string[]): string | undefined {
  const room = (color: string) => Math.min(Infinity, ...used.map((other) => worstDifference(color, other)));
  let best: { readonly color: string; readonly room: number } | undefined;
  for (const color of palette) {
    const found = { color, room: room(color) };
    if (!best || found.room > best.room) best = found;
  }
  return best?.color;
}
