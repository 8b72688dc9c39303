/**
 * A person at the real editor, for tests that say what the hand does: `hand.press(10, 10).drag(40, 40).release()`.
 * The picture is 200 × 100 pixels and is shown at 100 %, so that a place on the screen is the same on the picture.
 */
import * as Y from 'yjs';
import { Cell } from '#lib/cell/cell.ts';
import { openDiscussion, openLabels } from '#lib/doc/open.ts';
import { Editor } from '#lib/editor/editor.ts';
import type { TextStore } from '#lib/editor/clipboard.ts';
import type { DeviceMemory } from '#lib/editor/device-memory.ts';
import type { EditorLine, Other } from '#lib/editor/options.ts';
import type { PointerInput } from '#lib/editor/tool.ts';
import { SHAPE_KINDS, type Shape } from '#lib/model/shape.ts';
import type { Regions } from '#lib/media/region/regions.ts';
import type { Tracker } from '#lib/media/tracker/tracker.ts';
import type { Box } from '#lib/model/shapes/box.ts';
import type {
  Id,
  LabelId,
  LayerId,
  PersonId,
  ProjectId,
  StudyId,
  TierId,
  TrackId,
  VideoId,
} from '#lib/model/id.ts';
import type { Label, LabelUse } from '#lib/model/label.ts';
import type { JointId, SkeletonPlan } from '#lib/model/skeleton-plan.ts';
import type { Role } from '#lib/model/role.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import type { Frame } from '#lib/model/time.ts';
import { stateAt, type Track } from '#lib/model/track.ts';
import type { PersonAnswer, VideoAnswer } from '#lib/protocol/http.ts';
import type { OwnPresence } from '#lib/protocol/presence.ts';
import { FakePlayer } from './fake-player.ts';

function label(id: string, name: string, color: string, use: LabelUse): Label {
  return { id: id as LabelId, name, color, use, shapes: use === 'object' ? SHAPE_KINDS : [], retired: false };
}

/** Joints from the top left to the bottom right, each joined to the next. */
function planOf(...names: readonly string[]): SkeletonPlan {
  const joints = names.map((name, at) => {
    const place = at / (names.length - 1);
    return { id: name.toLowerCase() as JointId, name, x: place, y: place, retired: false };
  });
  const edges = joints.slice(1).map(({ id }, at) => [joints[at]!.id, id] as const);
  return { joints, edges };
}

export const taxonomy: Taxonomy = {
  id: 'taxonomy' as Id<'taxonomy'>,
  name: 'Test',
  version: 1,
  labels: [
    { ...label('forceps', 'Forceps', '#62afa0', 'object'), skeleton: planOf('Tip', 'Hinge', 'Shaft') },
    { ...label('polyp', 'Polyp', '#f52311', 'object'), skeleton: planOf('Top', 'Base') },
    { ...label('lens', 'Lens', '#aa8dde', 'object'), shapes: ['box'] },
    label('prepare', 'Preparation', '#feed8c', 'segment'),
    label('cut', 'Cutting', '#a053fd', 'segment'),
    label('bleed', 'Bleeding', '#cff2fe', 'segment'),
    label('clip', 'Clip set', '#ecaa0b', 'event'),
  ],
  tiers: [
    {
      id: 'phase' as TierId,
      name: 'Phase',
      mode: 'exclusive',
      labels: ['prepare', 'cut'] as LabelId[],
      retired: false,
    },
    {
      id: 'finding' as TierId,
      name: 'Finding',
      mode: 'free',
      labels: ['bleed'] as LabelId[],
      retired: false,
    },
  ],
};

export const FORCEPS = 'forceps' as LabelId;
export const POLYP = 'polyp' as LabelId;
/** May only be drawn as boxes. */
export const BOXES_ONLY = 'lens' as LabelId;

function person(name: string): PersonAnswer {
  return { id: name.toLowerCase() as PersonId, name, color: '#6fb3ff' };
}

