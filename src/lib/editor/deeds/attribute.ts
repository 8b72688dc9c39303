/**
 * Saying what is asked of marks and of the video: of several marks at once in one gesture. What changes over time is
 * said from the shown frame on, all else of the whole.
 */
import { setAttribute, setAttributeFrom, setVideoAttribute } from '#lib/doc/edit/attribute.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import { changeFrames, keysOfAttribute, valueAt, type Attributed } from '#lib/model/attributed.ts';
import type { Attribute } from '#lib/model/attribute.ts';
import type { LabelId } from '#lib/model/id.ts';
import type { AttributeValue, Label } from '#lib/model/label.ts';
import { labelOf, offeredLabels } from '#lib/model/taxonomy.ts';
import type { Frame } from '#lib/model/time.ts';
import type { Editor } from '../editor.ts';

/** Of what something is said: of a mark, or of the video under a label of its own. */
export type Subject = AnnotationRef | { readonly kind: 'video'; readonly label: LabelId };

const NOTHING: Attributed = { attributes: {} };

/** What is said of a subject; undefined where it is not there, or is a phase, which bears nothing. */
export function saidOf({ reading }: Editor, subject: Subject): Attributed | undefined {
  if (subject.kind === 'video') return reading.video.get(subject.label) ?? NOTHING;
  const mark = reading.find(subject);
  return mark && 'attributes' in mark ? mark : undefined;
}

/** The labels for the video that are asked for. */
export function videoLabels({ options }: Editor): readonly Label[] {
  return offeredLabels(options.taxonomy, 'video').filter((label) => askedBy(label).length > 0);
}

/** What is asked of all of these: of marks with different labels, what their labels have in common. */
export function askedOf(editor: Editor, subjects: readonly Subject[]): readonly Attribute[] {
  const labels = new Set(
    subjects.map((one) => (one.kind === 'video' ? one.label : editor.reading.find(one)?.label)),
  );
  const [first = [], ...others] = [...labels].map((id) =>
    askedBy(id ? labelOf(editor.options.taxonomy, id) : undefined),
  );
  if (subjects.some((one) => !saidOf(editor, one))) return [];
  return first.filter((one) => others.every((all) => all.some((other) => isSame(one, other))));
}

function askedBy(label: Label | undefined): readonly Attribute[] {
  return label?.attributes?.filter(({ retired }) => !retired) ?? [];
}

function isSame(a: Attribute, b: Attribute): boolean {
  const form = ({ id, kind, unit, byFrame = false, choices }: Attribute) =>
    JSON.stringify([id, kind, unit, byFrame, choices.map((choice) => choice.id)]);
  return form(a) === form(b);
}

/** The frame from which something is said of a subject; null: of the whole. */
function placeOf(editor: Editor, { byFrame }: Attribute, { kind }: Subject): Frame | null {
  return byFrame === true && (kind === 'track' || kind === 'video') ? editor.playhead.shown.value : null;
}

/** What holds at the shown frame under a key of an attribute; undefined where the subjects differ. */
export function answerOf(
  editor: Editor,
  subjects: readonly Subject[],
  attribute: Attribute,
  key: string = attribute.id,
): AttributeValue | undefined {
  const values = new Set(
    subjects.map((one) => valueAt(saidOf(editor, one) ?? NOTHING, key, placeOf(editor, attribute, one))),
  );
  return values.size === 1 ? [...values][0] : undefined;
}

/** Says something of all subjects: one gesture, which takes back nothing that somebody else says under other keys. */
export function giveAnswer(
  editor: Editor,
  subjects: readonly Subject[],
  attribute: Attribute,
  value: AttributeValue,
  key: string = attribute.id,
): void {
  tell(editor, `set ${attribute.name} of`, subjects, () => {
    for (const one of subjects) say(editor, one, key, placeOf(editor, attribute, one), value);
  });
}

/** Takes back what was said of an attribute on the shown frame: what held before holds on. */
export function takeBackAnswer(editor: Editor, subjects: readonly Subject[], attribute: Attribute): void {
  const frame = editor.playhead.shown.value;
  tell(editor, `take back ${attribute.name} of`, subjects, () => {
    for (const one of subjects)
      for (const key of keysOfAttribute(attribute))
        if (isSaidOn(editor, one, key, frame)) write(editor, one, key, frame, null);
  });
}

/** Frames on which something is said anew of these, ascending: of one attribute, or of all that change. */
export function answerFrames(
  editor: Editor,
  subjects: readonly Subject[],
  attribute?: Attribute,
): readonly Frame[] {
  const asked = attribute ? [attribute] : askedOf(editor, subjects).filter(({ byFrame }) => byFrame === true);
  const frames = subjects.flatMap((subject) => {
    const said = saidOf(editor, subject);
    return said ? asked.flatMap((one) => changeFrames(said, one)) : [];
  });
  return [...new Set(frames)].filter((frame) => frame < editor.playhead.count).sort((a, b) => a - b);
}

/** What the hand has chosen to say something of: the selection, and with none the video. */
export function subjectsMeant(editor: Editor): readonly Subject[] {
  const refs = editor.selection.refs.value;
  return refs.length > 0 ? refs : videoLabels(editor).map(({ id }) => ({ kind: 'video', label: id }));
}

/** The nearest frame before (-1) or after (1) the playhead on which something is said anew of what is meant. */
export function nextAnswer(editor: Editor, direction: 1 | -1, attribute?: Attribute): Frame | undefined {
  const at = editor.playhead.target.value;
  const frames = subjectsMeant(editor).flatMap((one) => answerFrames(editor, [one], attribute));
  const beyond = frames.filter((frame) => (frame - at) * direction > 0);
  return beyond.length > 0 ? (Math[direction > 0 ? 'min' : 'max'](...beyond) as Frame) : undefined;
}

function tell(editor: Editor, verb: string, subjects: readonly Subject[], run: () => void): void {
  const [first] = subjects;
  if (!first) return;
  editor.playhead.pause();
  const refs = subjects.filter((one) => one.kind !== 'video');
  const [ref] = refs;
  const what = ref ? (refs.length === 1 ? editor.captionOf(ref) : `${refs.length} marks`) : 'the video';
  const frame = ref ? editor.frameToShow(ref) : editor.playhead.shown.value;
  editor.act(`${verb} ${what}`, frame, refs, run);
}

function say(editor: Editor, subject: Subject, key: string, at: Frame | null, value: AttributeValue): void {
  const said = saidOf(editor, subject) ?? NOTHING;
  if (valueAt(said, key, at) === value) return;
  if (at === null) return write(editor, subject, key, null, value);
  const { changes = [] } = said;
  const before = valueAt({ ...said, changes: changes.filter(({ frame }) => frame < at) }, key, at);
  // What holds anyway is not said again.
  if (before === value) return write(editor, subject, key, at, null);
  write(editor, subject, key, at, value ?? '');
}

function isSaidOn(editor: Editor, subject: Subject, key: string, at: Frame): boolean {
  return saidOf(editor, subject)?.changes?.some((one) => one.frame === at && one.key === key) ?? false;
}

function write(editor: Editor, subject: Subject, key: string, at: Frame | null, value: AttributeValue): void {
  const { labels } = editor.options;
  switch (subject.kind) {
    case 'video':
      return setVideoAttribute(labels, { label: subject.label, key, frame: at }, value);
    case 'track':
      if (at !== null) return setAttributeFrom(labels, subject.id, at, key, value);
      return setAttribute(labels, subject, key, value);
    case 'segment':
    case 'event':
      return setAttribute(labels, subject, key, value);
    case 'boundary':
      return;
  }
}
