/** What is said beside blind work, over real sockets: nobody is told of it before they may read it, and then they are. */
import { expect, it, vi } from 'vitest';
import { addComment } from '#lib/doc/edit/comment.ts';
import { openDiscussion } from '#lib/doc/open.ts';
import type { NoticesAnswer } from '#lib/protocol/http.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import { program } from '../../tests/builders/program.ts';
import {
  ana,
  ben,
  given,
  good,
  maria,
  programs,
  step,
  served,
  video,
} from '../../tests/builders/work-road.ts';

const told = async (person: Parameters<typeof good>[0]) =>
  (await good<NoticesAnswer>(person, '/me/notices')).notices.map(({ excerpt, task, by }) => ({
    excerpt,
    task,
    by: by?.name ?? null,
  }));

it('waits until all have given in, leads into the work, and tells nobody who never may read it', async () => {
  const [anas, bens] = await given([ana!, ben!], { mode: 'independent', blind: true });
  const discussion = roomName({ kind: 'discussion', video, layer: anas!.layer });
  const talk = program(served.url, discussion, ana!.bearer);
  programs.push(talk);
  await talk.synced;
  const vic = served.app.store.people.create({ login: 'vic', name: 'vic', admin: false });
  const names = [ben!.row, maria!.row, vic, ana!.row].map(({ id }) => `<@${id}>`).join(' ');
  const text = `${names} is this the line?`;
  addComment(openDiscussion(talk.ydoc), { text, anchor: { kind: 'video' }, parent: null, atMs: Date.now() });
  const { notices } = served.app.store;
  await vi.waitFor(() => expect(notices.ofPerson(maria!.row.id)).toHaveLength(1), { timeout: 15_000 });
  for (const person of [ana!, ben!, maria!]) expect(await told(person)).toEqual([]);
  for (const { id } of [ana!.row, vic]) expect(notices.ofPerson(id)).toEqual([]);

  for (const [who, work] of [
    [ana!, anas!],
    [ben!, bens!],
  ] as const) {
    await step(who, work, 'start');
    await step(who, work, 'submit');
  }
  const excerpt = '@ben @maria @vic @ana is this the line?';
  expect(await told(maria!)).toEqual([{ excerpt, task: anas!.id, by: 'ana' }]);
  // Ben may read it by now, but has no part in the work of Ana.
  expect(await told(ben!)).toEqual([{ excerpt, task: null, by: 'ana' }]);
  expect(await told(ana!)).toEqual([]);
});
