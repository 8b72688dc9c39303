/**
 * Four people, a video and a served app, made anew before each test of the file that imports this, and what they do
 * over HTTP and sockets to get work from hand to hand.
 */
import { afterEach, beforeEach, expect, vi, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import { addTrack } from '#lib/doc/edit/track.ts';
import { openLabels } from '#lib/doc/open.ts';
import type { LabelId, TrackId, VideoId } from '#lib/model/id.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import { NO_RULES } from '#lib/model/task.ts';
import type { Frame } from '#lib/model/time.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import type {
  AssignedAnswer,
  AssignmentAnswer,
  NewTask,
  TasksAnswer,
  WorkAnswer,
} from '#lib/protocol/work.ts';
import { hashPassword } from '#server/auth/passwords.ts';
import { program, type Program } from './program.ts';
import { readyVideo } from './ready-video.ts';
import { TAXONOMY } from './record.ts';
import { serveApp, type Person, type ServedApp } from '../served-app.ts';

export const SOON = { timeout: 15_000, interval: 50 };
export const PASSWORD = 'a long enough password';

export let served: ServedApp;
export let [maria, ana, ben, ito]: Person[] = [];
export let video: VideoId;
export const programs: Program[] = [];

beforeEach(async () => {
  served = await serveApp();
  const { app, study, project } = served;
  maria = served.person('maria', 'manager');
  [ana, ben] = [served.person('ana', 'annotator'), served.person('ben', 'annotator')];
  ito = served.person('ito', 'clinician');
  app.store.taxonomies.save(project.id, { ...TAXONOMY, version: 0 }, maria.row.id);
  app.store.people.setPasswordHash(ito.row.id, await hashPassword(PASSWORD));
  video = (await readyVideo(app, { study: study.id, createdBy: maria.row.id })).id;
}, 30_000);
afterEach(async () => {
  for (const one of programs.splice(0)) one.destroy();
  await served.close();
});

export type Asked = { readonly status: number; readonly body: unknown };

export async function ask(
  person: Person,
  path: string,
  body?: object,
  method = body ? 'POST' : 'GET',
): Promise<Asked> {
  const answer = await fetch(`${served.url}/api/v1${path}`, {
    method,
    headers: { authorization: person.bearer, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: await answer.json() };
}

export async function good<T>(person: Person, path: string, body?: object): Promise<T> {
  const { status, body: said } = await ask(person, path, body);
  expect([status, said]).toEqual([
    expect.any(Number),
    expect.not.objectContaining({ problem: expect.anything() }),
  ]);
  return said as T;
}

/** Status and code of a refusal. */
export async function refused(person: Person, path: string, body?: object): Promise<string> {
  const { status, body: said } = await ask(person, path, body);
  return `${status} ${(said as { problem?: { code: string } }).problem?.code ?? 'allowed'}`;
}

export function newTask(people: readonly Person[], more: Partial<NewTask> = {}): NewTask {
  return {
    title: 'Mark the B-lines',
    brief: 'Every one of them.',
    mode: 'together',
    blind: false,
    dueAt: null,
    priority: 'normal',
    rules: NO_RULES,
    reviewers: 1,
    assign: { videos: [video], people: people.map(({ row }) => row.id), each: null },
    ...more,
  };
}

/** Makes a task; its assignments, by the first of their people. */
export async function given(
  people: readonly Person[],
  more: Partial<NewTask> = {},
): Promise<readonly AssignmentAnswer[]> {
  const path = `/projects/${served.project.id}/tasks`;
  const { task } = await good<AssignedAnswer>(maria!, path, newTask(people, more));
  const { assignments } = await good<TasksAnswer>(maria!, path);
  return assignments
    .filter((one) => one.task.id === task.id)
    .toSorted((a, b) => (a.people[0]!.name < b.people[0]!.name ? -1 : 1));
}

export const step = (person: Person, { id }: { readonly id: string }, name: string, reason = '') =>
  good<WorkAnswer>(person, `/assignments/${id}/steps`, { step: name, reason });

export async function join(person: Person, layer: string = SHARED_LAYER.id): Promise<Program> {
  const room = roomName({ kind: 'labels', video, layer: layer as typeof SHARED_LAYER.id });
  const one = program(served.url, room, person.bearer, { loupe: true });
  programs.push(one);
  await one.synced;
  return one;
}

export const box = (x: number) => ({
  shape: { kind: 'box' as const, x, y: 10, w: 20, h: 20 },
  outside: false,
  occluded: false,
});

export async function draw(on: Program, x = 10): Promise<TrackId> {
  const before = on.acknowledged;
  const track = { label: 'b-line' as LabelId, kind: 'box' as const, source: 'hand' as const };
  const id = addTrack(openLabels(on.ydoc), track, 3 as Frame, box(x));
  await vi.waitFor(() => expect(on.acknowledged).toBeGreaterThan(before), SOON);
  return id;
}

export const tracksOf = (one: Program) => [...one.ydoc.getMap('tracks').keys()];

/** All that comes to somebody who opens a room by a raw socket, as it comes. */
export function overhear(person: Person, room: string): Buffer[] {
  const heard: Buffer[] = [];
  const socket = new WebSocket(`${served.url.replace('http', 'ws')}/sync/${room}?loupe=1`, {
    headers: { authorization: person.bearer },
  });
  socket.on('message', (bytes: Buffer) => heard.push(bytes));
  onTestFinished(() => socket.terminate());
  return heard;
}

/** The status a raw socket is answered with on its way in; 101 when it comes in. */
export function knock(person: Person, room: string): Promise<number> {
  const socket = new WebSocket(`${served.url.replace('http', 'ws')}/sync/${room}`, {
    headers: { authorization: person.bearer },
  });
  return new Promise((done) => {
    socket.once('open', () => done(101));
    socket.once('unexpected-response', (_, { statusCode }) => done(statusCode ?? 0));
    socket.on('error', () => undefined);
  }).finally(() => socket.terminate()) as Promise<number>;
}

export function fetchBytes(person: Person, path: string): Promise<Response> {
  return fetch(`${served.url}/api/v1${path}`, { headers: { authorization: person.bearer } });
}

export const roomOf = () => roomName({ kind: 'labels', video, layer: SHARED_LAYER.id });