function video(frames: number, role: Role, pixelAspect: number): VideoAnswer {
  return {
    id: 'video' as VideoId,
    study: 'study' as StudyId,
    project: 'project' as ProjectId,
    name: 'case.mov',
    state: 'ready',
    progress: null,
    problem: null,
    createdAt: '2026-01-01T00:00:00Z',
    sha256: '0'.repeat(64),
    bytes: 1,
    picture: {
      width: 200,
      height: 100,
      pixelAspect,
      frames,
      durationMs: frames * 40,
      timebase: { num: 1, den: 25 },
      codec: 'h264',
      hasAudio: false,
      rendition: 'untouched',
    },
    media: null,
    offsetMs: 0,
    rooms: {
      labels: [{ layer: 'shared' as LayerId, kind: 'shared', name: 'Shared', room: 'l', discussion: 'd' }],
      discussion: 'd',
    },
    role,
  };
}

/** A line that only carries presence: what one sets, the others of the same room see. */
class PresenceRoom {
  readonly #members = new Map<
    number,
    { readonly who: PersonAnswer; readonly others: Cell<readonly Other[]>; own: OwnPresence | null }
  >();

  join(client: number, who: PersonAnswer): EditorLine {
    const others = new Cell<readonly Other[]>([]);
    const member = { who, others, own: null as OwnPresence | null };
    this.#members.set(client, member);
    return {
      state: new Cell({ readOnly: null }),
      authors: new Cell<ReadonlyMap<number, PersonAnswer>>(new Map()),
      presence: {
        others,
        set: (own) => {
          member.own = own;
          this.#tell();
        },
      },
    };
  }

  #tell(): void {
    const all = [...this.#members].flatMap(([client, { who, own }]) =>
      own ? [{ ...own, person: who, client }] : [],
    );
    for (const [client, member] of this.#members)
      member.others.set(all.filter((one) => one.client !== client));
  }
}

export class HandAtWork {
  readonly editor: Editor;
  readonly player: FakePlayer;
  readonly labels = new Y.Doc();
  readonly discussion = new Y.Doc();
  /** Milliseconds that the editor's clock shows. */
  nowMs = 1_800_000_000_000;
  /** Local transactions on the labels that changed something. */
  transactions = 0;
  #at = { x: 0, y: 0 };

  constructor(
    options: {
      name?: string;
      role?: Role;
      frames?: number;
      /** Width of a stored pixel over its height; the picture fits its pane then. */
      pixelAspect?: number;
      room?: PresenceRoom;
      taxonomy?: Taxonomy;
      memory?: DeviceMemory;
      tracker?: Tracker;
      regions?: Regions;
      clips?: TextStore;
    } = {},
  ) {
    const { name = 'Maya', role = 'annotator', frames = 100, room } = options;
    this.player = new FakePlayer(frames);
    const me = person(name);
    this.labels.on('afterTransaction', ({ local, changed }) => {
      if (local && changed.size > 0) this.transactions++;
    });
    this.editor = new Editor({
      video: video(frames, role, options.pixelAspect ?? 1),
      taxonomy: options.taxonomy ?? taxonomy,
      role,
      me,
      people: [me],
      index: this.player.index,
      player: this.player,
      labels: openLabels(this.labels),
      discussion: openDiscussion(this.discussion),
      labelsLine: room?.join(this.labels.clientID, me) ?? null,
      discussionLine: null,
      memory: options.memory ?? null,
      ...(options.tracker && { tracker: options.tracker }),
      ...(options.regions && { regions: options.regions }),
      clips: options.clips ?? null,
      now: () => this.nowMs,
    });
    this.editor.viewport.setPane(200, 100);
  }

  press(x: number, y: number, how: Partial<PointerInput> = {}): this {
    this.point('move', x, y);
    return this.point('down', x, y, how);
  }

  /** Moves there in a few steps, with the button held. */
  drag(x: number, y: number, how: Partial<PointerInput> = {}): this {
    const from = this.#at;
    for (const t of [0.3, 0.7, 1])
      this.point('move', from.x + (x - from.x) * t, from.y + (y - from.y) * t, how);
    return this;
  }

  /** Moves there with no button held. */
  move(x: number, y: number): this {
    return this.point('move', x, y, { button: -1 });
  }

