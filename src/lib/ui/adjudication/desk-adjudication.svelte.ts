/**
 * An adjudication at the workspace: the layers, how they differ, and what is decided. A decision is one gesture in the
 * consensus layer and one row at the server, in this order; where the server does not take it the gesture is undone.
 */
import type { Comparison } from '#lib/agreement/comparison.ts';
import { contentOf, mergedOf } from '#lib/agreement/consensus.ts';
import { usualTolerance } from '#lib/agreement/things.ts';
import type { AdjudicationHand, ShownTrack } from '#lib/editor/adjudication-hand.ts';
import { settle } from '#lib/editor/deeds/consensus.ts';
import type { Editor } from '#lib/editor/editor.ts';
import { refKey, type AnnotationRef } from '#lib/model/annotation.ts';
import type { RulingKind } from '#lib/model/adjudication.ts';
import type { MarkContent } from '#lib/model/mark-content.ts';
import { clampFrame } from '#lib/model/time.ts';
import type { Tolerance } from '#lib/model/tolerance.ts';
import type { AdjudicationAnswer, NewRuling } from '#lib/protocol/adjudication.ts';
import type { ProblemAnswer } from '#lib/protocol/http.ts';
import { askApi } from '../app/api.ts';
import type { DeskWork } from '../work/desk-work.svelte.ts';
import { agreedBatches } from './agreed.ts';
import { compare } from './compare.ts';
import { loadLayers, type ComparedLayer } from './compared-layers.ts';
import { decidedThings, refsOf, type Thing } from './things.ts';

type Fault = Pick<ProblemAnswer['problem'], 'sentence' | 'next'>;

/** So long after somebody else has changed the consensus one asks what was decided. */
const ASK_AGAIN_MS = 1500;

export class DeskAdjudication {
  answer = $state.raw<AdjudicationAnswer | null>(null);
  layers = $state.raw<readonly ComparedLayer[]>([]);
  comparison = $state.raw<Comparison | null>(null);
  fault = $state.raw<Fault | null>(null);
  busy = $state(false);
  /** Of the thing that is looked at. */
  chosen = $state<string | null>(null);
  /** What is drawn next is decided on. */
  drawing = $state(false);
  /** Whether all objects of the layers are seen over the picture, or those of the chosen thing. */
  showsAll = $state(false);
  readonly tolerance: Tolerance = $derived(this.answer?.tolerance ?? this.usual());
  #changes = $state(0);
  readonly things: readonly Thing[] = $derived.by(() => {
    void this.#changes;
    const { reading } = this.editor;
    const isThere = (ref: AnnotationRef) => reading.find(ref)?.deleted === false;
    return decidedThings(this.comparison?.things ?? [], this.layers, this.answer?.rulings ?? [], isThere);
  });
  readonly conflicts = $derived(this.things.filter(({ compared }) => compared.conflicts.length > 0));
  readonly agreed = $derived(this.things.filter(({ compared }) => compared.conflicts.length === 0));
  readonly undecided = $derived(this.conflicts.filter(({ state }) => state !== 'decided').length);
  /** Things on which the layers agree and that are not in the consensus. */
  readonly untaken = $derived(this.agreed.filter(({ state }) => state !== 'decided'));
  readonly current: Thing | null = $derived(this.things.find(({ key }) => key === this.chosen) ?? null);
  /** Objects of the layers that are seen over the picture. */
  readonly shown: readonly ShownTrack[] = $derived(
    this.layers.flatMap(({ letter, color, marks }, n) => {
      const wanted = this.showsAll ? marks : [this.current?.marks[n] ?? null];
      return wanted.flatMap((mark) => (mark?.kind === 'track' ? [{ letter, color, track: mark.track }] : []));
    }),
  );
  readonly editor: Editor;
  readonly work: DeskWork;
  readonly #leave = new AbortController();
  readonly #stops: (() => void)[];
  /** Decisions one after the other: the next one builds on what came of the one before. */
  #queue: Promise<unknown> = Promise.resolve();
  #compared = new AbortController();
  #again: ReturnType<typeof setTimeout> | undefined;
  /** The marks there were when one began to draw. */
  #known = new Set<string>();

  constructor(editor: Editor, work: DeskWork) {
    this.editor = editor;
    this.work = work;
    this.#stops = [editor.changed.subscribe(() => this.#changed())];
    void this.load();
  }

  /** Whether what is chosen is this person's to decide now. */
  get mayDecide(): boolean {
    return this.work.isMine && this.work.now.steps.includes('submit');
  }

  /** For the keys; null where one only looks. */
  get hand(): AdjudicationHand | null {
    if (!this.mayDecide || this.comparison === null) return null;
    return {
      layers: this.layers.length,
      step: (way) => this.step(way),
      take: (n) => this.take(n),
      merge: () => this.merge(),
      draw: () => this.draw(),
      neither: () => this.neither(),
      takeBack: () => this.takeBack(),
    };
  }

  usual(): Tolerance {
    const { index } = this.editor.options;
    return usualTolerance((index.count * 1000) / Math.max(1, index.durationMs));
  }

