/** All that a page needs to know before it opens a video. */
import { error, redirect } from '@sveltejs/kit';
import { problem } from '#lib/model/problem.ts';

/** More videos are not shown beside one. */
const MOST_BESIDE = 3;

/** Refuses what the gate refuses. */
export function videoMaterial(locals: App.Locals, id: string) {
  const { app, person } = locals;
  if (!person) redirect(303, '/sign-in');
  const found = app.access.video(person, id, 'video.view');
  const taxonomy = app.store.taxonomies.current(found.project.id);
  if (!taxonomy) {
    const { status, sentence, next } = problem('bad-request', { what: 'The project has no labels yet.' });
    error(status, { message: sentence, next });
  }
  return {
    video: app.answers.video(found),
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
