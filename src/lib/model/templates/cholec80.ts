/** Laparoscopic cholecystectomy: the seven phases and seven tools of Cholec80. Codes are the names in its files. */
import { labels, shapesOf, tier, type Template } from '../template.ts';

const phases = labels('segment', [
  ['preparation', 'Preparation', 'Preparation'],
  ['calot-triangle-dissection', 'Calot triangle dissection', 'CalotTriangleDissection'],
  ['clipping-cutting', 'Clipping and cutting', 'ClippingCutting'],
  ['gallbladder-dissection', 'Gallbladder dissection', 'GallbladderDissection'],
  ['gallbladder-packaging', 'Gallbladder packaging', 'GallbladderPackaging'],
  ['cleaning-coagulation', 'Cleaning and coagulation', 'CleaningCoagulation'],
  ['gallbladder-retraction', 'Gallbladder retraction', 'GallbladderRetraction'],
]);

const tools = labels(
  'object',
  [
    ['grasper', 'Grasper', 'Grasper'],
    ['bipolar', 'Bipolar', 'Bipolar'],
    ['hook', 'Hook', 'Hook'],
    ['scissors', 'Scissors', 'Scissors'],
    ['clipper', 'Clipper', 'Clipper'],
    ['irrigator', 'Irrigator', 'Irrigator'],
    ['specimen-bag', 'Specimen bag', 'SpecimenBag'],
  ],
  { shapes: shapesOf('box', 'polygon'), description: 'Present when at least half of its tip is visible.' },
);

export const cholec80: Template = {
  id: 'cholec80',
  about: 'Seven phases that exclude each other, seven tools',
  source: 'Twinanda et al., EndoNet, IEEE Trans Med Imaging 2017;36:86–97 (Cholec80)',
  content: {
    name: 'Cholec80 phases and tools',
    labels: [...tools, ...phases],
    tiers: [tier('phase', 'Phase', 'exclusive', phases)],
  },
};
