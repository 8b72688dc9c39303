/** What I am told of comments. */
import type { NoticesAnswer } from '#lib/protocol/http.ts';
import type { VideoId } from '#lib/model/id.ts';
import { must } from '#lib/model/problem.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = ({ locals }): NoticesAnswer & { crumbs: { name: string }[] } => {
  const { app } = locals;
  const person = must(locals.person, 'nobody else comes to a page of the app');
  const sees = (video: VideoId) => {
    try {
      app.access.video(person, video, 'video.view');
      return true;
    } catch (thrown) {
      if (locals.problemOf(thrown)) return false;
      throw thrown;
    }
  };
  return { ...app.answers.notices(person.id, sees), crumbs: [{ name: 'Inbox' }] };
};
