/** Names of things: opaque, unguessable, the same everywhere (document, store, export). */

declare const brand: unique symbol;
/** A string that names one kind of thing; `Id<'track'>` cannot be passed where `Id<'label'>` is asked for. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

export type TrackId = Id<'track'>;
export type SegmentId = Id<'segment'>;
export type BoundaryId = Id<'boundary'>;
export type EventId = Id<'event'>;
export type CommentId = Id<'comment'>;
export type LabelId = Id<'label'>;
export type TierId = Id<'tier'>;
export type LayerId = Id<'layer'>;
export type PersonId = Id<'person'>;
export type ProjectId = Id<'project'>;
export type StudyId = Id<'study'>;
export type VideoId = Id<'video'>;
export type TaskId = Id<'task'>;
export type AssignmentId = Id<'assignment'>;
export type GroupId = Id<'group'>;

/** Lower-case letters and digits without the ones that are misread (i, l, o, u): 32 of them, 5 bits each. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 16;

/** Where random bytes come from; a test passes a seeded one. */
export type RandomBytes = (count: number) => Uint8Array;

const cryptoBytes: RandomBytes = (count) => crypto.getRandomValues(new Uint8Array(count));

/** A new name: 16 characters, 80 random bits. */
export function newId<Kind extends string>(random: RandomBytes = cryptoBytes): Id<Kind> {
  let text = '';
  for (const byte of random(LENGTH)) text += ALPHABET[byte & 31];
  return text as Id<Kind>;
}

/** Whether a string from outside may be an id: 1 to 40 of `[A-Za-z0-9_-]`. Longer or other ones are refused. */
export function isId(value: unknown): value is Id<string> {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{1,40}$/.test(value);
}
