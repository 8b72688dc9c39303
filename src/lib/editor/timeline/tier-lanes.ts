/** The lanes of tiers, kept as segments and boundaries come and go: a change looks at its own tier only. */
import type { BoundaryId, SegmentId, TierId } from '#lib/model/id.ts';
import { phasesOf, sortBoundaries, type Boundary, type Segment } from '#lib/model/segment.ts';
import type { Tier } from '#lib/model/tier.ts';
import { inTreeOrder } from '#lib/model/tier-tree.ts';
import { faceOf, type Faces } from './faces.ts';
import { FreeTier } from './free-tier.ts';
import { ROW, type LaneSegment, type TierLane } from './lane.ts';

type Shown = Pick<Tier, 'id' | 'name' | 'mode' | 'retired' | 'parent'>;
type UnplacedTier = Omit<TierLane, 'y'>;
type Content = Pick<TierLane, 'segments' | 'rows' | 'edges'>;

export class TierLanes {
  readonly #known: readonly Tier[];
  readonly #faces: Faces;
  readonly #count: number;
  readonly #free = new Map<TierId, FreeTier>();
  readonly #boundaries = new Map<TierId, Map<BoundaryId, Boundary>>();
  /** A mark that is gone no longer says where it lay. */
  readonly #tierOf = new Map<string, TierId>();
  /** Lanes that still hold. */
  readonly #made = new Map<TierId, UnplacedTier>();

  constructor(tiers: readonly Tier[], faces: Faces, count: number) {
    this.#known = tiers;
    this.#faces = faces;
    this.#count = count;
  }

  /** A new version of a segment; undefined: it is gone. */
  setSegment(id: SegmentId, segment: Segment | undefined): void {
    const tier = segment?.tier ?? this.#tierOf.get(id);
    if (!tier) return;
    this.#made.delete(tier);
    this.#tierOf.set(id, tier);
    const free = this.#free.get(tier) ?? new FreeTier();
    this.#free.set(tier, free);
    free.set(id, segment && this.#laneSegment(segment));
    if (free.segments.length === 0) this.#free.delete(tier);
  }

  /** A new version of a boundary; undefined: it is gone. */
  setBoundary(id: BoundaryId, boundary: Boundary | undefined): void {
    const tier = boundary?.tier ?? this.#tierOf.get(id);
    if (!tier) return;
    this.#made.delete(tier);
    this.#tierOf.set(id, tier);
    const all = this.#boundaries.get(tier) ?? new Map<BoundaryId, Boundary>();
    this.#boundaries.set(tier, all);
    if (boundary) all.set(id, boundary);
    else all.delete(id);
    if (all.size === 0) this.#boundaries.delete(tier);
  }

  /** One for each tier that is in use or offered, those below after those above. */
  lanes(): readonly UnplacedTier[] {
    return inTreeOrder(this.#shown()).map(({ tier, depth, hasChildren }) => {
      const known = this.#made.get(tier.id);
      if (known?.depth === depth && known.hasChildren === hasChildren) return known;
      const content = tier.mode === 'exclusive' ? this.#phases(tier.id) : this.#segments(tier.id);
      const lane: UnplacedTier = {
        kind: 'tier',
        key: `tier:${tier.id}`,
        tier: tier.id,
        name: tier.name,
        exclusive: tier.mode === 'exclusive',
        depth,
        parent: tier.parent ?? null,
        hasChildren,
        ...content,
        height: ROW * Math.max(1, content.rows.length),
      };
      this.#made.set(tier.id, lane);
      return lane;
    });
  }

  /** A tier that the taxonomy does not know is shown by its id. */
  #shown(): readonly Shown[] {
    const known = new Map<TierId, Shown>(this.#known.map((tier) => [tier.id, tier]));
    const add = (id: TierId, mode: Tier['mode']) => {
      if (!known.has(id)) known.set(id, { id, name: id, mode, retired: true });
    };
    for (const id of this.#free.keys()) add(id, 'free');
    for (const id of this.#boundaries.keys()) add(id, 'exclusive');
    return [...known.values()].filter(
      ({ id, retired }) => !retired || this.#free.has(id) || this.#boundaries.has(id),
    );
  }

  #segments(tier: TierId): Content {
    const free = this.#free.get(tier);
    return { segments: free?.segments ?? [], rows: free?.rows ?? [], edges: [] };
  }

  #phases(tier: TierId): Content {
    const edges = sortBoundaries(this.#boundaries.get(tier)?.values() ?? []).filter(
      ({ deleted }) => !deleted,
    );
    const segments = phaseSegments(edges, this.#count, this.#faces);
    return { segments, rows: [segments], edges };
  }

  #laneSegment({ id, label, start, end, doubt }: Segment): LaneSegment {
    const face = faceOf(label, this.#faces);
    return { ref: { kind: 'segment', id }, label, ...face, start, end, row: 0, ...(doubt && { doubt }) };
  }
}

/** Phases of an exclusive tier as its lane shows them. */
export function phaseSegments(edges: readonly Boundary[], count: number, faces: Faces): LaneSegment[] {
  return phasesOf(edges, count).map(({ id, label, start, end, doubt }) => ({
    ref: { kind: 'boundary', id },
    label,
    ...faceOf(label, faces),
    start,
    end,
    row: 0,
    ...(doubt && { doubt }),
  }));
}
