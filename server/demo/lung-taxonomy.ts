/** The taxonomy of the demo project: what one marks in a lung ultrasound. */
import { newId, type Id, type LabelId, type TierId } from '#lib/model/id.ts';
import type { Label, LabelUse } from '#lib/model/label.ts';
import type { ShapeKind } from '#lib/model/shape.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';

function label(id: string, name: string, color: string, use: LabelUse, ...shapes: ShapeKind[]): Label {
  return { id: id as LabelId, name, color, use, shapes, retired: false };
}

/** A fresh taxonomy; its label ids are readable, as they appear in exports. */
export function lungTaxonomy(): Taxonomy {
  return {
    id: newId() as Id<'taxonomy'>,
    name: 'Lung ultrasound',
    version: 1,
    labels: [
      label('pleural-line', 'Pleural line', '#62afa0', 'object', 'box', 'polyline'),
      label('b-line', 'B-line', '#feed8c', 'object', 'box', 'rotated-box'),
      label('a-line', 'A-line', '#cff2fe', 'object', 'box'),
      label('consolidation', 'Consolidation', '#f52311', 'object', 'box', 'polygon', 'ellipse'),
      label('rib-shadow', 'Rib shadow', '#aa8dde', 'object', 'box'),
      label('inspiration', 'Inspiration', '#578861', 'segment'),
      label('expiration', 'Expiration', '#97871d', 'segment'),
      label('lung-sliding', 'Lung sliding', '#9ab580', 'segment'),
      label('poor-contact', 'Poor contact', '#d84497', 'segment'),
      label('lung-point', 'Lung point', '#ecaa0b', 'event'),
      label('probe-moved', 'Probe moved', '#a053fd', 'event'),
    ],
    tiers: [
      {
        id: 'respiration' as TierId,
        name: 'Respiration',
        mode: 'exclusive',
        labels: ['inspiration', 'expiration'] as LabelId[],
        retired: false,
      },
      {
        id: 'findings' as TierId,
        name: 'Findings',
        mode: 'free',
        labels: ['lung-sliding', 'poor-contact'] as LabelId[],
        retired: false,
      },
    ],
  };
}
