/** All that the palette can find: commands, labels, marks, places in time, videos of the study, comments. */
import { digitLabels } from '#lib/editor/commands/labels.ts';
import { COMMAND_GROUPS, type Command } from '#lib/editor/command.ts';
import { givesLabel, takeLabel } from '#lib/editor/deeds/take-label.ts';
import type { Editor } from '#lib/editor/editor.ts';
import { refKey, type AnnotationRef } from '#lib/model/annotation.ts';
import { anchorFrame } from '#lib/model/comment.ts';
import type { VideoId } from '#lib/model/id.ts';
import { firstFrameOf } from '#lib/model/keyed-frames.ts';
import type { Label } from '#lib/model/label.ts';
import { mentionsTyped } from '#lib/model/mention.ts';
import { parsePlace, timeText } from '../place.ts';
import { objectRows } from '../objects/object-rows.ts';
import { Best } from './best.ts';
import { prepare, scoreOf, wordsOf, type Prepared } from './fuzzy.ts';

export const KINDS = ['place', 'command', 'label', 'object', 'comment', 'video'] as const;
export type EntryKind = (typeof KINDS)[number];

export type Entry = {
  /** `command:view.fit`, `object:track:abc`: the same thing has the same one the next time. */
  readonly id: string;
  readonly kind: EntryKind;
  readonly title: string;
  /** Said beside the title; for a command that makes no sense now, what it needs. */
  readonly detail: string;
  readonly color?: string;
  /** The command whose key is shown. */
  readonly command?: string;
  /** The key that is shown, where it is of no command. */
  readonly keys?: string;
  readonly disabled?: boolean;
  run(): void;
};
type Known = { readonly entry: Entry; readonly prepared: Prepared };

/** Entries of one kind, the best first; `more`: so many others fit too. */
export type Section = { readonly title: string; readonly entries: readonly Entry[]; readonly more: number };

export type Sibling = { readonly id: VideoId; readonly name: string };

const TITLES: Readonly<Record<EntryKind, string>> = {
  place: 'Go to',
  command: 'Commands',
  label: 'Labels',
  object: 'Objects, segments and events',
  comment: 'Comments',
  video: 'Videos of this study',
};
const MOST: Readonly<Record<EntryKind, number>> = {
  place: 1,
  command: 12,
  label: 8,
  object: 12,
  comment: 6,
  video: 6,
};
const MOST_UNASKED = 40;
/** What an entry gains that was used last, and loses while it cannot be done. */
const USED = 15;
const DISABLED = 30;

/** Nothing to choose from a list: they are done by holding a key, are listed otherwise, or are what one is in. */
const NOT_LISTED = /^(labels\.(pick|instant)-\d|tools\.escape|view\.palette)$/;

export class PaletteEntries {
  readonly #editor: Editor;
  readonly #known: readonly Known[];
  readonly #byId: ReadonlyMap<string, Entry>;

  /** As things are now: it is made when the palette opens. */
  constructor(editor: Editor, siblings: readonly Sibling[], onvideo: (id: VideoId) => void) {
    this.#editor = editor;
    const entries = [
      ...commandEntries(editor),
      ...labelEntries(editor),
      ...objectEntries(editor),
      ...commentEntries(editor),
      ...siblings
        .filter(({ id }) => id !== editor.options.video.id)
        .map(({ id, name }): Entry => ({
          id: `video:${id}`,
          kind: 'video',
          title: name,
          detail: 'Open',
          run: () => onvideo(id),
        })),
    ];
    this.#known = entries.map((entry) => ({ entry, prepared: prepare(entry.title) }));
    this.#byId = new Map(entries.map((entry) => [entry.id, entry]));
  }

  /** What fits, kind by kind, the best first; of nothing typed, what was used last and what can be done. */
  find(typed: string, recent: readonly string[]): readonly Section[] {
    const words = wordsOf(typed);
    if (words.length === 0) return this.#unasked(recent);
    const place = this.#place(typed);
    const best = new Map(KINDS.map((kind) => [kind, new Best(MOST[kind])]));
    for (const { entry, prepared } of this.#known) {
      const fit = scoreOf(prepared, words);
      if (fit === 0) continue;
      const used = recent.indexOf(entry.id);
      const score = fit + (used < 0 ? 0 : USED - used) - (entry.disabled ? DISABLED : 0);
      best.get(entry.kind)?.add(entry, score);
    }
    const found = [...best]
      .filter(([, { count }]) => count > 0)
      .sort(([, a], [, b]) => b.score - a.score)
      .map(([kind, { entries, count }]) => ({
        title: TITLES[kind],
        entries,
        more: count - entries.length,
      }));
    return place ? [{ title: TITLES.place, entries: [place], more: 0 }, ...found] : found;
  }

