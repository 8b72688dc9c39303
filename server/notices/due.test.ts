import { describe, expect, it } from 'vitest';
import type { Comment } from '#lib/model/comment.ts';
import type { CommentId, PersonId } from '#lib/model/id.ts';
import type { Frame } from '#lib/model/time.ts';
import { dueNotices } from './due.ts';

const PEOPLE = ['ana', 'ben', 'eve'] as PersonId[];
const NAMES = {
  personOf: (client: number) => PEOPLE[client],
  nameOf: (person: PersonId) => person.toUpperCase(),
  belongs: (person: PersonId) => person !== 'eve',
};
const [ANA, BEN] = [0, 1];

function said(id: string, client: number, text: string, change: Partial<Comment> = {}): Comment {
  return {
    id: id as CommentId,
    text,
    anchor: { kind: 'frame', frame: 7 as Frame },
    parent: null,
    atMs: Number(id.replace(/\D/g, '')),
    client,
    deleted: false,
    history: [],
    resolved: false,
    reactions: [],
    edits: [],
    ...change,
  };
}
const answer = (id: string, client: number, text: string) =>
  said(id, client, text, { parent: 'c1' as CommentId });
const due = (...comments: Comment[]) =>
  dueNotices(comments, NAMES).map(({ person, kind, comment, by }) => `${person} ${kind} ${comment} by ${by}`);

describe('who is told', () => {
  it('those who are named, once each, and not of their own words', () => {
    expect(due(said('c1', ANA, '<@ben> <@ana> <@ben> look'))).toEqual(['ben mention c1 by ana']);
  });

  it('those who have spoken in a thread, of what comes behind them', () => {
    const thread = [answer('c3', ANA, 'yes'), answer('c2', BEN, 'no'), said('c1', ANA, 'so?')];
    expect(due(...thread)).toEqual(['ana answer c2 by ben', 'ben answer c3 by ana']);
  });

  it('of an answer that names them, only that', () => {
    expect(due(said('c1', ANA, 'so?'), answer('c2', BEN, '<@ana> yes'))).toEqual(['ana mention c2 by ben']);
  });

  it('nobody of what was taken back, and nobody who may not see it', () => {
    expect(due(said('c1', ANA, '<@ben>', { deleted: true }), said('c2', ANA, '<@eve>'))).toEqual([]);
  });

  it('with the words in part, names instead of ids, and the frame', () => {
    const [one] = dueNotices([said('c1', ANA, `<@ben> **${'so '.repeat(90)}far**`)], NAMES);
    expect(one?.excerpt).toMatch(/^@BEN so so .*…$/);
    expect(one?.excerpt).toHaveLength(160);
    expect(one?.frame).toBe(7);
    const [whole] = dueNotices([said('c1', ANA, '<@ben>', { anchor: { kind: 'video' } })], NAMES);
    expect(whole?.frame).toBe(null);
  });
});
