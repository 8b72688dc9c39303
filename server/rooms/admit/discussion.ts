/** What may be written into a discussion document, and by whom (src/lib/doc/SPEC.md says what it means). */
import type { DISCUSSION_ROOTS } from '#lib/doc/schema.ts';
import { checkAnchor, checkAtMs, checkCommentText, checkReaction } from '#lib/model/check.ts';
import { isId } from '#lib/model/id.ts';
import type { Container } from './container.ts';
import { each, entities, fields, once, value, type Guard, type MapRule } from './rule.ts';

const author: Guard = {
  allows: ({ writer, author: who }) => who === writer.person,
  sentence: 'only who wrote a comment may change its text',
};
const authorOrManager: Guard = {
  allows: ({ writer, author: who }) => who === writer.person || writer.role === 'manager',
  sentence: 'only who wrote a comment, or a manager, may take it back',
};
/** Anybody may add one; undo of one's own sets it again. */
const holder: Guard = {
  allows: ({ writer, holder: who }) => who === undefined || who === writer.person,
  sentence: 'what somebody else has resolved or reopened stays in the history',
};

const reactor: Guard = {
  allows: holder.allows,
  sentence: 'a reaction is taken back only by whose it is',
};

const comment = fields('a comment', {
  text: value((raw) => checkCommentText(raw) !== undefined, author),
  anchor: once(isAnchor),
  parent: once(isParent),
  at: once((raw) => checkAtMs(raw) !== undefined),
  deleted: value((raw) => typeof raw === 'boolean', authorOrManager),
  states: each('the resolutions of a comment', isId, value(isState, holder)),
  reactions: each('the reactions to a comment', isId, value(isReaction, reactor)),
  edits: each('the earlier words of a comment', isId, value(isEdit, author)),
});

export const DISCUSSION = {
  comments: entities('the comments', comment),
} as const satisfies Readonly<Record<(typeof DISCUSSION_ROOTS)[number], MapRule>>;

function isAnchor(raw: unknown): boolean {
  const anchor = checkAnchor(raw);
  return anchor !== undefined && sameFields(raw, anchor);
}

/** null at the head of a thread; else the head of one: threads are one deep. */
function isParent(raw: unknown, comment: Container | null): boolean {
  if (raw === null) return true;
  return isId(raw) && comment?.parent?.inner(raw)?.valueOf('parent') === null;
}

/** null: taken back. */
function isState(raw: unknown): boolean {
  if (raw === null) return true;
  if (typeof raw !== 'object') return false;
  const { resolved, at } = raw as { readonly resolved?: unknown; readonly at?: unknown };
  return typeof resolved === 'boolean' && checkAtMs(at) !== undefined && sameFields(raw, { resolved, at });
}

/** null: taken back. */
function isReaction(raw: unknown): boolean {
  return raw === null || checkReaction(raw) !== undefined;
}

/** null: the change of words was undone. */
function isEdit(raw: unknown): boolean {
  if (raw === null) return true;
  if (typeof raw !== 'object') return false;
  const { text, at } = raw as { readonly text?: unknown; readonly at?: unknown };
  return checkCommentText(text) !== undefined && checkAtMs(at) !== undefined && sameFields(raw, { text, at });
}

/** Whether a record has these fields and no others, also inside. */
function sameFields(raw: unknown, wanted: unknown): boolean {
  if (typeof wanted !== 'object' || wanted === null) return Object.is(raw, wanted);
  if (typeof raw !== 'object' || raw === null) return false;
  const given = raw as Readonly<Record<string, unknown>>;
  const fieldsWanted = Object.entries(wanted);
  return (
    Object.keys(given).length === fieldsWanted.length &&
    fieldsWanted.every(([key, field]) => sameFields(given[key], field))
  );
}