  /** Asks for everything anew: the layers may have changed. */
  async load(): Promise<void> {
    this.fault = null;
    const answer = await askApi<AdjudicationAnswer>(`/assignments/${this.work.now.id}/adjudication`);
    if (this.#leave.signal.aborted) return;
    if ('fault' in answer) {
      this.fault = answer.fault;
      return;
    }
    const { id } = this.editor.options.video;
    const frames = this.editor.playhead.count;
    try {
      const layers = await loadLayers(answer.value.sources, { id, frames }, this.#leave.signal);
      this.layers = layers;
      this.answer = answer.value;
      await this.#compare();
    } catch (thrown) {
      this.#failed(thrown);
    }
  }

  async setTolerance(tolerance: Tolerance | null): Promise<void> {
    const answer = await this.#send('/tolerance', { tolerance }, 'PUT');
    if (answer) await this.#compare();
  }

  /** Goes to a thing: to where its layers are furthest apart, with what they have over the picture. */
  choose(thing: Thing): void {
    this.chosen = thing.key;
    this.drawing = false;
    const { playhead, selection, reading } = this.editor;
    const made = thing.rulings.flatMap(({ marks }) => refsOf(marks));
    selection.set(made.filter((ref) => reading.find(ref)?.deleted === false));
    playhead.pause();
    playhead.seek(clampFrame(thing.compared.conflicts[0]?.frame ?? thing.compared.frame, playhead.count));
  }

  step(way: 1 | -1): void {
    const all = way === 1 ? this.conflicts : this.conflicts.toReversed();
    const at = all.findIndex(({ key }) => key === this.chosen);
    const next = [...all.slice(at + 1), ...all.slice(0, at + 1)].find(({ state }) => state !== 'decided');
    if (next) this.choose(next);
    else
      this.editor.say(this.conflicts.length > 0 ? 'Every conflict is decided.' : 'There are no conflicts.');
  }

  take(n: number): void {
    const mark = this.current?.marks[n];
    const layer = this.layers[n];
    if (!layer || !this.current) return;
    if (!mark) return this.editor.say(`Layer ${layer.letter} has it not.`, 'warn');
    this.#decide('taken', `take it as layer ${layer.letter} has it`, [contentOf(mark)], layer.layer);
  }

  /** What would be the merged mark; null where there can be none. */
  mergedOf(thing: Thing): MarkContent | null {
    const marks = thing.marks.filter((mark) => mark !== null);
    return marks.length > 1 ? mergedOf(marks, this.editor.playhead.count) : null;
  }

  merge(): void {
    if (!this.current) return;
    const merged = this.mergedOf(this.current);
    if (!merged) return this.editor.say('This cannot be merged: take it from one layer, or draw it.', 'warn');
    this.#decide('merged', 'merge the layers', [merged], null);
  }

  neither(): void {
    this.#decide('neither', 'decide that it is not there', [], null);
  }

  /** What is drawn from now on is the decision. */
  draw(): void {
    if (!this.current || !this.#may()) return;
    this.#known = this.#marks();
    this.drawing = true;
    this.editor.selection.clear();
    this.editor.say('Draw it now; what you draw is the decision.');
  }

  /** What is selected is the decision. */
  useSelected(): void {
    const refs = this.editor.selection.refs.value;
    if (refs.length > 0) this.#drawn(refs);
  }

  takeBack(): void {
    const thing = this.current;
    if (!thing || thing.rulings.length === 0 || !this.#may()) return;
    this.#enqueue(async () => {
      const { key } = thing;
      const now = this.things.find((one) => one.key === key);
      const ids = now?.rulings.map(({ id }) => id) ?? [];
      const out = this.#liveOf(now);
      if (!(await this.#send('/rulings-taken-back', { ids }))) return;
      if (out.length > 0) settle(this.editor, 'take the decision back', [], out);
      else this.editor.say('The decision is taken back.');
    });
  }

  /** Takes over all on which the layers agree: objects as one has them that is most like the others, the rest in the middle. */
  takeAgreed(): void {
    if (!this.#may()) return;
    this.#enqueue(async () => {
      let count = 0;
      for (const batch of agreedBatches(this.untaken, this.editor.playhead.count)) {
        const out = batch.flatMap(({ thing }) => this.#liveOf(thing));
        const caption = `take over ${batch.length} agreed`;
        const contents = batch.map(({ content }) => content);
        const done = await this.#settle(caption, contents, out, (made) =>
          batch.map(({ thing }, n) => ({
            sources: thing.sources,
            kind: 'agreed',
            from: null,
            marks: made[n] ? [refKey(made[n])] : [],
          })),
        );
        if (!done) return;
        count += batch.length;
      }
      this.editor.say(`Took over ${count} on which the layers agree`);
    });
  }

  destroy(): void {
    this.#leave.abort();
    this.#compared.abort();
    clearTimeout(this.#again);
    for (const stop of this.#stops) stop();
  }

  #decide(
    kind: RulingKind,
    caption: string,
    contents: readonly MarkContent[],
    from: NewRuling['from'],
  ): void {
    const key = this.current?.key;
    if (key === undefined || !this.#may()) return;
    this.drawing = false;
    this.#enqueue(async () => {
      const thing = this.things.find((one) => one.key === key);
      if (!thing) return;
      const done = await this.#settle(caption, contents, this.#liveOf(thing), (made) => [
        { sources: thing.sources, kind, from, marks: made.map(refKey) },
      ]);
      if (done && this.chosen === key) this.editor.selection.set(done);
    });
  }

  /** A mark that was made by hand, or was there, is what one decides on. */
  #drawn(refs: readonly AnnotationRef[]): void {
    const key = this.current?.key;
    this.drawing = false;
    if (key === undefined) return;
    this.#enqueue(async () => {
      const thing = this.things.find((one) => one.key === key);
      if (!thing) return;
      const marks = refs.map(refKey);
      const ruling: NewRuling = { sources: thing.sources, kind: 'drawn', from: null, marks };
      if (!(await this.#send('/rulings', { rulings: [ruling] }))) return;
      const out = this.#liveOf(thing).filter((ref) => !marks.includes(refKey(ref)));
      if (out.length > 0) settle(this.editor, 'take out what was decided before', [], out);
    });
  }

