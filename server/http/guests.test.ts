/** Somebody from outside with raw requests and sockets: one study, for a time, and nothing else. */
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { PersonId } from '#lib/model/id.ts';
import { writeLive } from '#lib/protocol/live.ts';
import type { VideoAnswer } from '#lib/protocol/http.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import type { GuestRole } from '#server/store/guests.ts';
import type { VideoRow } from '#server/store/videos.ts';
import { readyVideo } from '../../tests/builders/ready-video.ts';
import { serveApp, type Person, type ServedApp } from '../../tests/served-app.ts';
import { ROUTES } from './api/routes.ts';

let served: ServedApp;
let manager: Person;
let mine: VideoRow;
let other: VideoRow;

type Guest = {
  readonly cookie: string;
  readonly person: PersonId;
  readonly link: string;
  readonly token: string;
};
let guest: Guest;

beforeAll(async () => {
  served = await serveApp();
  manager = served.person('chief', 'manager');
  const { app, study, project } = served;
  const by = { createdBy: manager.row.id };
  mine = await readyVideo(app, { study: study.id, name: 'Mrs Miller.mp4', ...by });
  const elsewhere = app.store.studies.create({ project: project.id, name: 'Another patient' });
  other = await readyVideo(app, { study: elsewhere.id, name: 'Mr Smith.mp4', ...by });
}, 30_000);
afterAll(() => served.close());

async function enter(role: GuestRole, hours = 1): Promise<Guest> {
  const { auth } = served.app;
  const invitation = { study: served.study.id, role, label: 'a colleague', hidesNames: true, hours };
  const { token, link } = auth.guests.invite(manager.row.id, invitation);
  const signedIn = await auth.enterAsGuest(token, '  Eve \u202e Outside ');
  return { cookie: `sid=${signedIn.token}`, person: signedIn.person.id, link, token };
}

beforeEach(async () => {
  guest = await enter('viewer');
});

type Asking = Omit<RequestInit, 'headers'> & { readonly headers?: Readonly<Record<string, string>> };
const ask = (path: string, { cookie } = guest, { headers = {}, ...init }: Asking = {}) =>
  fetch(served.url + path, { ...init, headers: { cookie, origin: served.url, ...headers } });

function open(path: string, { cookie } = guest): WebSocket {
  const socket = new WebSocket(`${served.url.replace('http', 'ws')}/sync/${path}`, {
    headers: { cookie, origin: served.url },
  });
  socket.on('error', () => undefined); // told by the close event too
  return socket;
}

const closed = async (socket: WebSocket) => (await once(socket, 'close'))[0] as number;
const labels = (video: VideoRow) => roomName({ kind: 'labels', video: video.id, layer: SHARED_LAYER.id });

describe('a guest', () => {
  it('sees the video they were invited to, under another name', async () => {
    const answer = await ask(`/api/v1/videos/${mine.id}`);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ name: 'Video 1', role: 'viewer' });
    expect((await ask(`/media/${mine.id}/frames.lfi`)).status).toBe(200);
    expect(served.app.store.people.get(guest.person)?.name).toBe('Eve Outside (guest)');
  });

  it('learns names only where the link and the project tell them', async () => {
    const invitation = {
      study: served.study.id,
      role: 'viewer',
      label: 'x',
      hidesNames: false,
      hours: 1,
    } as const;
    const { token } = served.app.auth.guests.invite(manager.row.id, invitation);
    const told = { ...guest, cookie: `sid=${(await served.app.auth.enterAsGuest(token, 'Ada')).token}` };
    const name = async () =>
      ((await (await ask(`/api/v1/videos/${mine.id}`, told)).json()) as VideoAnswer).name;
    expect(await name()).toBe(mine.name);
    served.app.store.projects.setHidesNames(served.project.id, true);
    expect(await name()).toBe('Video 1');
    served.app.store.projects.setHidesNames(served.project.id, false);
    expect(await name()).toBe(mine.name);
  });

  it('finds nothing of other videos, of the study, the project, the people or the server', async () => {
    expect((await ask(`/api/v1/videos/${other.id}`)).status).toBe(404);
    expect((await ask(`/media/${other.id}/frames.lfi`)).status).toBe(404);
    for (const route of ROUTES) {
      const path = route.path
        .replace('{project}', served.project.id)
        .replace('{study}', served.study.id)
        .replace('{video}', other.id);
      if (route.subject === 'anybody') continue;
      const query = new URLSearchParams({ name: 'x', format: 'native', room: labels(other), project: '' });
      const body =
        route.method === 'GET' ? {} : { body: '{}', headers: { 'content-type': 'application/json' } };
      const answer = await ask(`/api/v1${path}?${query}`, guest, { method: route.method, ...body });
      expect([400, 403, 404], `${route.method} ${route.path}`).toContain(answer.status);
      expect(await answer.text()).not.toMatch(/Smith|Miller|Another patient|First study/);
    }
    const uploads = await ask(`/api/v1/uploads`, guest, {
      method: 'POST',
      headers: {
        'tus-resumable': '1.0.0',
        'upload-length': '5',
        'upload-metadata': `study ${btoa(served.study.id)}`,
      },
    });
    expect(uploads.status).toBeGreaterThanOrEqual(400);
  });

  it('stays nothing elsewhere, also when somebody makes them a member or an admin by mistake', async () => {
    served.app.store.members.set(served.project.id, guest.person, 'manager');
    served.app.store.people.setAdmin(guest.person, true);
    expect((await ask(`/api/v1/videos/${other.id}`)).status).toBe(404);
    expect((await ask('/api/v1/projects')).status).toBe(404);
    expect(served.app.access.projects({ id: guest.person })).toEqual([]);
    expect((await ask(`/api/v1/videos/${mine.id}`)).status).toBe(200);
  });

  it('reads the labels and cannot write; comments only as a commenter', async () => {
    const { access } = served.app;
    const discussion = roomName({ kind: 'discussion', video: mine.id });
    expect(access.room({ id: guest.person }, labels(mine)).write).toBe(false);
    expect(access.room({ id: guest.person }, discussion).write).toBe(false);
    const commenter = await enter('commenter');
    expect(access.room({ id: commenter.person }, discussion).write).toBe(true);
    expect(access.room({ id: commenter.person }, labels(mine)).write).toBe(false);
    expect(() => access.room({ id: commenter.person }, labels(other))).toThrow('nothing here');
  });

  it('comes into the rooms of their video, and into no other', async () => {
    const [own, foreign] = [open(labels(mine)), open(labels(other))];
    await once(own, 'open');
    expect(await closed(foreign)).toBe(4404);
    own.close();
    const live = open(`live/${other.study}`);
    expect(await closed(live)).toBe(4404);
  });

  it('may follow a live session, and not begin one', async () => {
    const socket = open(`live/${served.study.id}`);
    socket.binaryType = 'nodebuffer';
    await once(socket, 'open');
    const heard: string[] = [];
    socket.on('message', (data: Buffer) => heard.push(data.toString()));
    socket.send(writeLive({ kind: 'hello', key: 'guest-page-1' }));
    const drive = { video: mine.id, playing: false, rate: 1, frame: null, atMs: 0, sinceMs: 0, loop: null };
    socket.send(writeLive({ kind: 'begin', drive }));
    await expect.poll(() => heard.join()).toContain('forbidden');
    socket.close();
  });
});