  release(how: Partial<PointerInput> = {}): this {
    return this.point('up', this.#at.x, this.#at.y, how);
  }

  click(x: number, y: number, how: Partial<PointerInput> = {}): this {
    return this.press(x, y, how).release(how);
  }

  /** Presses a key as a person names it: `Shift+A`, `Ctrl+Z`, `1`, `[`. */
  key(name: string): boolean {
    const parts = name === '+' ? ['+'] : name.split('+');
    const key = parts.at(-1)!;
    const code = /^[0-9]$/.test(key)
      ? `Digit${key}`
      : /^[A-Za-z]$/.test(key)
        ? `Key${key.toUpperCase()}`
        : key;
    const written = key === 'Space' ? ' ' : key;
    const held = (modifier: string) => parts.slice(0, -1).includes(modifier);
    return this.editor.commands.key({
      key: written,
      code,
      shift: held('Shift'),
      ctrl: held('Ctrl'),
      alt: held('Alt'),
      meta: false,
      repeat: false,
    });
  }

  /** Lets go of a key that is down, as a person names it. */
  letGo(key: string): this {
    this.editor.commands.release(/^[A-Za-z]$/.test(key) ? `Key${key.toUpperCase()}` : key);
    return this;
  }

  /** Presses a key and lets it go. */
  tap(key: string): this {
    this.key(key);
    return this.letGo(key);
  }

  /** Two clicks on one place, quick enough to be one. */
  doubleClick(x: number, y: number): this {
    return this.click(x, y, { time: 1000 }).click(x, y, { time: 1200 });
  }

  at(frame: number): this {
    this.editor.playhead.seek(frame);
    return this;
  }

  /** Draws a box by dragging; it is selected then. */
  draw(x: number, y: number, x2: number, y2: number, as: LabelId = FORCEPS): TrackId {
    this.editor.armed.set(as);
    this.editor.tools.choose('box');
    this.press(x, y).drag(x2, y2).release();
    this.editor.tools.choose('select');
    const ref = this.editor.selection.first;
    if (ref?.kind !== 'track') throw new Error('Nothing was drawn.');
    return ref.id;
  }

  get tracks(): Track[] {
    return [...this.editor.reading.tracks.values()];
  }

  track(id: TrackId): Track {
    const track = this.editor.reading.tracks.get(id);
    if (!track) throw new Error(`There is no track ${id}.`);
    return track;
  }

  /** What an object is at a frame; undefined where it is not there. */
  shapeAt(id: TrackId, frame: number): Shape | undefined {
    return stateAt(this.track(id).keyframes, frame as Frame)?.shape;
  }

  /** Where a box is at a frame. */
  boxAt(id: TrackId, frame: number): Box | undefined {
    const shape = this.shapeAt(id, frame);
    if (shape && shape.kind !== 'box') throw new Error(`It is a ${shape.kind}.`);
    return shape;
  }

  point(type: PointerInput['type'], x: number, y: number, how: Partial<PointerInput> = {}): this {
    this.#at = { x, y };
    this.editor.tools.pointer({
      type,
      at: { x, y },
      button: 0,
      shift: false,
      alt: false,
      ctrl: false,
      time: 0,
      ...how,
    });
    return this;
  }
}

/** Two people on one video: what one does reaches the other at once, until the line is cut. */
export class TwoHands {
  readonly maya: HandAtWork;
  readonly ito: HandAtWork;
  #cut = false;

  constructor() {
    const room = new PresenceRoom();
    this.maya = new HandAtWork({ name: 'Maya', room });
    this.ito = new HandAtWork({ name: 'Ito', room });
    this.#join(this.maya.labels, this.ito.labels);
    this.#join(this.maya.discussion, this.ito.discussion);
  }

  cut(): void {
    this.#cut = true;
  }

  mend(): void {
    this.#cut = false;
    for (const [a, b] of [
      [this.maya.labels, this.ito.labels],
      [this.maya.discussion, this.ito.discussion],
    ] as const) {
      const [ofA, ofB] = [Y.encodeStateAsUpdate(a), Y.encodeStateAsUpdate(b)];
      Y.applyUpdate(a, ofB, 'line');
      Y.applyUpdate(b, ofA, 'line');
    }
  }

  #join(a: Y.Doc, b: Y.Doc): void {
    const carry = (to: Y.Doc) => (update: Uint8Array, origin: unknown) => {
      if (!this.#cut && origin !== 'line') Y.applyUpdate(to, update, 'line');
    };
    a.on('update', carry(b));
    b.on('update', carry(a));
  }
}
