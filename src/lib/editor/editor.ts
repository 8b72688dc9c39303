/**
 * The hand and the eye on one video: composition root of the editor. It reads the documents, holds what is only ours
 * (playhead, selection, viewport, tool), and every change of a document by this screen goes through one of its hands:
 * one gesture, one transaction, one entry of undo. Knows no DOM; `destroy` lets go of everything.
 */
import { Cell, Derived, type Readable } from '#lib/cell/cell.ts';
import { Hand } from '#lib/doc/hand.ts';
import { readOnlyReason } from '#lib/doc/open.ts';
import { CommentsReading, LabelsReading } from '#lib/doc/read.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import { anchorFrame, type Anchor, type Comment } from '#lib/model/comment.ts';
import type { CommentId, LabelId, TierId, TrackId } from '#lib/model/id.ts';
import { can } from '#lib/model/role.ts';
import { labelOf, offeredLabels } from '#lib/model/taxonomy.ts';
import { clampFrame, type Frame } from '#lib/model/time.ts';
import { stateAt, type TrackState } from '#lib/model/track.ts';
import type { PersonAnswer } from '#lib/protocol/http.ts';
import type { Doing, Draft } from '#lib/protocol/presence.ts';
import type { AdjudicationHand, ShownTrack } from './adjudication-hand.ts';
import type { Ask, Note } from './ask.ts';
import { Brush } from './brush.ts';
import { Captions } from './captions.ts';
import { Clipboard } from './clipboard.ts';
import { Commands } from './command.ts';
import { commandTable } from './commands/table.ts';
import { Company } from './company.ts';
import { nextLabel } from './deeds/drawing.ts';
import { tierLabels } from './deeds/label.ts';
import { Display } from './display.ts';
import { History } from './history.ts';
import { LiveMarks } from './live-marks.ts';
import type { LoopRange } from './loop.ts';
import type { EditorLine, EditorOptions, Other } from './options.ts';
import { followOwnPresence } from './own-presence.ts';
import { Live } from './live/live.ts';
import { Playhead } from './playhead.ts';
import type { ReviewHand } from './review-hand.ts';
import { Scene, type Visible } from './scene.ts';
import { Sketches } from './sketches.ts';
import { Selection } from './selection.ts';
import { LaneDisplay, laneKeyOf } from './timeline/lane-display.ts';
import { Shuttle } from './shuttle.ts';
import { TimelineView } from './timeline/view.ts';
import { Tools } from './tools.ts';
import { Tracking } from './tracking.ts';
import { Viewport } from './viewport.ts';

/** A comment, and the frame that was gone to with it. */
export type ReadThread = { readonly id: CommentId; readonly frame: Frame };

export class Editor {
  readonly options: EditorOptions;
  readonly reading: LabelsReading;
  readonly comments: CommentsReading;
  /** Edits the labels document. */
  readonly hand: Hand;
  /** Edits the discussion document. */
  readonly talk: Hand;
  /** Undo and redo over both. */
  readonly history: History;
  readonly playhead: Playhead;
  readonly shuttle: Shuttle;
  /** null: nobody else can be with us. */
  readonly live: Live | null;
  readonly selection = new Selection();
  readonly viewport: Viewport;
  readonly display: Display;
  /** Whether the picture is magnified around the pointer. */
  readonly lens = new Cell(false);
  /** Whether there is to be nothing but the picture. */
  readonly pictureOnly = new Cell(false);
  readonly brush = new Brush();
  readonly scene: Scene;
  readonly captions: Captions;
  readonly company: Company;
  readonly tools: Tools;
  readonly commands: Commands;
  readonly timeline: TimelineView;
  readonly lanes: LaneDisplay;
  readonly liveMarks: LiveMarks;
  readonly tracking: Tracking;
  /** Label of the next object drawn; null: it is asked for. */
  readonly armed = new Cell<LabelId | null>(null);
  /** Tier that the next segment lies on. */
  readonly tier: Cell<TierId | null>;
  readonly segmentLabel: Cell<LabelId | null>;
  readonly eventLabel: Cell<LabelId | null>;
  /** First and last frame of a range; both belong to it. */
  readonly marks = { in: new Cell<Frame | null>(null), out: new Cell<Frame | null>(null) };
  readonly clipboard: Clipboard;
  readonly sketches = new Sketches();
  /** Whether this hand points with light. */
  readonly laser = new Cell(false);
  /** Whether the pointers of the others are not to be seen. */
  readonly pointersHidden = new Cell(false);
  /** Where marks are decided on; null: they are not. */
  readonly review = new Cell<ReviewHand | null>(null);
  /** Where one decides between layers, and what of them is seen over the picture. */
  readonly adjudication = new Cell<AdjudicationHand | null>(null);
  readonly comparedTracks = new Cell<readonly ShownTrack[]>([]);
  /** What the others cannot see of this hand; null: nothing of note. */
  readonly doing = new Cell<Doing | null>(null);
  readonly canEdit: Readable<boolean>;
  readonly canComment: Readable<boolean>;
  readonly #changed = new Cell(0);
  readonly #note = new Cell<Note | null>(null);
  readonly #asks = new Cell<Ask | null>(null);
  readonly #thread = new Cell<ReadThread | null>(null);
  readonly #stops: (() => void)[] = [];

