/** A comment as it lies in the document → the model's Comment. */
import type * as Y from 'yjs';
import { checkAnchor, checkAtMs, checkCommentText, checkReaction } from '#lib/model/check.ts';
import type { Comment, Edit, Reaction, Resolution } from '#lib/model/comment.ts';
import { isId, type CommentId } from '#lib/model/id.ts';
import { writeOf } from '../item.ts';
import { Faults } from './faults.ts';
import { readDeleted, readLaterMap, readMap, type Read } from './field.ts';

export function readComment(id: CommentId, map: Y.Map<unknown>): Read<Comment> {
  const faults = new Faults();
  const text = checkCommentText(map.get('text'));
  const anchor = checkAnchor(map.get('anchor'));
  const atMs = checkAtMs(map.get('at'));
  const parent = map.get('parent');
  // Its words are whose text it is now, whoever opened the comment.
  const client = writeOf(map, 'text')?.client;
  if (text === undefined) faults.add('its text');
  if (anchor === undefined) faults.add('its anchor');
  if (atMs === undefined) faults.add('its time');
  const answers = isId(parent) && parent !== id ? (parent as CommentId) : null;
  if (parent !== null && answers === null) faults.add('what it answers');
  const deleted = readDeleted(map, faults);
  const history = readHistory(map, faults);
  const reactions = readReactions(map, faults);
  const edits = readEdits(map, faults);
  if (text === undefined || anchor === undefined || atMs === undefined || client === undefined)
    return { mark: undefined, faults };
  const resolved = history.at(-1)?.resolved ?? false;
  return {
    mark: { id, text, anchor, parent: answers, atMs, client, deleted, history, resolved, reactions, edits },
    faults,
  };
}

/** Every resolve and reopen by the writers' clocks; ties by key, so that everybody agrees. */
function readHistory(map: Y.Map<unknown>, faults: Faults): Resolution[] {
  const states = readMap(map, 'states', faults);
  const found: (Resolution & { readonly key: string })[] = [];
  for (const [key, value] of states ?? []) {
    if (value === null) continue; // taken back
    const { resolved, at } = (typeof value === 'object' ? value : {}) as { resolved?: unknown; at?: unknown };
    const atMs = checkAtMs(at);
    const client = states && writeOf(states, key)?.client;
    if (typeof resolved !== 'boolean' || atMs === undefined || client === undefined)
      faults.add('a resolution');
    else found.push({ key, resolved, atMs, client });
  }
  return found
    .sort((a, b) => a.atMs - b.atMs || (a.key < b.key ? -1 : 1))
    .map(({ resolved, atMs, client }) => ({ resolved, atMs, client }));
}

/** Every reaction that stands, by key, so that everybody agrees on the order. */
function readReactions(map: Y.Map<unknown>, faults: Faults): Reaction[] {
  const reactions = readLaterMap(map, 'reactions', faults);
  const found: Reaction[] = [];
  for (const [id, value] of reactions ?? []) {
    if (value === null) continue; // taken back
    const mark = checkReaction(value);
    const client = reactions && writeOf(reactions, id)?.client;
    if (mark === undefined || client === undefined) faults.add('a reaction');
    else found.push({ id, mark, client });
  }
  return found.sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** What the words were before, by the writer's clock. */
function readEdits(map: Y.Map<unknown>, faults: Faults): Edit[] {
  const found: (Edit & { readonly key: string })[] = [];
  for (const [key, value] of readLaterMap(map, 'edits', faults) ?? []) {
    if (value === null) continue; // undone
    const { text, at } = (typeof value === 'object' ? value : {}) as { text?: unknown; at?: unknown };
    const words = checkCommentText(text);
    const atMs = checkAtMs(at);
    if (words === undefined || atMs === undefined) faults.add('earlier words');
    else found.push({ key, text: words, atMs });
  }
  return found
    .sort((a, b) => a.atMs - b.atMs || (a.key < b.key ? -1 : 1))
    .map(({ text, atMs }) => ({ text, atMs }));
}
