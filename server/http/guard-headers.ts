/** Headers on every answer: what a browser must not do with it. Pages add their own Content-Security-Policy. */
import type { ServerResponse } from 'node:http';
import type { Visit } from './visit.ts';

const ALWAYS: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  // Not no-referrer: a form then names its origin as `null`, and signing in or out without scripts is refused.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=(), usb=()',
};

/** What is data can do nothing, should a browser ever take it for a page. */
const DATA_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox";

export function guard(response: ServerResponse, visit: Visit | null): void {
  for (const [name, value] of Object.entries(ALWAYS)) response.setHeader(name, value);
  if (visit?.secure) response.setHeader('strict-transport-security', 'max-age=31536000');
}

export function guardData(response: ServerResponse): void {
  response.setHeader('content-security-policy', DATA_POLICY);
}