  #unasked(recent: readonly string[]): readonly Section[] {
    const used = recent.map((id) => this.#byId.get(id)).filter((entry) => entry !== undefined);
    const commands = this.#known
      .map(({ entry }) => entry)
      .filter((entry) => entry.kind === 'command' && !entry.disabled && !recent.includes(entry.id))
      .toSorted((a, b) => groupOf(a) - groupOf(b));
    return [
      ...(used.length > 0 ? [{ title: 'Used last', entries: used, more: 0 }] : []),
      { title: TITLES.command, entries: commands.slice(0, MOST_UNASKED), more: 0 },
    ];
  }

  /** `frame 120`, `f 120`, `120`, `1:02.5`. */
  #place(typed: string): Entry | undefined {
    const { options, playhead } = this.#editor;
    const frame = parsePlace(typed.trim().replace(/^(go to\s+)?(frame|f)?\s*(?=\d)/i, ''), options.index);
    if (frame === undefined) return undefined;
    return {
      id: `place:${frame}`,
      kind: 'place',
      title: `Frame ${frame}`,
      detail: timeText(options.index, frame),
      run: () => playhead.seek(frame),
    };
  }
}

/** In the order of the help sheet. */
function groupOf({ detail }: Entry): number {
  return COMMAND_GROUPS.findIndex((group) => group === detail);
}

function commandEntries({ commands }: Editor): readonly Entry[] {
  return commands.all
    .filter((command) => !command.held && !NOT_LISTED.test(command.id))
    .map((command) => {
      const isOff = !commands.enabled(command.id);
      return {
        id: `command:${command.id}`,
        kind: 'command',
        title: command.caption,
        detail: isOff ? needsText(command) : command.group,
        command: command.id,
        ...(isOff && { disabled: true }),
        run: () => commands.runOnce(command.id),
      };
    });
}

function needsText({ needs }: Command): string {
  return needs === undefined ? '' : `needs ${needs}`;
}

/** What a label does is what its digit would do now. */
function labelEntries(editor: Editor): readonly Entry[] {
  const { armed, commands, options } = editor;
  const inDigits = new Set(digitLabels(editor).map(({ id }) => id));
  return options.taxonomy.labels
    .filter(({ retired, use }) => !retired && use !== 'video')
    .map((label) => {
      const gives = givesLabel(editor, label);
      const keys = commands.labelKey(label);
      return {
        id: `label:${label.id}`,
        kind: 'label',
        title: label.name,
        color: label.color,
        detail: gives ? `give it to ${selectedText(editor)}` : ARMS[label.use],
        ...(!editor.canEdit.value && { disabled: true }),
        ...(keys !== '' && { keys }),
        // Chosen by name it is not laid down again, as it is by its key.
        run: () => (gives || armed.value !== label.id) && takeLabel(editor, label),
      } satisfies Entry;
    })
    .sort((a, b) => Number(inDigits.has(idOf(b))) - Number(inDigits.has(idOf(a))));
}

function idOf({ id }: Entry): Label['id'] {
  return id.slice('label:'.length) as Label['id'];
}

const ARMS: Readonly<Record<Label['use'], string>> = {
  video: '',
  object: 'for the next object',
  segment: 'for the next segment',
  event: 'for the next event',
};

function selectedText(editor: Editor): string {
  const { refs, first } = editor.selection;
  return refs.value.length === 1 && first ? editor.captionOf(first) : `${refs.value.length} selected`;
}

function objectEntries(editor: Editor): readonly Entry[] {
  return objectRows(editor, '').flatMap((row) =>
    row.kind === 'heading' ? [] : [objectEntry(editor, row.ref)],
  );
}

function objectEntry(editor: Editor, ref: AnnotationRef): Entry {
  const track = ref.kind === 'track' ? editor.reading.tracks.get(ref.id) : undefined;
  const frame = track ? firstFrameOf(track) : editor.frameOf(ref);
  return {
    id: `object:${refKey(ref)}`,
    kind: 'object',
    title: editor.captionOf(ref),
    detail: frame === null || frame === undefined ? '' : `from ${timeText(editor.options.index, frame)}`,
    color: editor.colorOf(ref),
    run: () => editor.goTo(ref),
  };
}

function commentEntries(editor: Editor): readonly Entry[] {
  return [...editor.comments.comments.values()]
    .filter(({ deleted }) => !deleted)
    .map((comment): Entry => {
      const frame = anchorFrame(comment.anchor);
      const who = editor.personOf(comment.client)?.name;
      const when = frame === undefined ? '' : timeText(editor.options.index, frame);
      return {
        id: `comment:${comment.id}`,
        kind: 'comment',
        title: mentionsTyped(comment.text, editor.options.people).replace(/\s+/g, ' ').slice(0, 160),
        detail: [who, when].filter(Boolean).join(', '),
        run: () => editor.readThread(comment),
      };
    });
}
