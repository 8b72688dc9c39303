/** Echocardiography of the left heart: views, the ends of diastole and systole, contours as CAMUS names them. */
import { choice, labels, shapesOf, tier, type Template } from '../template.ts';

const contours = labels(
  'object',
  [
    ['lv-endo', 'Left ventricle, endocardium', 'LV_endo'],
    ['lv-epi', 'Left ventricle, epicardium', 'LV_epi'],
    ['la', 'Left atrium', 'LA'],
    ['long-axis', 'Long axis of the ventricle'],
  ],
  { shapes: shapesOf('polygon', 'polyline', 'box') },
);

const quality = choice('quality', 'Image quality', [
  ['good', 'Good'],
  ['medium', 'Medium'],
  ['poor', 'Poor'],
]);
const views = labels(
  'segment',
  [
    ['a4c', 'Apical four-chamber', 'A4C'],
    ['a2c', 'Apical two-chamber', 'A2C'],
    ['other-view', 'Another view'],
  ],
  { attributes: [quality] },
);
const events = labels('event', [
  ['ed', 'End of diastole', 'ED'],
  ['es', 'End of systole', 'ES'],
]);

export const echo: Template = {
  id: 'echo',
  about: 'Views A4C and A2C, ends of diastole and systole, contours of the left heart',
  source:
    'Leclerc et al., IEEE Trans Med Imaging 2019;38:2198–2210 (CAMUS); Lang et al., ASE/EACVI, ' +
    'J Am Soc Echocardiogr 2015;28:1–39',
  content: {
    name: 'Echocardiography, left heart',
    labels: [...contours, ...views, ...events],
    tiers: [tier('view', 'View', 'exclusive', views)],
  },
};
