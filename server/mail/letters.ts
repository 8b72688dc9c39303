/** What the letters say. Pure. Without leave of the settings no letter holds words of a comment or a video's name. */
import type { AssignmentId, CommentId, VideoId } from '#lib/model/id.ts';
import type { Letter } from './mailer.ts';

/** One thing to tell. */
export type Told = {
  readonly kind: 'mention' | 'answer';
  /** Name of who wrote it; null where that is not known. */
  readonly by: string | null;
  readonly video: { readonly id: VideoId; readonly name: string };
  /** The work to open with it; null: none. */
  readonly task: AssignmentId | null;
  readonly comment: CommentId;
  /** First frame it is about; null for the video as a whole. */
  readonly frame: number | null;
  readonly excerpt: string;
};

export type Address = {
  readonly to: string;
  /** Where people open Loupe, without a slash at its end. */
  readonly origin: string;
};

/** So many are told each by itself; what comes behind is in the inbox. */
const MOST_TOLD = 20;

const DID: Readonly<Record<Told['kind'], string>> = { mention: 'named you', answer: 'answered' };

/** What is new for somebody, at least one thing, oldest first. `words`: names of videos and words of comments may be told. */
export function digest(news: readonly Told[], { to, origin }: Address, words: boolean): Letter {
  const lines = news.slice(0, MOST_TOLD).map((one) => {
    const where = words ? ` in “${one.video.name}”` : '';
    const said = words ? `\n  ${one.excerpt}` : '';
    const work = one.task ? `task=${one.task}&` : '';
    const link = `${origin}/videos/${one.video.id}?${work}f=${one.frame ?? 0}&c=${one.comment}`;
    return `${one.by ?? 'Somebody'} ${DID[one.kind]}${where}:${said}\n  ${link}`;
  });
  const more = news.length - lines.length;
  if (more > 0) lines.push(`… and ${more} more in your inbox: ${origin}/inbox`);
  const what = news.length === 1 ? 'a comment for you' : `${news.length} comments for you`;
  return {
    to,
    subject: `Loupe: ${what}`,
    text: `${lines.join('\n\n')}\n\nTo get no more letters: ${origin}/account\n`,
  };
}

/** Proves that an address is somebody's: what is typed in is what was sent there. */
export function proof(code: string, { to, origin }: Address): Letter {
  return {
    to,
    subject: 'Loupe: is this your address?',
    text: `Somebody, surely you, wants letters from Loupe at this address.\n\nType this code on ${origin}/account within an hour:\n\n    ${code}\n\nIf it was not you, do nothing: no more letters will come.\n`,
  };
}
