/** Who should know what of the comments of a video. Pure. */
import { anchorFrame, type Comment } from '#lib/model/comment.ts';
import type { PersonId } from '#lib/model/id.ts';
import { plainText } from '#lib/model/markup.ts';
import { mentionsIn } from '#lib/model/mention.ts';
import type { DueNotice } from '#server/store/notices.ts';

const EXCERPT = 160;

export type Names = {
  /** Whose a Yjs client is. */
  readonly personOf: (client: number) => PersonId | undefined;
  readonly nameOf: (person: PersonId) => string | undefined;
  /** Whether somebody is one of those to whom the video is shown. */
  readonly belongs: (person: PersonId) => boolean;
};

/**
 * Who is named in a comment is told of that; who else has spoken in a thread, of each answer behind their own. Nobody
 * is told of their own words, of what was taken back, or of what is no business of theirs.
 */
export function dueNotices(comments: Iterable<Comment>, names: Names): readonly DueNotice[] {
  const due: DueNotice[] = [];
  const threads = new Map<string, Comment[]>();
  for (const comment of comments) {
    if (comment.deleted) continue;
    const head = comment.parent ?? comment.id;
    threads.set(head, [...(threads.get(head) ?? []), comment]);
  }
  for (const thread of threads.values()) {
    const spoken = new Set<PersonId>();
    for (const comment of thread.sort(asSpoken)) {
      const by = names.personOf(comment.client) ?? null;
      const tell = (kind: DueNotice['kind'], person: PersonId) => {
        if (person !== by && names.belongs(person)) due.push({ person, kind, by, ...told(comment, names) });
      };
      const named = new Set(mentionsIn(comment.text));
      for (const person of named) tell('mention', person);
      for (const person of spoken) if (!named.has(person)) tell('answer', person);
      if (by) spoken.add(by);
    }
  }
  return due;
}

function told({ id, anchor, text }: Comment, { nameOf }: Names) {
  const words = plainText(text, nameOf);
  const excerpt = words.length > EXCERPT ? `${words.slice(0, EXCERPT - 1)}…` : words;
  return { comment: id, frame: anchorFrame(anchor) ?? null, excerpt };
}

/** The head first, then by the writers' clocks. */
function asSpoken(a: Comment, b: Comment): number {
  if ((a.parent === null) !== (b.parent === null)) return a.parent === null ? -1 : 1;
  return a.atMs - b.atMs || (a.id < b.id ? -1 : 1);
}
