/** Records of videos with anything that can be said of one, for property tests of formats. */
import fc from 'fast-check';
import type {
  AdjudicationRecord,
  Authored,
  CommentRecord,
  LayerRecord,
  VideoRecord,
  Written,
} from '#lib/interchange/record.ts';
import { RULINGS } from '#lib/model/adjudication.ts';
import { ATTRIBUTE_KINDS, type Attribute } from '#lib/model/attribute.ts';
import { REACTIONS, type Anchor } from '#lib/model/comment.ts';
import { linesText } from '#lib/model/drawn-line.ts';
import { CERTAINTIES, isDoubted, type Doubt } from '#lib/model/doubt.ts';
import { inChangeOrder } from '#lib/doc/entity/field.ts';
import type { AttributeChange } from '#lib/model/attributed.ts';
import type { Event } from '#lib/model/event.ts';
import { FrameIndex } from '#lib/model/frame-index.ts';
import type { Id } from '#lib/model/id.ts';
import { LABEL_USES, type AttributeValue } from '#lib/model/label.ts';
import { LAYER_KINDS } from '#lib/model/layer.ts';
import type { Boundary, Segment } from '#lib/model/segment.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';
import type { SkeletonPlan } from '#lib/model/skeleton-plan.ts';
import { SOURCES, type Track } from '#lib/model/track.ts';
import { anyFrame, anyKeyframesOf } from './any-keyframe.ts';
import { anyKind } from './any-shape.ts';

/** Few, so that marks share labels and people; also such as would hurt a careless reader. */
function anyId<Kind extends string>(): fc.Arbitrary<Id<Kind>> {
  return fc
    .oneof(
      fc.constantFrom('a', 'b-line', '__proto__', 'constructor', '7', 'x'.repeat(40)),
      fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/),
    )
    .map((id) => id as Id<Kind>);
}

const anyText = fc.string({ unit: 'binary', maxLength: 30 });
const anyTime = fc.integer({ min: 946_684_800_001, max: 7_258_118_399_999 });
const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0);

const anyAttributes: fc.Arbitrary<Record<string, AttributeValue>> = fc
  .array(fc.tuple(anyId(), fc.oneof(anyText, anyNumber, fc.boolean(), fc.constant(null))), { maxLength: 4 })
  .map((entries) => Object.fromEntries(entries));

/** As the field of what has it; most have none. */
const anyChanges: fc.Arbitrary<{ readonly changes?: readonly AttributeChange[] }> = fc
  .uniqueArray(
    fc.record({ frame: anyFrame, key: anyId(), value: fc.oneof(anyText, anyNumber, fc.boolean()) }),
    { selector: ({ frame, key }) => `${frame}:${key}`, maxLength: 4 },
  )
  .map((changes) => (changes.length > 0 ? { changes: changes.sort(inChangeOrder) } : {}));

const anyWritten: fc.Arbitrary<Written | null> = fc.option(
  fc.record({ by: anyId<'person'>(), atMs: anyTime }),
);

function authored<Mark extends { readonly id: string }>(
  mark: fc.Arbitrary<Mark>,
): fc.Arbitrary<Authored<Mark>[]> {
  return fc.uniqueArray(fc.record({ mark, made: anyWritten, changed: anyWritten }), {
    selector: (one) => one.mark.id,
    maxLength: 4,
  });
}

const anyTrack: fc.Arbitrary<Track> = anyKind.chain((kind) =>
  fc.record({
    id: anyId<'track'>(),
    label: anyId<'label'>(),
    kind: fc.constant(kind),
    source: fc.constantFrom(...SOURCES),
    deleted: fc.boolean(),
    keyframes: fc.oneof(anyKeyframesOf(kind), fc.constant([])),
    attributes: anyAttributes,
  }),
);

/** A mark, or what is said of the video, with or without what holds from frames on. */
function changing<Said extends object>(any: fc.Arbitrary<Said>): fc.Arbitrary<Said> {
  return fc
    .tuple(any, fc.oneof(fc.constant({}), anyChanges))
    .map(([said, changes]) => ({ ...said, ...changes }));
}

/** As the field of a mark that has it; most have none. */
const anyDoubt: fc.Arbitrary<{ readonly doubt?: Doubt }> = fc
  .record({
    certainty: fc.constantFrom(...CERTAINTIES),
    difficult: fc.boolean(),
    fuzz: fc.integer({ min: 0, max: 100 }),
  })
  .map((doubt) => (isDoubted(doubt) ? { doubt } : {}));

/** A mark with or without a doubt. */
function doubted<Mark extends object>(any: fc.Arbitrary<Mark>): fc.Arbitrary<Mark> {
  return fc.tuple(any, fc.oneof(fc.constant({}), anyDoubt)).map(([mark, doubt]) => ({ ...mark, ...doubt }));
}

