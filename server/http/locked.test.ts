/** What was accepted and signed is locked, and people go on talking about it; over real sockets. */
import { afterEach, expect, it, vi } from 'vitest';
import { addComment } from '#lib/doc/edit/comment.ts';
import { addEvent } from '#lib/doc/edit/event.ts';
import { openDiscussion, openLabels } from '#lib/doc/open.ts';
import type { LabelId } from '#lib/model/id.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import type { Frame } from '#lib/model/time.ts';
import { program, type Program } from '../../tests/builders/program.ts';
import { someTask } from '../../tests/builders/work.ts';
import { serveApp, type Person, type ServedApp } from '../../tests/served-app.ts';

let served: ServedApp;
const programs: Program[] = [];
afterEach(async () => {
  for (const one of programs.splice(0)) one.destroy();
  await served.close();
});

async function join({ bearer }: Person, room: string): Promise<Program> {
  const one = program(served.url, room, bearer, { loupe: true });
  programs.push(one);
  await one.synced;
  return one;
}

it('commenters and annotators comment while the labels are locked; viewers never do', async () => {
  served = await serveApp();
  const [ana, cal, vic] = [
    served.person('ana', 'annotator'),
    served.person('cal', 'commenter'),
    served.person('vic', 'viewer'),
  ];
  const { store } = served.app;
  const video = store.videos.create({ study: served.study.id, name: 'v', createdBy: ana.row.id }).id;
  const task = store.tasks.create({ ...someTask, project: served.project.id, createdBy: ana.row.id });
  const work = store.assignments.create({
    task: task.id,
    video,
    layer: SHARED_LAYER.id,
    people: [ana.row.id],
  });
  const taken = { person: ana.row.id, step: 'accept', state: 'accepted', reason: '' } as const;
  store.assignments.take(store.assignments.get(work)!, taken);

  const talk = roomName({ kind: 'discussion', video });
  const say = (on: Program, text: string) =>
    addComment(openDiscussion(on.ydoc), { text, anchor: { kind: 'video' }, parent: null, atMs: Date.now() });
  const reader = await join(vic, talk);
  const texts = () =>
    [...openDiscussion(reader.ydoc).comments.values()]
      .map((one) => String(one.get('text')))
      .sort((a, b) => a.localeCompare(b));
  say(await join(ana, talk), 'of an annotator');
  say(await join(cal, talk), 'of a commenter');
  await vi.waitFor(() => expect(texts()).toEqual(['of a commenter', 'of an annotator']), { timeout: 15_000 });

  const marking = await join(ana, roomName({ kind: 'labels', video, layer: SHARED_LAYER.id }));
  addEvent(openLabels(marking.ydoc), { label: 'label' as LabelId, frame: 3 as Frame });
  await vi.waitFor(() => expect(marking.ends).toContain(4403), { timeout: 15_000 });
  say(reader, 'of a viewer');
  await vi.waitFor(() => expect(reader.ends).toContain(4403), { timeout: 15_000 });
  expect([...served.app.history.rows(talk)]).toHaveLength(2);
});
