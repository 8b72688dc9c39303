/** What is locked can still be spoken about, by those who did it and those who judge it, over real sockets. */
import { expect, it, vi } from 'vitest';
import { addComment, setCommentText, setResolved } from '#lib/doc/edit/comment.ts';
import { openDiscussion } from '#lib/doc/open.ts';
import { CommentsReading } from '#lib/doc/read.ts';
import { SHARED_LAYER } from '#lib/model/layer.ts';
import { roomName } from '#lib/protocol/room-name.ts';
import { program } from '../../tests/builders/program.ts';
import {
  ana, given, ito, programs, roomOf, served, SOON, step, video,
} from '../../tests/builders/work-road.ts'; // prettier-ignore

it('threads go on while the labels are in review', async () => {
  const [work] = await given([ana!]);
  await step(ana!, work!, 'start');
  await step(ana!, work!, 'submit');
  const { access } = served.app;
  expect(work!.layer).toBe(SHARED_LAYER.id);
  expect(access.room(ana!.row, roomOf())).toMatchObject({ write: false });
  const room = roomName({ kind: 'discussion', video });
  const [hers, his] = [ana!, ito!].map((person) => program(served.url, room, person.bearer));
  programs.push(hers!, his!);
  await Promise.all([hers!.synced, his!.synced]);
  const [anas, itos] = [openDiscussion(hers!.ydoc), openDiscussion(his!.ydoc)];
  const said = () => {
    const reading = new CommentsReading(itos);
    const found = [...reading.comments.values()].map(
      ({ text, resolved }) => `${text}${resolved ? ' ✓' : ''}`,
    );
    reading.destroy();
    return found.sort();
  };
  const all = { kind: 'video' } as const;
  const head = addComment(anas, { text: 'Is it?', anchor: all, parent: null, atMs: Date.now() });
  await vi.waitFor(() => expect(said()).toEqual(['Is it?']), SOON);
  addComment(itos, { text: 'It is.', anchor: all, parent: head, atMs: Date.now() });
  setCommentText(anas, head, 'Is it one?', Date.now());
  setResolved(itos, head, true, Date.now());
  await vi.waitFor(() => expect(said()).toEqual(['Is it one? ✓', 'It is.']), SOON);
  // What is on the server's disk is what both see: nothing was refused.
  const kept = program(served.url, room, ito!.bearer);
  programs.push(kept);
  await kept.synced;
  const reading = new CommentsReading(openDiscussion(kept.ydoc));
  await vi.waitFor(() => expect(reading.comments.size).toBe(2), SOON);
  expect(reading.comments.get(head)).toMatchObject({ text: 'Is it one?', resolved: true });
  reading.destroy();
});
