import type { IncomingMessage } from 'node:http';
import { BlockList } from 'node:net';
import { expect, it } from 'vitest';
import { readVisit } from './visit.ts';

const proxies = new BlockList();
proxies.addSubnet('10.0.0.0', 8, 'ipv4');

function visit(remoteAddress: string, headers: Record<string, string>, origin: string | null = null) {
  const request = {
    socket: { remoteAddress },
    headers: { host: 'localhost:3000', ...headers },
    url: '/a?b=c',
  };
  return readVisit(request as unknown as IncomingMessage, { origin, trustedProxies: proxies });
}

it('takes the address of the line, and host and scheme as they are', () => {
  expect(visit('::ffff:192.168.1.5', {})).toMatchObject({
    address: '192.168.1.5',
    origin: 'http://localhost:3000',
    secure: false,
  });
  expect(visit('192.168.1.5', { host: 'LOUPE.lan:80' }).origin).toBe('http://loupe.lan');
  expect(visit('192.168.1.5', {}).url.href).toBe('http://localhost:3000/a?b=c');
});

it('believes a proxy it was told to trust, and only the part that proxies wrote', () => {
  const forwarded = { 'x-forwarded-for': '6.6.6.6, 192.168.1.5, 10.9.9.9', 'x-forwarded-proto': 'https' };
  expect(visit('10.1.1.1', forwarded)).toMatchObject({
    address: '192.168.1.5',
    secure: true,
    origin: 'https://localhost:3000',
  });
  expect(visit('11.1.1.1', forwarded)).toMatchObject({ address: '11.1.1.1', secure: false });
  expect(visit('10.1.1.1', {})).toMatchObject({ address: '10.1.1.1', secure: false });
  expect(visit('10.1.1.1', { 'x-forwarded-for': 'nonsense' }).address).toBe('10.1.1.1');
});

it('with an origin of its own answers to no other host', () => {
  const origin = 'https://loupe.example.org';
  expect(visit('1.1.1.1', { host: 'loupe.example.org' }, origin)).toMatchObject({ origin, secure: true });
  expect(() => visit('1.1.1.1', { host: 'evil.example' }, origin)).toThrow('another site');
});

const hostOf = (url: string) => {
  const request = { socket: { remoteAddress: '1.1.1.1' }, headers: { host: 'localhost' }, url };
  return readVisit(request as unknown as IncomingMessage, { origin: null, trustedProxies: null }).url.host;
};

it('is never led to another host by the path', () => {
  expect(hostOf('//evil.example/x')).toBe('localhost');
  for (const url of ['http://evil.example/x', '*', '']) expect(() => hostOf(url)).toThrow('address');
});