describe('a link that is taken back', () => {
  it('ends everything at once: sockets, a video on its way, requests', async () => {
    async function* large() {
      for (let n = 0; n < 400; n++) yield new Uint8Array(100_000);
    }
    if (served.app.blobs.size(`${mine.id}/v.mp4`) === undefined)
      await served.app.blobs.write(`${mine.id}/v.mp4`, large(), { maxBytes: 1e9 });
    const [room, live] = [open(labels(mine)), open(`live/${served.study.id}`)];
    await Promise.all([once(room, 'open'), once(live, 'open')]);
    // A reader who takes nothing: most of the video is still to come.
    const film = await ask(`/media/${mine.id}/v.mp4`);
    const reader = film.body!.getReader();
    await reader.read();
    const ends = [closed(room), closed(live)];
    served.app.auth.guests.revoke(guest.link);
    expect(await Promise.all(ends)).toEqual([4401, 4401]);
    await expect(
      (async () => {
        for (;;) if ((await reader.read()).done) return 'whole';
      })(),
    ).rejects.toThrow(/terminated|aborted|closed/);
    for (const path of [`/api/v1/videos/${mine.id}`, `/media/${mine.id}/v.mp4`])
      expect((await ask(path)).status).toBe(401);
    expect(served.app.auth.guests.open(guest.token)).toBeNull();
    await expect(served.app.auth.enterAsGuest(guest.token, 'Eve')).rejects.toThrow('has been used');
  });

  it('leaves the guests of other links where they are', async () => {
    const another = await enter('viewer');
    served.app.auth.guests.revoke(guest.link);
    expect((await ask(`/api/v1/videos/${mine.id}`, another)).status).toBe(200);
  });
});

describe('a link whose time is over', () => {
  it('counts no longer at that moment, and lines are ended by the clock', async () => {
    const short = await enter('viewer', 0.0003); // a second
    const socket = open(labels(mine), short);
    await once(socket, 'open');
    const end = closed(socket);
    await expect
      .poll(async () => (await ask(`/api/v1/videos/${mine.id}`, short)).status, { timeout: 20_000 })
      .toBe(401);
    served.app.auth.guests.tick();
    expect(await end).toBe(4401);
    expect(served.app.store.people.get(short.person)?.disabled).toBe(true);
  }, 30_000);
});

describe('a name and a link', () => {
  it.each(['', '   ', '\u0000\u202e', 'x'.repeat(61)])('that are none are refused: %j', async (name) => {
    await expect(served.app.auth.enterAsGuest(guest.token, name)).rejects.toThrow('Give your name');
  });

  it('have bounds: hours, words, and how many come in by one', async () => {
    const { guests } = served.app.auth;
    const good = { study: served.study.id, role: 'viewer', label: 'x', hidesNames: true, hours: 1 } as const;
    for (const hours of [0, -1, Number.NaN, 1e9])
      expect(() => guests.invite(manager.row.id, { ...good, hours })).toThrow('half a year');
    expect(() => guests.invite(manager.row.id, { ...good, label: ' ' })).toThrow('for whom');
    for (let n = 0; n < 49; n++) guests.enter(guest.token, `Guest ${n}`);
    expect(() => guests.enter(guest.token, 'One more')).toThrow('has been used');
  });
});
