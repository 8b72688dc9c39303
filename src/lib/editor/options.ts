/** What an editor is made from, and the little it asks of the lines that carry its documents. */
import type { Readable } from '#lib/cell/cell.ts';
import type { DiscussionDoc, LabelsDoc } from '#lib/doc/schema.ts';
import type { Player } from '#lib/media/player.ts';
import type { Regions } from '#lib/media/region/regions.ts';
import type { Tracker } from '#lib/media/tracker/tracker.ts';
import type { FrameIndex } from '#lib/model/frame-index.ts';
import type { KeyChoice } from '#lib/model/key-choice.ts';
import type { Role } from '#lib/model/role.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import type { PersonAnswer, VideoAnswer } from '#lib/protocol/http.ts';
import type { OwnPresence, Presence } from '#lib/protocol/presence.ts';
import type { TextStore } from './clipboard.ts';
import type { DeviceMemory } from './device-memory.ts';
import type { LiveLine } from '#lib/sync/live-line.ts';

/** Somebody else in the room; one person may be here twice, as two clients. */
export type Other = Presence & { readonly client: number };

/** Several videos side by side, as far as the one that is worked at knows of it. */
export type Beside = {
  /** How many are shown. */
  readonly count: () => number;
  /** Works at the next one. */
  readonly next: () => void;
};

/** The part of sync's `Line` that the editor uses. */
export type EditorLine = {
  readonly state: Readable<{ readonly readOnly: string | null }>;
  /** Which person a Yjs client is. */
  readonly authors: Readable<ReadonlyMap<number, PersonAnswer>>;
  readonly presence: {
    readonly others: Readable<readonly Other[]>;
    set(own: OwnPresence): void;
  } | null;
};

export type EditorOptions = {
  readonly video: VideoAnswer;
  readonly taxonomy: Taxonomy;
  readonly role: Role;
  readonly me: PersonAnswer;
  /** Members of the project. */
  readonly people: readonly PersonAnswer[];
  readonly index: FrameIndex;
  readonly player: Player;
  /** Follows objects through the pictures; undefined where nothing can. */
  readonly tracker?: Tracker;
  /** Grows regions on the shown picture; undefined where nothing can. */
  readonly regions?: Regions;
  readonly labels: LabelsDoc;
  readonly discussion: DiscussionDoc;
  /** null: the document is only here (tests, a document opened from a file). */
  readonly labelsLine: EditorLine | null;
  readonly discussionLine: EditorLine | null;
  /** Other videos are shown beside this one. */
  readonly beside?: Beside | null;
  /** null: nothing is kept on the device. */
  readonly memory?: DeviceMemory | null;
  /** Where what is copied is kept for other videos; null: it stays in this window. */
  readonly clips?: TextStore | null;
  /** The live sessions of the study. */
  readonly live?: LiveLine;
  /** I am from outside, and my name lies over the pictures. */
  readonly guest?: boolean;
  /** The keys this person works with; ours unless they chose others. */
  readonly keys?: Readable<KeyChoice>;
  /** Whether Ctrl is ⌘ here. */
  readonly mac?: boolean;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
};