const anySegment: fc.Arbitrary<Segment> = fc
  .record({
    id: anyId<'segment'>(),
    tier: anyId<'tier'>(),
    label: anyId<'label'>(),
    ends: fc.uniqueArray(anyFrame, { minLength: 2, maxLength: 2 }),
    deleted: fc.boolean(),
    attributes: anyAttributes,
  })
  .map(({ ends, ...rest }) => {
    const [start, end] = [...ends].sort((a, b) => a - b) as [Segment['start'], Segment['end']];
    return { ...rest, start, end };
  });

const anyBoundary: fc.Arbitrary<Boundary> = fc.record({
  id: anyId<'boundary'>(),
  tier: anyId<'tier'>(),
  frame: anyFrame,
  label: fc.option(anyId<'label'>()),
  deleted: fc.boolean(),
});

const anyEvent: fc.Arbitrary<Event> = fc.record({
  id: anyId<'event'>(),
  label: anyId<'label'>(),
  frame: anyFrame,
  deleted: fc.boolean(),
  attributes: anyAttributes,
});

const anyAnchor: fc.Arbitrary<Anchor> = fc.oneof(
  fc.constant({ kind: 'video' as const }),
  fc.record({ kind: fc.constant('frame' as const), frame: anyFrame }),
  fc.record({
    kind: fc.constant('place' as const),
    frame: anyFrame,
    at: fc.record({ x: fc.integer({ min: -999, max: 9999 }), y: fc.integer({ min: 0, max: 9999 }) }),
  }),
  fc.record({
    kind: fc.constant('drawing' as const),
    frame: anyFrame,
    lines: fc
      .array(fc.array(fc.integer({ min: -999, max: 9999 }), { minLength: 4, maxLength: 4 }), {
        minLength: 1,
        maxLength: 3,
      })
      .map(linesText),
  }),
  anySegment.map(({ start, end }) => ({ kind: 'range' as const, start, end })),
  fc.record({
    kind: fc.constant('annotation' as const),
    frame: anyFrame,
    ref: fc.record({ kind: fc.constant('track' as const), id: anyId<'track'>() }),
  }),
);

const anyComment: fc.Arbitrary<CommentRecord> = fc
  .record({
    id: anyId<'comment'>(),
    text: anyText.filter((text) => text.trim() !== ''),
    anchor: anyAnchor,
    parent: fc.option(anyId<'comment'>()),
    atMs: anyTime,
    by: fc.option(anyId<'person'>()),
    deleted: fc.boolean(),
    history: fc.array(
      fc.record({ resolved: fc.boolean(), atMs: anyTime, by: fc.option(anyId<'person'>()) }),
      { maxLength: 3 },
    ),
    reactions: fc.array(
      fc.record({ mark: fc.constantFrom(...REACTIONS), by: fc.option(anyId<'person'>()) }),
      { maxLength: 3 },
    ),
    edits: fc.array(fc.record({ text: anyText.filter((text) => text.trim() !== ''), atMs: anyTime }), {
      maxLength: 2,
    }),
  })
  .map((comment) => ({ ...comment, resolved: comment.history.at(-1)?.resolved ?? false }));

const anyProblems = fc.array(fc.record({ of: anyText, sentence: anyText }), { maxLength: 2 });
const anyHead = fc.nat();

const anyMark = anyId<'mark'>().map((id) => `track:${id}`);
const anyAdjudication: fc.Arbitrary<AdjudicationRecord> = fc.record({
  sources: fc.uniqueArray(fc.record({ layer: anyId<'layer'>(), person: fc.option(anyId<'person'>()) }), {
    selector: ({ layer }) => layer,
    maxLength: 3,
  }),
  rulings: fc.array(
    fc.record({
      sources: fc.array(fc.record({ layer: anyId<'layer'>(), mark: anyMark }), { maxLength: 3 }),
      kind: fc.constantFrom(...RULINGS),
      from: fc.option(anyId<'layer'>()),
      marks: fc.array(anyMark, { maxLength: 2 }),
      by: anyId<'person'>(),
      atMs: anyTime,
    }),
    { maxLength: 3 },
  ),
});

const anyLayer: fc.Arbitrary<LayerRecord> = fc.record(
  {
    layer: fc.record({
      id: anyId<'layer'>(),
      kind: fc.constantFrom(...LAYER_KINDS),
      name: anyText,
    }),
    head: anyHead,
    tracks: authored(changing(anyTrack)),
    segments: authored(doubted(anySegment)),
    boundaries: authored(doubted(anyBoundary)),
    events: authored(doubted(anyEvent)),
    video: fc.uniqueArray(changing(fc.record({ label: anyId<'label'>(), attributes: anyAttributes })), {
      selector: ({ label }) => label,
      maxLength: 2,
    }),
    problems: anyProblems,
    adjudication: anyAdjudication,
  },
  { requiredKeys: ['layer', 'head', 'tracks', 'segments', 'boundaries', 'events', 'problems'] },
);

