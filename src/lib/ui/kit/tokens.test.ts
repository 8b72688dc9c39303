import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
type Tokens = Readonly<Record<string, string>>;

/** The colours written in the block of a selector; of two in `light-dark()` the one asked for. */
function tokensOf(selector: string, at: 0 | 1): Tokens {
  const from = css.indexOf(`${selector} {`);
  expect(from, `${selector} is there`).toBeGreaterThanOrEqual(0);
  const block = css.slice(from, css.indexOf('\n}', from));
  const found: Record<string, string> = {};
  for (const [, name = '', value = ''] of block.matchAll(/--([\w-]+): ([^;]+);/g)) {
    const both = /^light-dark\((#\w{6}), (#\w{6})\)$/.exec(value);
    const color = both ? both[at + 1] : /^#\w{6}$/.exec(value)?.[0];
    if (color) found[name] = color;
  }
  return found;
}

const dark = tokensOf(':root', 1);
const THEMES: Readonly<Record<string, Tokens>> = {
  dark,
  light: tokensOf(':root', 0),
  dim: { ...dark, ...tokensOf("[data-theme='dim']", 1) },
};

/** WCAG 2.2: relative luminance, and the contrast of two colours (1 to 21). */
function luminance(color: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const value = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}
function contrast(one: string, other: string): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

const GROUNDS = ['ground', 'sunken', 'raised', 'chrome', 'surface', 'field'];

describe.each(Object.entries(THEMES))('in %s', (_, tokens) => {
  const of = (name: string) => {
    const color = tokens[name];
    if (!color) throw new Error(`There is no --${name}.`);
    return color;
  };
  const pairs = (names: readonly string[], grounds: readonly string[]) =>
    names.flatMap((name) => grounds.map((ground) => [name, ground] as const));

  it.each([
    ...pairs(['text', 'bright', 'faint', 'accent', 'good', 'warn', 'bad'], GROUNDS),
    ...pairs(['text', 'bright', 'faint'], ['hover']),
    ...pairs(['text', 'bright', 'accent', 'accent-strong'], ['accent-soft']),
    ...pairs(['ink'], ['accent', 'accent-strong']),
    ...pairs(['warn'], ['warn-soft']),
    ...pairs(['bad'], ['bad-soft']),
    ...pairs(['good'], ['good-soft']),
  ])('%s is read on %s', (name, ground) => {
    expect(contrast(of(name), of(ground))).toBeGreaterThanOrEqual(4.5);
  });

  it.each(pairs(['border', 'accent'], ['ground', 'raised', 'chrome', 'field']))(
    '%s is seen on %s',
    (name, ground) => {
      expect(contrast(of(name), of(ground))).toBeGreaterThanOrEqual(3);
    },
  );
});

it('nothing is white in a dark room', () => {
  const own = Object.entries(tokensOf("[data-theme='dim']", 1));
  expect(Math.max(...own.map(([, color]) => luminance(color)))).toBeLessThan(0.62);
});
