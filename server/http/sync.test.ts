import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { VideoId } from '#lib/model/id.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import { openSyncDoor } from './sync.ts';
import { serveApp, type Person, type ServedApp } from '../../tests/served-app.ts';

let served: ServedApp;
let viewer: Person;
let stranger: Person;
let room: string;

beforeAll(async () => {
  served = await serveApp();
  viewer = served.person('viewer', 'viewer');
  stranger = served.person('stranger');
  const { id } = served.app.store.videos.create({
    study: served.study.id,
    name: 'v',
    createdBy: viewer.row.id,
  });
  room = roomName({ kind: 'discussion', video: id });
}, 30_000);
afterAll(() => served.close());

type Headers = Readonly<Record<string, string>>;
type End = { readonly status: number } | { readonly close: number };

function open(name: string, headers: Headers): WebSocket {
  const socket = new WebSocket(`${served.url.replace('http', 'ws')}/sync/${name}`, { headers });
  socket.on('error', () => undefined); // told by the close event too
  return socket;
}

const opened = (socket: WebSocket) => new Promise<void>((done) => socket.once('open', done));
const closed = (socket: WebSocket) => new Promise<number>((done) => socket.once('close', done));

/** How an attempt to come in ends that must fail: an HTTP answer instead of an upgrade, or a close code after it. */
function endOf(name: string, headers: Headers): Promise<End> {
  const socket = open(name, headers);
  return new Promise((done) => {
    socket.once('unexpected-response', (_, { statusCode = 0 }) => {
      socket.terminate();
      done({ status: statusCode });
    });
    socket.once('close', (close: number) => done({ close }));
  });
}

async function cookieOf(person: Person): Promise<{ readonly cookie: string; readonly session: string }> {
  const { token, session } = await served.app.auth.signInByLink(served.app.auth.createLink(person.row.id));
  return { cookie: `sid=${token}`, session: session.id };
}

describe('a program', () => {
  it('with a token comes in', async () => {
    const socket = open(room, { authorization: viewer.bearer });
    await opened(socket);
    const end = closed(socket);
    socket.close(1000);
    expect(await end).toBe(1000);
  });

  it('is told by the HTTP answer why it does not', async () => {
    expect(await endOf(room, {})).toEqual({ status: 401 });
    expect(await endOf(room, { authorization: 'Bearer lp_wrong' })).toEqual({ status: 401 });
    expect(await endOf(room, { authorization: stranger.bearer })).toEqual({ status: 404 });
    expect(await endOf('nothing.discussion', { authorization: viewer.bearer })).toEqual({ status: 404 });
    expect(await endOf('../healthz', { authorization: viewer.bearer })).toEqual({ status: 404 });
    expect(await endOf(`${room}%00`, { authorization: viewer.bearer })).toEqual({ status: 404 });
  });
});

describe('a browser', () => {
  it('comes in with its cookie from our own origin', async () => {
    const { cookie } = await cookieOf(viewer);
    const socket = open(room, { cookie, origin: served.url });
    await opened(socket);
    expect(socket.readyState).toBe(WebSocket.OPEN);
    socket.terminate();
  });

  it('of another site does not, whoever it is', async () => {
    const { cookie } = await cookieOf(viewer);
    expect(await endOf(room, { cookie, origin: 'https://evil.example' })).toEqual({ status: 403 });
    expect(await endOf(room, { cookie })).toEqual({ status: 403 });
    expect(await endOf(room, { origin: 'null' })).toEqual({ status: 403 });
  });

  it('whose page is another person’s does not come in, whoever is signed in now [S29]', async () => {
    const { cookie } = await cookieOf(viewer);
    const from = { origin: served.url, cookie };
    expect(await endOf(`${room}?as=${stranger.row.id}`, from)).toEqual({ close: 4401 });
    expect(await endOf(`${room}?loupe=1&as=`, from)).toEqual({ close: 4401 });
    expect(await endOf(`live/any?as=${stranger.row.id}`, from)).toEqual({ close: 4401 });
    const own = open(`${room}?loupe=1&as=${viewer.row.id}`, from);
    await opened(own);
    own.terminate();
  });

  it('is told by a close code, which is all it can read', async () => {
    const { cookie } = await cookieOf(stranger);
    expect(await endOf(room, { origin: served.url })).toEqual({ close: 4401 });
    expect(await endOf(room, { origin: served.url, cookie: 'sid=old' })).toEqual({ close: 4401 });
    expect(await endOf(room, { origin: served.url, cookie })).toEqual({ close: 4404 });
    expect(
      await endOf(roomName({ kind: 'discussion', video: 'x' as VideoId }), { origin: served.url, cookie }),
    ).toEqual({ close: 4404 });
  });
});

