/** What is said of a mark or of the video in attributes: one value for the whole, or values that hold from frame to frame. */
import { hasChoices, type Attribute } from './attribute.ts';
import type { AttributeValue } from './label.ts';
import type { Frame } from './time.ts';

/** From this frame on a value holds under a key; '' says that none does. */
export type AttributeChange = {
  readonly frame: Frame;
  readonly key: string;
  readonly value: Exclude<AttributeValue, null>;
};

export type Attributed = {
  /** What holds where nothing was said of an earlier frame, by key. */
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** Ascending by frame, then by key; absent where there is none. */
  readonly changes?: readonly AttributeChange[];
};

/** The keys under which the values of an attribute lie: of `several` one for each choice. */
export function keysOfAttribute({ id, kind, choices }: Attribute): readonly string[] {
  return kind === 'several' ? choices.map((choice) => choice.id) : [id];
}

/** The value in force under a key at a frame; null: none is. A frame of null asks for the value of the whole. */
export function valueAt(
  { attributes, changes = [] }: Attributed,
  key: string,
  at: Frame | null,
): AttributeValue {
  const last = at === null ? undefined : changes.findLast((one) => one.key === key && one.frame <= at);
  const value = last ? last.value : Object.hasOwn(attributes, key) ? attributes[key] : null;
  return value === undefined || value === '' ? null : value;
}

/** Frames on which something is said anew of an attribute, ascending. */
export function changeFrames({ changes = [] }: Attributed, attribute: Attribute): readonly Frame[] {
  const keys = new Set(keysOfAttribute(attribute));
  return [...new Set(changes.filter(({ key }) => keys.has(key)).map(({ frame }) => frame))];
}

/** Stretches of frames [start, end) on which one value holds, ascending; stretches without a value are left out. */
export type Stretch<Value> = { readonly start: Frame; readonly end: Frame; readonly value: Value };

/** What holds under the keys of an attribute from 0 to `count` frames, as what `read` makes of it; null: nothing. */
export function stretchesOf<Value extends string>(
  said: Attributed,
  attribute: Attribute,
  count: number,
  read: (at: Frame) => Value | null,
): readonly Stretch<Value>[] {
  const starts = [...new Set([0 as Frame, ...changeFrames(said, attribute)])].filter((at) => at < count);
  const found: Stretch<Value>[] = [];
  for (const [at, start] of starts.entries()) {
    const value = read(start);
    const end = (starts[at + 1] ?? count) as Frame;
    const before = found.at(-1);
    if (value === null) continue;
    if (before?.value === value && before.end === start) found[found.length - 1] = { ...before, end };
    else found.push({ start, end, value });
  }
  return found;
}

/** The words for a value of an attribute; '' for none. Choices that several may hold are told from `said`. */
export function wordsOf(attribute: Attribute, said: Attributed, at: Frame | null): string {
  const { kind, choices, unit, id } = attribute;
  if (kind === 'several') {
    const held = choices.filter((choice) => valueAt(said, choice.id, at) === true);
    return held.map(({ name }) => name).join(', ');
  }
  const value = valueAt(said, id, at);
  if (value === null) return '';
  if (hasChoices(kind)) return choices.find((choice) => choice.id === value)?.name ?? String(value);
  if (typeof value === 'boolean') return value ? attribute.name : `not ${attribute.name}`;
  return `${value}${unit === '' ? '' : ` ${unit}`}`;
}

/** Whether nothing has ever been said of an attribute; no choice ticked is nothing, "no" is something. */
export function isUnanswered({ attributes, changes = [] }: Attributed, attribute: Attribute): boolean {
  const says = (value: AttributeValue | undefined) =>
    attribute.kind === 'several' ? value === true : value != null && String(value).trim() !== '';
  const keys = keysOfAttribute(attribute);
  const whole = keys.some((key) => Object.hasOwn(attributes, key) && says(attributes[key]));
  return !whole && !changes.some(({ key, value }) => keys.includes(key) && says(value));
}

/** The attributes that are asked for and have no answer. */
export function missingOf(said: Attributed, asked: readonly Attribute[] = []): readonly Attribute[] {
  return asked.filter((one) => one.required === true && !one.retired && isUnanswered(said, one));
}
