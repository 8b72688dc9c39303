import { expect, it } from 'vitest';
import { nextPath } from './next-path.ts';

it('keeps a path of this site, with its query and fragment', () => {
  expect(nextPath('/videos/abc?f=12&c=x#y')).toBe('/videos/abc?f=12&c=x#y');
  expect(nextPath('/')).toBe('/');
});

it('goes home for anything that could lead elsewhere', () => {
  const others = [
    null,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '/.//evil.example',
    '/%2e//evil.example',
    '/\t/evil.example',
    'javascript:alert(1)',
    'videos/abc',
    `/${'x'.repeat(3000)}`,
  ];
  expect(others.map(nextPath)).toEqual(others.map(() => '/'));
});

it('does not go in circles', () => {
  expect(['/sign-in?next=/', '/sign-out', '/link/abc'].map(nextPath)).toEqual(['/', '/', '/']);
  expect(nextPath('/linked')).toBe('/linked');
});
