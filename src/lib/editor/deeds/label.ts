/** Which label marks bear. */
import { setEventLabel } from '#lib/doc/edit/event.ts';
import { setBoundaryLabel } from '#lib/doc/edit/phase.ts';
import { setSegmentLabel } from '#lib/doc/edit/segment.ts';
import { setTrackLabel } from '#lib/doc/edit/track.ts';
import { labelsAllowing } from '#lib/model/allowed-shapes.ts';
import type { AnnotationRef } from '#lib/model/annotation.ts';
import type { LabelId, TierId } from '#lib/model/id.ts';
import type { Label } from '#lib/model/label.ts';
import type { Track } from '#lib/model/track.ts';
import { labelOf, offeredLabels, tierOf } from '#lib/model/taxonomy.ts';
import type { Editor } from '../editor.ts';

/** Labels that a mark may bear, in the order of the digits. */
export function labelsFor(editor: Editor, ref: AnnotationRef): readonly Label[] {
  const { taxonomy } = editor.options;
  switch (ref.kind) {
    case 'track': {
      const track = editor.reading.tracks.get(ref.id);
      const labels = track ? labelsAllowing(taxonomy, track.kind) : [];
      return track?.kind === 'skeleton'
        ? labels.filter((label) => hasSameJoints(editor, track, label))
        : labels;
    }
    case 'event':
      return offeredLabels(taxonomy, 'event');
    case 'segment': {
      const tier = editor.reading.segments.get(ref.id)?.tier;
      return tier ? tierLabels(editor, tier) : [];
    }
    case 'boundary': {
      const tier = editor.reading.boundaries.get(ref.id)?.tier;
      return tier ? tierLabels(editor, tier) : [];
    }
  }
}

/** The places of a skeleton's joints mean what its label says: only one with as many can take it over. */
function hasSameJoints({ options }: Editor, { label }: Track, other: Label): boolean {
  const own = labelOf(options.taxonomy, label)?.skeleton?.joints.length;
  return label === other.id || other.skeleton?.joints.length === own;
}

/** Labels offered on a tier, in its order. */
export function tierLabels(editor: Editor, tier: TierId): readonly Label[] {
  const { taxonomy } = editor.options;
  const ids = tierOf(taxonomy, tier)?.labels ?? [];
  return ids
    .map((id) => labelOf(taxonomy, id))
    .filter((label): label is Label => label !== undefined && !label.retired);
}

/** Gives marks a label; those it is not meant for are left alone. */
export function giveLabel(editor: Editor, refs: readonly AnnotationRef[], label: LabelId): void {
  const takers = refs.filter((ref) => labelsFor(editor, ref).some(({ id }) => id === label));
  const [first] = takers;
  if (!first) return;
  const name = labelOf(editor.options.taxonomy, label)?.name ?? 'another label';
  const what = takers.length === 1 ? editor.captionOf(first) : `${takers.length} marks`;
  editor.act(`label ${what} as ${name}`, editor.frameToShow(first), takers, () => {
    for (const ref of takers) setLabel(editor, ref, label);
  });
}

function setLabel(editor: Editor, ref: AnnotationRef, label: LabelId): void {
  const { labels } = editor.options;
  switch (ref.kind) {
    case 'track':
      return setTrackLabel(labels, ref.id, label);
    case 'segment':
      return setSegmentLabel(labels, ref.id, label);
    case 'boundary':
      return setBoundaryLabel(labels, ref.id, label);
    case 'event':
      return setEventLabel(labels, ref.id, label);
  }
}