const anyChoice = fc.record({ id: anyId<'choice'>(), name: anyText, retired: fc.boolean() });

const anyAttribute: fc.Arbitrary<Attribute> = fc.record(
  {
    id: anyId<'attribute'>(),
    name: anyText,
    kind: fc.constantFrom(...ATTRIBUTE_KINDS),
    choices: fc.uniqueArray(anyChoice, { selector: ({ id }) => id, maxLength: 3 }),
    unit: anyText,
    min: fc.option(anyNumber),
    max: fc.option(anyNumber),
    retired: fc.boolean(),
    required: fc.boolean(),
    byFrame: fc.boolean(),
  },
  { requiredKeys: ['id', 'name', 'kind', 'choices', 'unit', 'min', 'max', 'retired'] },
);

const anyShare = fc.double({ min: 0, max: 1, noNaN: true }).map((share) => share + 0);
const anyPlan: fc.Arbitrary<SkeletonPlan> = fc.record({
  joints: fc.uniqueArray(
    fc.record({ id: anyId<'joint'>(), name: anyText, x: anyShare, y: anyShare, retired: fc.boolean() }),
    { selector: ({ id }) => id, maxLength: 3 },
  ),
  edges: fc.array(fc.tuple(anyId<'joint'>(), anyId<'joint'>()), { maxLength: 3 }),
});

const anyTaxonomy: fc.Arbitrary<Taxonomy> = fc.record({
  id: anyId<'taxonomy'>(),
  name: anyText,
  version: fc.nat(),
  labels: fc.uniqueArray(
    fc.record(
      {
        id: anyId<'label'>(),
        name: anyText,
        color: fc.stringMatching(/^#[0-9a-f]{6}$/),
        use: fc.constantFrom(...LABEL_USES),
        shapes: fc.constantFrom([], ['box' as const]),
        retired: fc.boolean(),
        code: anyText,
        description: anyText,
        hotKey: fc.constantFrom('R', 'Alt+Digit1', '$mod+Shift+G'),
        attributes: fc.uniqueArray(anyAttribute, { selector: ({ id }) => id, maxLength: 2 }),
        skeleton: anyPlan,
      },
      { requiredKeys: ['id', 'name', 'color', 'use', 'shapes', 'retired'] },
    ),
    { selector: ({ id }) => id, maxLength: 5 },
  ),
  tiers: fc.uniqueArray(
    fc.record(
      {
        id: anyId<'tier'>(),
        name: anyText,
        mode: fc.constantFrom('free' as const, 'exclusive' as const),
        labels: fc.array(anyId<'label'>(), { maxLength: 3 }),
        retired: fc.boolean(),
        parent: anyId<'tier'>(),
      },
      { requiredKeys: ['id', 'name', 'mode', 'labels', 'retired'] },
    ),
    { selector: ({ id }) => id, maxLength: 3 },
  ),
});

/** Uneven steps, a first time that is not 0, also before it. */
const anyFrames: fc.Arbitrary<FrameIndex> = fc
  .record({
    timebase: fc.record({ num: fc.integer({ min: 1, max: 1001 }), den: fc.integer({ min: 1, max: 90_000 }) }),
    first: fc.integer({ min: -90_000, max: 2 ** 40 }),
    steps: fc.array(fc.integer({ min: 1, max: 90_000 }), { maxLength: 60 }),
    lastDuration: fc.integer({ min: 1, max: 90_000 }),
  })
  .map(({ timebase, first, steps, lastDuration }) => {
    let at = first;
    const times = [at, ...steps.map((step) => (at += step))];
    return new FrameIndex(timebase, Float64Array.from(times), lastDuration);
  });

export const anyRecord: fc.Arbitrary<VideoRecord> = fc.record({
  exported: fc.record({ atMs: anyTime, by: fc.option(anyId<'person'>()) }),
  video: fc.record({
    id: anyId<'video'>(),
    study: anyId<'study'>(),
    project: anyId<'project'>(),
    name: anyText,
    sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
    bytes: fc.nat(),
    width: fc.integer({ min: 1, max: 8000 }),
    height: fc.integer({ min: 1, max: 8000 }),
    pixelAspect: fc.double({ min: 0.1, max: 10, noNaN: true }),
    codec: anyText,
    attribution: fc.option(anyText),
  }),
  frames: anyFrames,
  taxonomy: fc.option(anyTaxonomy),
  people: fc.uniqueArray(fc.record({ id: anyId<'person'>(), name: anyText }), {
    selector: ({ id }) => id,
    maxLength: 3,
  }),
  layers: fc.uniqueArray(anyLayer, { selector: ({ layer }) => layer.id, minLength: 1, maxLength: 2 }),
  discussion: fc.record({ head: anyHead, comments: authored(anyComment), problems: anyProblems }),
});