  constructor(options: EditorOptions) {
    this.options = options;
    const { labels, discussion, taxonomy, player, video, labelsLine, discussionLine } = options;
    this.reading = new LabelsReading(labels);
    this.comments = new CommentsReading(discussion);
    this.hand = new Hand(labels.ydoc);
    this.talk = new Hand(discussion.ydoc);
    // A session that is led from here is told of the loop at once, before there is a playhead that could have one.
    let playhead: Playhead | null = null;
    this.live = this.#joinLive(() => playhead?.loop.range.value ?? null);
    this.playhead = playhead = new Playhead(this.live?.player ?? player);
    this.shuttle = new Shuttle(this.playhead);
    this.live?.start();
    const { width = 1, height = 1, pixelAspect = 1 } = video.picture ?? {};
    this.viewport = new Viewport({ width, height }, pixelAspect);
    this.display = new Display(options.memory ?? null);
    this.scene = new Scene(this.reading.tracks, this.#changed, this.viewport.aspect);
    this.clipboard = new Clipboard(options.clips);
    this.lanes = new LaneDisplay(options.memory ?? null);
    this.captions = new Captions(this.reading, taxonomy);
    this.company = new Company(labelsLine?.presence ?? null, () => this.now());
    this.timeline = new TimelineView({ count: options.index.count });
    this.tier = new Cell(taxonomy.tiers.find(({ retired }) => !retired)?.id ?? null);
    this.segmentLabel = new Cell<LabelId | null>(null);
    this.eventLabel = new Cell(offeredLabels(taxonomy, 'event')[0]?.id ?? null);
    this.canEdit = this.#allowed('labels.edit', labelsLine, () => readOnlyReason(labels));
    this.canComment = this.#allowed('discussion.write', discussionLine);
    this.history = new History(this, [
      { ydoc: labels.ydoc, hand: this.hand },
      { ydoc: discussion.ydoc, hand: this.talk },
    ]);
    const { keys, mac } = options;
    this.commands = new Commands(this, commandTable, { taxonomy, ...(mac && { mac }) });
    if (keys) this.#stops.push(keys.subscribe((choice) => this.commands.choose(choice)));
    this.tools = new Tools(this);
    this.liveMarks = new LiveMarks(this);
    this.tracking = new Tracking(this);
    this.#follow();
  }

  /** Counts up with every change of the documents: follow it, then read `reading` and `comments`. */
  get changed(): Readable<number> {
    return this.#changed;
  }

  /** What this hand is dragging. */
  get draft(): Readable<Draft | null> {
    return this.tools.draft;
  }

  get others(): Readable<readonly Other[]> {
    return this.company.others;
  }

  /** The last thing done, or why something was not. */
  get note(): Readable<Note | null> {
    return this.#note;
  }

  /** What people are to be asked just now. */
  get asks(): Readable<Ask | null> {
    return this.#asks;
  }

  /** Milliseconds since 1970. */
  now(): number {
    return this.options.now?.() ?? Date.now();
  }

  say(text: string, tone: Note['tone'] = 'info', undo = false): void {
    this.#note.set(undo ? { text, tone, undo } : { text, tone });
  }

  ask(ask: Ask): void {
    this.#asks.set(ask);
  }

  /** The question is answered or put aside. A comment's tool is laid down with it, a shape without label goes. */
  answered(): void {
    const kind = this.#asks.value?.kind;
    this.#asks.set(null);
    if (kind === 'comment' && this.tools.active.value === 'comment') this.tools.choose('select');
    if (kind === 'pick-label') this.tools.cancel();
  }

  /**
   * One gesture on the labels: one transaction, one entry of undo, one line for the status. Nothing happens where one
   * may not edit; the answer says whether it was done. `caption` begins with a small verb: `move Pleural line 2`.
   */
  act(caption: string, frame: Frame | null, refs: readonly AnnotationRef[], run: () => void): boolean {
    if (!this.mayEdit() || !this.mayChange(refs)) return false;
    this.hand.transact({ caption, frame, refs }, run);
    this.say(caption.charAt(0).toUpperCase() + caption.slice(1));
    return true;
  }

  /** Several gestures as one: one transaction, one entry of undo. Of a single mark it keeps that one's own words. */
  together(caption: string, refs: readonly AnnotationRef[], run: () => void): void {
    const [first] = refs;
    if (refs.length === 1 || !first) return run();
    this.act(caption, this.frameToShow(first), refs, run);
  }

  /** Whether one may edit; says why not. */
  mayEdit(): boolean {
    const reason = readOnlyReason(this.options.labels);
    if (reason === null) return this.#may(this.canEdit, this.options.labelsLine, 'edit labels');
    this.say(`This document is read only: ${reason}.`, 'warn');
    return false;
  }

  /** Whether none of these lies on a lane that one has locked against a slip of one's own hand; says it where one does. */
  mayChange(refs: readonly AnnotationRef[]): boolean {
    const locked = refs.find((ref) => this.lanes.has('locked', laneKeyOf(this.reading, ref) ?? ''));
    if (locked) this.say(`${this.captionOf(locked)} is locked on this device: unlock its row first.`, 'warn');
    return locked === undefined;
  }

  /** The comment that one was led to last; another object each time, also for the same comment. */
  get thread(): Readable<ReadThread | null> {
    return this.#thread;
  }

  /** Goes to a comment: to its moment, and to what it is about. */
  readThread({ id, anchor }: Comment): void {
    this.goToAnchor(anchor);
    this.#thread.set({ id, frame: this.playhead.target.value });
  }

  /** Goes to what a comment is about. */
  goToAnchor(anchor: Anchor): void {
    const frame = anchorFrame(anchor);
    if (frame !== undefined) this.playhead.seek(clampFrame(frame, this.playhead.count));
    if (anchor.kind === 'annotation' && this.reading.find(anchor.ref)?.deleted === false)
      this.selection.set([anchor.ref]);
  }

  /** Whether one may comment; says why not. */
  mayComment(): boolean {
    return this.#may(this.canComment, this.options.discussionLine, 'comment');
  }

  captionOf(ref: AnnotationRef): string {
    return this.captions.captionOf(ref);
  }

  colorOf(ref: AnnotationRef): string {
    return this.captions.colorOf(ref);
  }

  /** Who a Yjs client is; undefined while the server has not said so. */
  personOf(client: number): PersonAnswer | undefined {
    const { labels, discussion, me, labelsLine, discussionLine } = this.options;
    if (client === labels.ydoc.clientID || client === discussion.ydoc.clientID) return me;
    return labelsLine?.authors.value.get(client) ?? discussionLine?.authors.value.get(client);
  }

  /** Objects present at a frame, hidden ones too. */
  visibleAt(frame: Frame): readonly Visible[] {
    return this.scene.at(frame);
  }

  /** A track at the shown frame; undefined where it is not drawn. */
  shownState(id: TrackId): TrackState | undefined {
    const track = this.reading.tracks.get(id);
    if (!track || this.scene.isHidden({ kind: 'track', id })) return undefined;
    return stateAt(track.keyframes, this.playhead.shown.value);
  }

  /** Who else is dragging this just now. */
  holderOf(ref: AnnotationRef): Other | undefined {
    return this.company.holderOf(ref);
  }

  /** Where a mark begins. */
  frameOf(ref: AnnotationRef): Frame | null {
    const mark = this.reading.find(ref);
    if (!mark) return null;
    if ('start' in mark) return mark.start;
    return 'frame' in mark ? mark.frame : (mark.keyframes[0]?.frame ?? null);
  }

  /** The shown frame if the mark is there, else where it begins. */
  frameToShow(ref: AnnotationRef): Frame | null {
    const here = this.playhead.shown.value;
    const mark = this.reading.find(ref);
    if (mark && 'keyframes' in mark && stateAt(mark.keyframes, here)) return here;
    if (mark && 'start' in mark && mark.start <= here && here < mark.end) return here;
    return this.frameOf(ref);
  }

  /** Selects a mark and shows a frame on which it is. */
  goTo(ref: AnnotationRef): void {
    this.selection.set([ref]);
    const frame = this.frameToShow(ref);
    if (frame !== null && frame !== this.playhead.target.value) this.playhead.seek(frame);
  }

  /** Name of the label that the next object gets without being asked for it. */
  armedName(): string | undefined {
    const next = nextLabel(this);
    return next ? labelOf(this.options.taxonomy, next)?.name : undefined;
  }

  /** `#rrggbb` for what is being drawn. */
  armedColor(): string {
    const next = nextLabel(this);
    return (next && labelOf(this.options.taxonomy, next)?.color) || '#d5dbe0';
  }

  destroy(): void {
    for (const stop of this.#stops) stop();
    this.history.destroy();
    this.sketches.clear();
    this.tracking.destroy();
    this.liveMarks.destroy();
    this.captions.destroy();
    this.company.destroy();
    this.shuttle.destroy();
    this.playhead.destroy();
    this.live?.destroy();
    this.reading.destroy();
    this.comments.destroy();
  }

  #allowed(
    action: 'labels.edit' | 'discussion.write',
    line: EditorLine | null,
    reason: () => string | null = () => null,
  ): Readable<boolean> {
    const allowed = can(this.options.role, action);
    const cell = new Derived(
      line ? [line.state, this.#changed] : [this.#changed],
      () => allowed && (line?.state.value.readOnly ?? null) === null && reason() === null,
    );
    this.#stops.push(() => cell.stop());
    return cell;
  }

  #joinLive(looped: () => LoopRange | null): Live | null {
    const { live: line, player, video } = this.options;
    if (!line) return null;
    const loop = () => {
      const range = looped();
      return range && { startMs: player.index.timeMs(range.start), endMs: player.index.timeMs(range.end) };
    };
    return new Live({ line, player, video: video.id, loop, say: (text) => this.say(text) });
  }

  #may(allowed: Readable<boolean>, line: EditorLine | null, what: string): boolean {
    if (!allowed.value)
      this.say(line?.state.value.readOnly ?? `Your role (${this.options.role}) may not ${what}.`, 'warn');
    return allowed.value;
  }

