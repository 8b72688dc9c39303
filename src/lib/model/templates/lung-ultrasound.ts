/** Lung ultrasound: signs at the pleura and below it, breathing, and what is seen as a moment. */
import type { Attribute } from '../attribute.ts';
import type { Label } from '../label.ts';
import {
  byFrame,
  choice,
  labels,
  number,
  required,
  several,
  shapesOf,
  tier,
  yesNo,
  type Template,
} from '../template.ts';

/** What is asked of some of the signs. */
export const LUNG_ASKED: Readonly<Record<string, readonly Attribute[]>> = {
  'pleural-line': [
    choice('course', 'Course', [['regular', 'Regular'], ['irregular', 'Irregular'], ['broken', 'Broken']]),
    number('thickness', 'Thickness', 'mm', 0, 20),
  ],
  'b-line': [number('count', 'Count', '', 1, 20), byFrame(yesNo('confluent', 'Confluent'))],
  consolidation: [
    required(choice('size', 'Size', [['small', 'Small, below the pleura'], ['lobar', 'Lobar']])),
    byFrame(choice('bronchogram', 'Air bronchogram', [['none', 'None'], ['static', 'Static'], ['dynamic', 'Dynamic']])),
  ],
  effusion: [several('signs', 'Signs', [['quad', 'Quad sign'], ['sinusoid', 'Sinusoid sign'], ['septa', 'Septa']])],
}; // prettier-ignore

const signs = labels('object', [
  ['pleural-line', 'Pleural line'],
  ['a-line', 'A-line'],
  ['b-line', 'B-line'],
  ['consolidation', 'Consolidation'],
  ['effusion', 'Effusion'],
  ['rib-shadow', 'Rib shadow'],
], { shapes: shapesOf('box', 'polygon', 'polyline', 'ellipse', 'rotated-box') })
  .map((label): Label => ({ ...label, attributes: LUNG_ASKED[label.id] ?? [] })); // prettier-ignore
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

/** What is asked of the clip as a whole and of its frames. */
export const lungClip = labels('video', [['clip', 'Clip']], {
  attributes: [
    required(choice('quality', 'Quality', [['good', 'Good'], ['fair', 'Fair'], ['poor', 'Poor']])),
    byFrame(choice('zone', 'Zone', [['anterior', 'Anterior'], ['lateral', 'Lateral'], ['posterior', 'Posterior']])),
  ],
}); // prettier-ignore

export const lungUltrasound: Template = {
  id: 'lung-ultrasound',
  about: 'Pleural line, A- and B-lines, consolidation, effusion, sliding',
  source: 'Volpicelli et al., evidence-based recommendations, Intensive Care Med 2012;38:577–591',
  content: {
    name: 'Lung ultrasound',
    labels: [...signs, ...breathing, ...findings, ...events, ...lungClip],
    tiers: [
      tier('respiration', 'Respiration', 'exclusive', breathing),
      tier('findings', 'Findings', 'free', findings),
    ],
  },
};
