/** The whole road: a program comments, and somebody else is told, over real sockets and HTTP. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { addComment, setCommentDeleted, setCommentText } from '#lib/doc/edit/comment.ts';
import { openDiscussion } from '#lib/doc/open.ts';
import type { CommentId, VideoId } from '#lib/model/id.ts';
import type { NoticesAnswer } from '#lib/protocol/http.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import { program, type Program } from '../../tests/builders/program.ts';
import { serveApp, type Person, type ServedApp } from '../../tests/served-app.ts';
import { NoticeTeller } from './notices.ts';

let served: ServedApp;
let [maya, ito]: Person[] = [];
let video: VideoId;
const programs: Program[] = [];
beforeEach(async () => {
  served = await serveApp();
  [maya, ito] = [served.person('maya', 'annotator'), served.person('ito', 'clinician')];
  const { store } = served.app;
  video = store.videos.create({ study: served.study.id, name: 'v', createdBy: maya.row.id }).id;
});
afterEach(async () => {
  for (const one of programs.splice(0)) one.destroy();
  await served.close();
});

const room = () => roomName({ kind: 'discussion', video });

async function join(person: Person): Promise<Program> {
  const one = program(served.url, room(), person.bearer);
  programs.push(one);
  await one.synced;
  return one;
}

const say = (on: Program, text: string, parent: CommentId | null = null) =>
  addComment(openDiscussion(on.ydoc), { text, anchor: { kind: 'video' }, parent, atMs: Date.now() });

async function ask<T>(person: Person, path: string, body?: object): Promise<T> {
  const answer = await fetch(`${served.url}/api/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: person.bearer, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  expect(answer.status).toBe(200);
  return (await answer.json()) as T;
}
const noticesOf = (person: Person) => ask<NoticesAnswer>(person, '/me/notices');

/** Waits until somebody's notices are these, by their words. */
async function tells(person: Person, ...excerpts: string[]): Promise<NoticesAnswer> {
  let got: NoticesAnswer | undefined;
  await vi.waitFor(
    async () => {
      got = await noticesOf(person);
      expect(got.notices.map(({ excerpt }) => excerpt).sort()).toEqual(excerpts.sort());
    },
    { timeout: 15_000, interval: 50 },
  );
  return got!;
}

it('who is named is told, who answers tells, and what is taken back is told no more', async () => {
  const on = await join(maya!);
  const id = say(on, `<@${ito!.row.id}> is this a B-line?`);
  const told = await tells(ito!, '@ito is this a B-line?');
  expect(told).toMatchObject({
    unread: 1,
    notices: [{ kind: 'mention', comment: id, by: { name: 'maya' }, frame: null, read: false }],
  });
  expect((await noticesOf(maya!)).notices).toEqual([]);

  const answering = await join(ito!);
  const answer = say(answering, 'No.', id);
  await tells(maya!, 'No.');
  setCommentText(openDiscussion(answering.ydoc), answer, 'No, an artefact.', Date.now());
  await tells(maya!, 'No, an artefact.');
  setCommentDeleted(openDiscussion(on.ydoc), id, true);
  await tells(ito!);
});

it('what was read stays read, and what was seen where it stands is read', async () => {
  const on = await join(maya!);
  const first = say(on, `<@${ito!.row.id}> one`);
  say(on, `<@${ito!.row.id}> two`);
  const { notices } = await tells(ito!, '@ito one', '@ito two');
  const two = notices.find(({ excerpt }) => excerpt === '@ito two')!;
  expect(await ask(ito!, '/me/notices/read', { ids: [two.id] })).toMatchObject({ unread: 1 });
  expect(await ask(maya!, '/me/notices/read', { ids: null })).toMatchObject({ unread: 0 });
  expect((await noticesOf(ito!)).unread).toBe(1); // nobody reads for another
  const seen = await ask(ito!, `/videos/${video}/seen-comments`, { comments: [first] });
  expect(seen).toEqual({ comments: [first] });
  say(on, `<@${ito!.row.id}> three`);
  expect((await tells(ito!, '@ito one', '@ito two', '@ito three')).unread).toBe(1);
});

it('who may no longer see a video is told nothing of it', async () => {
  const on = await join(maya!);
  say(on, `<@${ito!.row.id}> one`);
  await tells(ito!, '@ito one');
  served.app.store.members.remove(served.project.id, ito!.row.id);
  expect((await tells(ito!)).unread).toBe(0);
});

it('what a stopped server did not get to is told after the next start, once', async () => {
  const { app } = served;
  await app.notices.stop();
  say(await join(maya!), `<@${ito!.row.id}> one`);
  await vi.waitUntil(() => [...app.history.rows(room())].length === 1, { timeout: 15_000 });
  expect((await noticesOf(ito!)).notices).toEqual([]);
  const ports = { store: app.store, log: app.history, access: app.access, logger: app.log };
  for (let n = 0; n < 2; n++) await new NoticeTeller(ports).start();
  expect((await tells(ito!, '@ito one')).unread).toBe(1);
});