  /** The gesture, then the rows; nothing of either where the server refuses. */
  async #settle(
    caption: string,
    contents: readonly MarkContent[],
    out: readonly AnnotationRef[],
    rulingsOf: (made: readonly AnnotationRef[]) => readonly NewRuling[],
  ): Promise<readonly AnnotationRef[] | null> {
    const nothing = contents.length === 0 && out.length === 0;
    const made = nothing ? [] : settle(this.editor, caption, contents, out);
    if (!made) return null;
    if (await this.#send('/rulings', { rulings: rulingsOf(made) })) return made;
    if (!nothing) this.editor.history.undo();
    return null;
  }

  #may(): boolean {
    if (this.mayDecide) return true;
    const { state } = this.work.now;
    const begins = this.work.isMine && state === 'assigned';
    this.editor.say(begins ? 'Start the work, then decide.' : 'This is not yours to decide now.', 'warn');
    return false;
  }

  /** What came of a thing and is still there. Of a mark that other things were decided to be too it keeps out. */
  #liveOf(thing: Thing | undefined): readonly AnnotationRef[] {
    if (!thing) return [];
    const mine = new Set(thing.rulings.map(({ id }) => id));
    const others = new Set(
      (this.answer?.rulings ?? []).flatMap(({ id, marks }) => (mine.has(id) ? [] : marks)),
    );
    const refs = thing.rulings.flatMap(({ marks }) => refsOf(marks.filter((mark) => !others.has(mark))));
    return refs.filter((ref) => this.editor.reading.find(ref)?.deleted === false);
  }

  #enqueue(run: () => Promise<void>): void {
    this.#queue = this.#queue.then(run, run);
  }

  /** Whether the server took it; else people are told why not. */
  async #send(path: string, body: object, method: 'POST' | 'PUT' = 'POST'): Promise<boolean> {
    this.busy = true;
    const answer = await askApi<AdjudicationAnswer>(`/assignments/${this.work.now.id}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    this.busy = false;
    if ('fault' in answer) this.editor.say(`${answer.fault.sentence} ${answer.fault.next}`, 'warn');
    else this.answer = answer.value;
    return 'value' in answer;
  }

  async #compare(): Promise<void> {
    this.#compared.abort();
    const { signal } = (this.#compared = new AbortController());
    const layers = this.layers.map(({ marks }) => marks);
    try {
      const { tolerance } = this;
      const found = await compare({ layers, tolerance, frames: this.editor.playhead.count }, signal);
      if (!signal.aborted) this.comparison = found;
    } catch (thrown) {
      if (!signal.aborted) this.#failed(thrown);
    }
  }

  #failed(thrown: unknown): void {
    if (this.#leave.signal.aborted) return;
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    this.fault = { sentence: `The layers could not be compared: ${why}`, next: 'Try again.' };
  }

  #marks(): Set<string> {
    const { tracks, segments, boundaries, events } = this.editor.reading;
    return new Set([
      ...[...tracks.keys()].map((id) => `track:${id}`),
      ...[...segments.keys()].map((id) => `segment:${id}`),
      ...[...boundaries.keys()].map((id) => `boundary:${id}`),
      ...[...events.keys()].map((id) => `event:${id}`),
    ]);
  }

  #changed(): void {
    this.#changes += 1;
    if (this.drawing) {
      const [made] = [...this.#marks()].filter((mark) => !this.#known.has(mark));
      if (made) this.#drawn(refsOf([made]));
    }
    if (this.work.isMine) return;
    // Somebody else decides: what they draw is followed by why.
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.#askAgain(), ASK_AGAIN_MS);
  }

  async #askAgain(): Promise<void> {
    const answer = await askApi<AdjudicationAnswer>(`/assignments/${this.work.now.id}/adjudication`);
    if ('value' in answer && !this.#leave.signal.aborted && this.answer)
      this.answer = { ...this.answer, rulings: answer.value.rulings };
  }
}
