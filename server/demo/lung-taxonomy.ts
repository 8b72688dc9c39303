/** The taxonomy of the demo project: what one marks in a lung ultrasound. */
import { newId, type Id, type LabelId, type TierId } from '#lib/model/id.ts';
import type { Label, LabelUse } from '#lib/model/label.ts';
import type { ShapeKind } from '#lib/model/shape.ts';
import type { Joint, JointId, SkeletonPlan } from '#lib/model/skeleton-plan.ts';
import { LUNG_ASKED, lungClip } from '#lib/model/templates/lung-ultrasound.ts';
import type { Taxonomy } from '#lib/model/taxonomy.ts';

function label(id: string, name: string, color: string, use: LabelUse, ...shapes: ShapeKind[]): Label {
  return { id: id as LabelId, name, color, use, shapes, retired: false };
}

function joint(id: string, name: string, x: number, y: number): Joint {
  return { id: id as JointId, name, x, y, retired: false };
}

/** Two ribs and the pleura between them: what tells one where in the picture the lung is. */
const batSign: SkeletonPlan = {
  joints: [
    joint('left-rib', 'Rib on the left', 0, 0),
    joint('pleura-left', 'Pleura, left end', 0.25, 1),
    joint('pleura-right', 'Pleura, right end', 0.75, 1),
    joint('right-rib', 'Rib on the right', 1, 0),
  ],
  edges: [
    ['left-rib' as JointId, 'pleura-left' as JointId],
    ['pleura-left' as JointId, 'pleura-right' as JointId],
    ['pleura-right' as JointId, 'right-rib' as JointId],
  ],
};

/** With what is asked of the things it is put on. */
function asking(one: Label): Label {
  const attributes = LUNG_ASKED[one.id];
  return attributes ? { ...one, attributes } : one;
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
      label('consolidation', 'Consolidation', '#f52311', 'object', 'box', 'polygon', 'ellipse', 'mask'),
      label('rib-shadow', 'Rib shadow', '#aa8dde', 'object', 'box'),
      label('effusion', 'Effusion', '#b6aaff', 'object', 'mask', 'polygon'),
      { ...label('bat-sign', 'Bat sign', '#c1e319', 'object', 'skeleton'), skeleton: batSign },
      label('landmark', 'Landmark', '#fbe2f8', 'object', 'point'),
      label('region', 'Region of interest', '#e7f0d2', 'object', 'box', 'ellipse', 'rotated-box', 'cuboid'),
      label('inspiration', 'Inspiration', '#578861', 'segment'),
      label('expiration', 'Expiration', '#97871d', 'segment'),
      label('lung-sliding', 'Lung sliding', '#9ab580', 'segment'),
      label('poor-contact', 'Poor contact', '#d84497', 'segment'),
      label('lung-point', 'Lung point', '#ecaa0b', 'event'),
      label('probe-moved', 'Probe moved', '#a053fd', 'event'),
      ...lungClip,
    ].map(asking),
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
