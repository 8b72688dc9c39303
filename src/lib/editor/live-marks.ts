/**
 * Marking while the video runs: one key starts and ends a state, one key marks an instant. What was started is ours until
 * it is ended, and the others see it grow; on an exclusive tier the phase begins in the document at once, as the next one
 * ends it. People press late, so marks made while playing lie earlier by a reaction time.
 */
import { Cell, type Readable } from '#lib/cell/cell.ts';
import { readOnlyReason } from '#lib/doc/open.ts';
import type { BoundaryId, LabelId, TierId } from '#lib/model/id.ts';
import { can } from '#lib/model/role.ts';
import { phaseAt } from '#lib/model/segment.ts';
import { labelOf, tierOf } from '#lib/model/taxonomy.ts';
import { clampFrame, formatTimeMs, type Frame } from '#lib/model/time.ts';
import { checkRunning, MAX_RUNNING, type RunningMark } from '#lib/protocol/presence.ts';
import { boundariesOf, endPhase, makeEvent, makeInterval, startPhase } from './deeds/interval.ts';
import { mayMarkOn } from './deeds/lanes.ts';
import type { Editor } from './editor.ts';

/** Milliseconds between seeing something and pressing a key, where nobody has said otherwise. */
export const REACTION_MS = 300;
/** Under which a device keeps what runs. */
const MEMORY = 'running';
/** More is no reaction. */
export const MAX_REACTION_MS = 3000;

/** `opened`: the boundary of an exclusive tier that began it; null on a free tier, where nothing is written yet. */
type Running = RunningMark & { readonly opened: BoundaryId | null };

export class LiveMarks {
  /** Digits start, end and mark, instead of arming labels. */
  readonly on = new Cell(false);
  readonly #reactionMs = new Cell(REACTION_MS);
  readonly #running = new Cell<readonly Running[]>([]);
  readonly #editor: Editor;
  readonly #stops: readonly (() => void)[];
  /** Whether nothing was written since the newest start. */
  #fresh = false;

