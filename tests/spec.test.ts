/** Every rule of a SPEC.md is cited by a test of its room, and every citation names a rule that exists. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

function below(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

const files = [...below('src'), ...below('server')];
const tests = [...files, ...below('tests')].filter((path) => /(\.(test|fuzz|spec)|-suite)\.ts$/.test(path));
const specs = files.filter((path) => path.endsWith('SPEC.md'));

it('there are specs', () => {
  expect(specs.length).toBeGreaterThan(0);
});

for (const spec of specs) {
  const room = relative(root, dirname(spec));
  it(`${room}/SPEC.md and its tests agree`, () => {
    const rules = [...readFileSync(spec, 'utf8').matchAll(/^(?:[-*]\s+)?\*\*([A-Z]+\d+)\*\*/gm)].map(
      (match) => match[1] ?? '',
    );
    expect(rules.length, 'rules are written as **D1** at the start of a line').toBeGreaterThan(0);
    expect(new Set(rules).size, 'no number is used twice').toBe(rules.length);
    const prefix = /^[A-Z]+/.exec(rules[0] ?? '')?.[0] ?? '';
    const own = tests.filter(
      (path) => relative(root, path).startsWith(room) || relative(root, path).startsWith('tests'),
    );
    const inRoom = own
      .filter((path) => relative(root, path).startsWith(room))
      .map((path) => readFileSync(path, 'utf8'));
    const everywhere = own.map((path) => readFileSync(path, 'utf8'));
    const cited = (texts: readonly string[]) =>
      new Set(
        texts.flatMap((text) =>
          [...text.matchAll(new RegExp(`\\[(${prefix}\\d+)\\]`, 'g'))].map((match) => match[1] ?? ''),
        ),
      );
    const decided = rules.filter((rule) => rule.startsWith(prefix) && !/^W\d/.test(rule));
    expect(
      decided.filter((rule) => !cited(everywhere).has(rule)),
      'rules that no test cites',
    ).toEqual([]);
    expect(
      [...cited(inRoom)].filter((rule) => !decided.includes(rule)),
      'citations of no rule',
    ).toEqual([]);
  });
}
