import fc from 'fast-check';
import { expect, it } from 'vitest';
import { attachment } from './attachment.ts';

it('keeps what a header can say, beside the exact name', () => {
  expect(attachment('Lung, convex.coco.json')).toBe(
    `attachment; filename="Lung, convex.coco.json"; filename*=UTF-8''Lung%2C%20convex.coco.json`,
  );
  expect(attachment("Müller's (2).json")).toBe(
    `attachment; filename="M_ller's (2).json"; filename*=UTF-8''M%C3%BCller%27s%20%282%29.json`,
  );
});

it('leaves no folder, no line and no direction in a name', () => {
  expect(attachment('../a\\b\r\nset-cookie: x\u202Egpj.json')).toBe(
    `attachment; filename=".._a_b__set-cookie: x_gpj.json"; filename*=UTF-8''.._a_b__set-cookie%3A%20x_gpj.json`,
  );
});

it('is a header of one form for any name', () => {
  const form = /^attachment; filename="[\x20-\x21\x23-\x7e]*"; filename\*=UTF-8''(?:[\w.~!-]|%[0-9A-F]{2})*$/;
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (name) => form.test(attachment(name))));
  expect(attachment('\uD800')).toMatch(form);
});
