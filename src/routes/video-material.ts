/** All that a page needs to know before it opens a video. */
import { error, redirect } from '@sveltejs/kit';
import { inOrder } from '#lib/model/next-work.ts';
import { problem } from '#lib/model/problem.ts';
import type { VideoAnswer } from '#lib/protocol/http.ts';
import type { WorkAnswer } from '#lib/protocol/work.ts';

/** More videos are not shown beside one. */
const MOST_BESIDE = 3;

/**
 * Refuses what the gate refuses.
 *
 * @param assignment the work that one comes for; without it the own one that stands open, if there is one
 * @param layer the layer that is to be looked at, where it is there for them; else that of the work
 */
export function videoMaterial(
  locals: App.Locals,
  id: string,
  assignment: string | null = null,
  layer: string | null = null,
) {
  const { app, person } = locals;
  if (!person) redirect(303, '/sign-in');
  const found = app.access.video(person, id, 'video.view');
  const taxonomy = app.store.taxonomies.current(found.project.id);
  if (!taxonomy) {
    const { status, sentence, next } = problem('bad-request', { what: 'The project has no labels yet.' });
    error(status, { message: sentence, next });
  }
  const work = workOn(locals, id, assignment);
  return {
    video: withLayerFirst(withLayerFirst(app.answers.video(found), work?.layer), layer),
    work,
    study: { id: found.study.id, name: found.study.name },
    taxonomy,
    person: app.answers.person(person),
    keys: app.store.keyChoices.of(person.id),
    // A guest learns no more of the project than who is here, nor do those who work for somebody else.
    guest: found.guest !== undefined,
    people: (found.guest || found.outsourced ? [] : app.store.members.ofProject(found.project.id))
      .map((member) => app.answers.personById(member.person))
      .filter((one) => one !== undefined),
  };
}

/** The work on a video that was asked for, or one's own. */
function workOn({ app, person }: App.Locals, video: string, asked: string | null): WorkAnswer | null {
  if (!person || app.access.guestLink(person)) return null;
  const own = app.store.assignments.ofPersonOn(person.id, video as VideoAnswer['id']);
  const mine = inOrder(
    own.map((row) => ({ ...row, priority: 'normal' as const, dueAt: null })),
    Date.now(),
  );
  const id = asked ?? mine[0]?.id ?? own.at(-1)?.id;
  if (id === undefined) return null;
  const found = app.access.assignment(person, id);
  // The address may still name the work of another video.
  return found.video.id === video ? app.workAnswers.whole(found, person) : null;
}

/** The workspace opens the first layer that a video names. */
function withLayerFirst(video: VideoAnswer, layer: string | null | undefined): VideoAnswer {
  const first = video.rooms.labels.find((one) => one.layer === layer);
  if (!first) return video;
  const labels = [first, ...video.rooms.labels.filter((one) => one !== first)];
  return { ...video, rooms: { labels, discussion: first.discussion } };
}

/**
 * The videos of its study that may be shown with it, and those that are to be.
 *
 * @param named ids with stops between them, as the address has them; what is not there any more is left out
 */
export function besideMaterial({ app, person }: App.Locals, id: string, named: string | null) {
  const found = app.access.video(person, id, 'video.view');
  // Through the gate, each: not everybody is shown all of them, or their names.
  const siblings = app.access.videos(person, found.study.id).filter(({ video }) => video.state === 'ready');
  // Each once, however often it is named.
  const ids = new Set((named ?? '').split('.', MOST_BESIDE));
  const beside = [...ids].flatMap((one) =>
    siblings.filter(({ video }) => video.id === one && video.id !== found.video.id),
  );
  return {
    beside: named === null ? null : beside.map((one) => app.answers.video(one)),
    siblings: siblings.map(({ video }) => ({ id: video.id, name: video.name })),
  };
}