  constructor(editor: Editor) {
    this.#editor = editor;
    const { labels, memory } = editor.options;
    const { ydoc } = labels;
    const recalled = this.#recalled(memory?.recall(MEMORY));
    this.#running.set(recalled);
    this.#running.subscribe((running) => {
      if (running === recalled) return;
      const states = running.filter(({ opened }) => opened === null);
      memory?.keep(MEMORY, states.length > 0 ? states : undefined);
    });
    if (recalled.length > 0) {
      const names = recalled.map(({ label }) => this.#nameOf(label)).join(', ');
      const key = editor.commands.shown.value('marking.end-all');
      const how = key === '' ? '' : ` ${key} ends it here.`;
      editor.say(`Still being marked since you left: ${names}.${how}`, 'warn');
    }
    const wrote = ({
      local,
      changed,
    }: {
      readonly local: boolean;
      readonly changed: ReadonlyMap<unknown, unknown>;
    }) => {
      if (local && changed.size > 0) this.#fresh = false;
    };
    ydoc.on('afterTransaction', wrote);
    this.#stops = [
      () => ydoc.off('afterTransaction', wrote),
      // A phase that somebody removed, moved or renamed is no longer ours to show.
      editor.reading.subscribe(() => this.#keep((one) => this.#stands(one))),
    ];
  }

  /** What was started and not ended yet, in the order of starting. */
  get running(): Readable<readonly RunningMark[]> {
    return this.#running;
  }

  /** How much earlier than the key a mark lies while playing, in milliseconds of a watch. */
  get reactionMs(): Readable<number> {
    return this.#reactionMs;
  }

  setReaction(ms: number): void {
    if (Number.isFinite(ms)) this.#reactionMs.set(Math.round(Math.max(0, Math.min(MAX_REACTION_MS, ms))));
  }

  /** The frame one means now: the shown one, while playing that of a reaction time ago at the speed it runs. */
  meant(): Frame {
    const { playhead, options } = this.#editor;
    const shown = playhead.shown.value;
    if (!playhead.playing.value) return shown;
    const timeMs = options.index.timeMs(shown) - this.#reactionMs.value * playhead.rate.value;
    return clampFrame(options.index.frameAt(timeMs), playhead.count);
  }

  /** Starts a state on a tier, or ends it where it runs; on an exclusive tier it ends the phase before. */
  toggle(tier: TierId, label: LabelId): void {
    const { options } = this.#editor;
    if (!this.#editor.mayEdit() || !mayMarkOn(this.#editor, `tier:${tier}`)) return;
    if (tierOf(options.taxonomy, tier)?.mode === 'exclusive') this.#togglePhase(tier, label);
    else this.#toggleState(tier, label);
  }

  /** Marks an instant. */
  instant(label: LabelId): void {
    if (!this.#editor.mayEdit() || !mayMarkOn(this.#editor, 'events')) return;
    const frame = this.meant();
    makeEvent(this.#editor, label, frame);
    this.#tell('Marked', label, frame);
  }

  /** Ends all states that run, each as one mark; phases last until the next one anyway. */
  endAll(): void {
    for (const { tier, label, opened } of this.#running.value) if (!opened) this.toggle(tier, label);
    this.#running.set([]);
  }

  /** Whether the newest deed is a start that undo does not know of, as nothing was written. */
  get canTakeBack(): boolean {
    return this.#fresh && this.#running.value.at(-1)?.opened === null;
  }

  /** Forgets the newest start. */
  takeBack(): void {
    const last = this.#running.value.at(-1);
    if (!last) return;
    this.#running.set(this.#running.value.slice(0, -1));
    this.#editor.say(`Took back the start of ${this.#nameOf(last.label)}`);
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
  }

  /** States of free tiers that ran when the page was closed: they run on, and are ended by the same key. */
  #recalled(kept: unknown): readonly Running[] {
    const { taxonomy, labels } = this.#editor.options;
    if (!can(this.#editor.options.role, 'labels.edit') || readOnlyReason(labels) !== null) return [];
    return checkRunning(kept).flatMap(({ tier, label, start }) => {
      const free = tierOf(taxonomy, tier)?.mode === 'free' && labelOf(taxonomy, label) !== undefined;
      return free && start < this.#editor.playhead.count ? [{ tier, label, start, opened: null }] : [];
    });
  }

  #toggleState(tier: TierId, label: LabelId): void {
    const frame = this.meant();
    const known = this.#running.value.find((one) => one.tier === tier && one.label === label);
    if (!known) {
      if (this.#running.value.length >= MAX_RUNNING)
        return this.#editor.say('So much runs already: end something first.', 'warn');
      this.#running.set([...this.#running.value, { tier, label, start: frame, opened: null }]);
      this.#fresh = true;
      return this.#tell('Started', label, frame);
    }
    this.#keep((one) => one !== known);
    const [start, last] = [Math.min(known.start, frame), Math.max(known.start, frame)];
    makeInterval(this.#editor, tier, label, start as Frame, (last + 1) as Frame);
    this.#tell('Ended', label, last as Frame);
  }

  #togglePhase(tier: TierId, label: LabelId): void {
    const boundaries = boundariesOf(this.#editor, tier);
    const known = this.#running.value.find((one) => one.tier === tier);
    // Who began one while paused and presses again at once means later, not earlier.
    const frame = Math.min(
      this.#editor.playhead.count - 1,
      this.#forward() && known ? Math.max(known.start + 1, this.meant()) : this.meant(),
    ) as Frame;
    this.#keep((one) => one.tier !== tier);
    if (phaseAt(boundaries, frame) === label) {
      endPhase(this.#editor, tier, frame);
      return this.#tell('Ended', label, frame);
    }
    const opened = startPhase(this.#editor, tier, label, frame);
    if (!opened) return;
    this.#running.set([...this.#running.value, { tier, label, start: frame, opened }]);
    this.#tell('Started', label, frame);
  }

  #forward(): boolean {
    const { playhead } = this.#editor;
    return playhead.playing.value && playhead.rate.value > 0;
  }

  #stands({ opened, start, label }: Running): boolean {
    if (opened === null) return true;
    const boundary = this.#editor.reading.boundaries.get(opened);
    return boundary?.label === label && boundary.frame <= start;
  }

  #keep(stays: (one: Running) => boolean): void {
    const kept = this.#running.value.filter(stays);
    if (kept.length < this.#running.value.length) this.#running.set(kept);
  }

  #tell(verb: string, label: LabelId, frame: Frame): void {
    const { playhead, options } = this.#editor;
    const earlier = playhead.playing.value && this.#reactionMs.value > 0;
    const offset = earlier ? `, ${this.#reactionMs.value} ms before the key` : '';
    const at = formatTimeMs(options.index.timeMs(frame));
    this.#editor.say(`${verb} ${this.#nameOf(label)} at ${at}${offset}`);
  }

  #nameOf(label: LabelId): string {
    return labelOf(this.#editor.options.taxonomy, label)?.name ?? 'it';
  }
}
