/** Lung ultrasound: signs at the pleura and below it, breathing, and what is seen as a moment. */
import { labels, shapesOf, tier, type Template } from '../template.ts';

const signs = [
  ...labels('object', [
    ['pleural-line', 'Pleural line'],
    ['a-line', 'A-line'],
    ['b-line', 'B-line'],
    ['consolidation', 'Consolidation'],
    ['effusion', 'Effusion'],
    ['rib-shadow', 'Rib shadow'],
  ], { shapes: shapesOf('box', 'polygon', 'polyline', 'ellipse', 'rotated-box') }),
]; // prettier-ignore
const breathing = labels('segment', [
  ['inspiration', 'Inspiration'],
  ['expiration', 'Expiration'],
]);
const findings = labels('segment', [
  ['lung-sliding', 'Lung sliding'],
  ['no-sliding', 'No lung sliding'],
  ['poor-contact', 'Poor contact'],
]);
const events = labels('event', [
  ['lung-point', 'Lung point'],
  ['probe-moved', 'Probe moved'],
]);

export const lungUltrasound: Template = {
  id: 'lung-ultrasound',
  about: 'Pleural line, A- and B-lines, consolidation, effusion, sliding',
  source: 'Volpicelli et al., evidence-based recommendations, Intensive Care Med 2012;38:577–591',
  content: {
    name: 'Lung ultrasound',
    labels: [...signs, ...breathing, ...findings, ...events],
    tiers: [
      tier('respiration', 'Respiration', 'exclusive', breathing),
      tier('findings', 'Findings', 'free', findings),
    ],
  },
};
