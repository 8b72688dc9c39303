/** What a comment says in one line, where there is no room for more: marks of its text left out, people by their names. */
import type { Comment } from '#lib/model/comment.ts';
import { plainText } from '#lib/model/markup.ts';
import type { PersonAnswer } from '#lib/protocol/http.ts';

/** @param most characters; what is longer ends in `…` */
export function commentWords(
  { text }: Pick<Comment, 'text'>,
  people: readonly PersonAnswer[],
  most: number,
): string {
  const words = plainText(text, (id) => people.find((person) => person.id === id)?.name)
    .replace(/\s+/g, ' ')
    .trim();
  return words.length > most ? `${words.slice(0, most - 1).trimEnd()}…` : words;
}
