/** What a guest may see: the videos of one study. */
import { error, redirect } from '@sveltejs/kit';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }) =>
  locals.ask(() => {
    const { app, person } = locals;
    if (!person) error(401, { message: 'Your time as a guest is over.', next: 'Ask for a new link.' });
    const link = app.access.guestLink(person);
    if (!link) redirect(303, '/');
    const { study } = app.access.study(person, link.study, 'video.view');
    const videos = app.access
      .videos(person, study.id)
      .filter(({ video }) => video.state === 'ready')
      .map((video) => app.answers.video(video));
    return { study: study.name, until: link.expiresAt, videos, name: person.name };
  });