describe('a socket that is in', () => {
  it('ends with its session, within two seconds', async () => {
    const { cookie, session } = await cookieOf(viewer);
    const socket = open(room, { cookie, origin: served.url });
    await opened(socket);
    const end = closed(socket);
    const before = performance.now();
    await served.app.auth.signOut(session);
    expect(await end).toBe(4401);
    expect(performance.now() - before).toBeLessThan(2000);
  });

  it('ends with its token, and the others of the person stay', async () => {
    const { auth } = served.app;
    const token = auth.createToken(viewer.row.id, 'second', 1);
    const [ours, theirs] = [
      open(room, { authorization: viewer.bearer }),
      open(room, { authorization: `Bearer ${token}` }),
    ];
    await Promise.all([opened(ours), opened(theirs)]);
    const end = closed(theirs);
    const row = auth.tokensOf(viewer.row.id).find(({ name }) => name === 'second')!;
    auth.removeToken(viewer.row.id, row.hash);
    expect(await end).toBe(4401);
    expect(ours.readyState).toBe(WebSocket.OPEN);
    ours.terminate();
  });

  it('ends when its person is no longer in the project', async () => {
    const leaver = served.person('leaver', 'annotator');
    const socket = open(room, { authorization: leaver.bearer });
    await opened(socket);
    const end = closed(socket);
    served.app.store.members.remove(served.project.id, leaver.row.id);
    expect(await end).toBe(4404);
  });

  it('understands bytes only', async () => {
    const socket = open(room, { authorization: viewer.bearer });
    await opened(socket);
    const end = closed(socket);
    socket.send('text');
    expect(await end).toBe(1003);
  });
});

it.each([
  ['nobody', () => ''],
  ['a member', () => `authorization: ${viewer.bearer}\r\n`],
])('garbage instead of frames, from %s, ends the socket and nothing else', async (_, header) => {
  const { port, host, origin } = new URL(served.url);
  const socket = connect(Number(port), 'localhost');
  socket.write(
    `GET /sync/${room} HTTP/1.1\r\nhost: ${host}\r\norigin: ${origin}\r\nconnection: upgrade\r\nupgrade: websocket\r\n` +
      `sec-websocket-version: 13\r\nsec-websocket-key: ${Buffer.alloc(16).toString('base64')}\r\n${header()}\r\n`,
  );
  await once(socket, 'data');
  socket.write(Buffer.alloc(1000, 0xff));
  await once(socket, 'close');
  expect((await fetch(`${served.url}/healthz`)).status).toBe(200);
});

it('says that it will be back when the server stops', async () => {
  const own = await serveApp();
  const person = own.person('viewer', 'viewer');
  const { id } = own.app.store.videos.create({ study: own.study.id, name: 'v', createdBy: person.row.id });
  const socket = new WebSocket(
    `${own.url.replace('http', 'ws')}/sync/${roomName({ kind: 'discussion', video: id })}`,
    {
      headers: { authorization: person.bearer },
    },
  );
  await opened(socket);
  const end = closed(socket);
  await own.close();
  expect(await end).toBe(1012);
}, 30_000);

describe('how many sockets there may be', () => {
  it('is counted of each person and of each address; one that ends makes room', async () => {
    const server = createServer();
    const door = openSyncDoor(served.app, server, {
      sharesServer: false,
      most: { person: 2, address: 3 },
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const other = served.person('other', 'viewer');
    const come = async ({ bearer }: Person) => {
      const socket = new WebSocket(`${url}/sync/${room}`, { headers: { authorization: bearer } });
      socket.on('error', () => undefined);
      const status = await new Promise<number>((done) => {
        socket.once('open', () => done(101));
        socket.once('unexpected-response', (_, { statusCode = 0 }) => done(statusCode));
      });
      if (status !== 101) socket.terminate();
      return { socket, status };
    };
    try {
      const first = await come(viewer);
      expect([first.status, (await come(viewer)).status, (await come(viewer)).status]).toEqual([
        101, 101, 429,
      ]);
      expect([(await come(other)).status, (await come(other)).status]).toEqual([101, 429]); // four of one address
      const { cookie } = await cookieOf(viewer);
      const page = new WebSocket(`${url}/sync/${room}`, {
        headers: { cookie, origin: url.replace('ws', 'http') },
      });
      const told = await new Promise((done) =>
        page.once('close', (code, reason) => done([code, reason.toString()])),
      );
      expect(told).toEqual([1013, 'You are connected from too many places at once.']); // a page cannot read a 429
      const end = closed(first.socket);
      first.socket.close();
      await end;
      await expect.poll(async () => (await come(other)).status).toBe(101);
    } finally {
      door.close();
      server.close();
      server.closeAllConnections();
    }
  });
});