  #follow(): void {
    const count = () => this.#changed.set(this.#changed.value + 1);
    this.#stops.push(
      this.reading.subscribe(() => {
        count();
        this.selection.keep((ref) => this.reading.find(ref)?.deleted === false);
        this.tools.refresh();
      }),
      this.comments.subscribe(count),
      this.playhead.shown.subscribe(() => {
        this.selection.vertex.set(null);
        this.tools.refresh();
      }),
      this.selection.refs.subscribe(() => this.tools.refresh()),
      this.armed.subscribe(() => this.tools.refresh()),
      this.commands.shown.subscribe(() => this.tools.refresh()),
      this.lanes.flagged('solo').subscribe((keys) => {
        this.scene.setSolo(new Set([...keys].filter((key) => key.startsWith('track:'))));
      }),
      this.tier.subscribe((tier) => {
        const offered = tier ? tierLabels(this, tier) : [];
        const kept = offered.some(({ id }) => id === this.segmentLabel.value);
        if (!kept) this.segmentLabel.set(offered[0]?.id ?? null);
      }),
      followOwnPresence(this),
      // A loop of one's own would carry the picture off.
      this.live?.place.subscribe((place) => place === 'following' && this.playhead.loop.rests()) ??
        (() => undefined),
    );
  }
}
