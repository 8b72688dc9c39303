/** Colonoscopy: polyps with the attributes of SUN and SUN-SEG; shapes as Paris has them. Keys are the data set's codes. */
import { choice, labels, number, several, shapesOf, tier, type Template } from '../template.ts';

const attributes = [
  choice('shape', 'Shape (Paris)', [
    ['Ip', 'Ip: pedunculated'],
    ['Isp', 'Isp: subpedunculated'],
    ['Is', 'Is: sessile'],
    ['IIa', 'IIa: slightly elevated'],
  ]),
  number('size', 'Size', 'mm', 0, 200),
  choice('location', 'Location', [
    ['C', 'Cecum'],
    ['A', 'Ascending colon'],
    ['T', 'Transverse colon'],
    ['D', 'Descending colon'],
    ['S', 'Sigmoid colon'],
    ['R', 'Rectum'],
  ]),
  choice('histology', 'Histology', [
    ['LA', 'Low-grade adenoma'],
    ['HA', 'High-grade adenoma'],
    ['HP', 'Hyperplastic polyp'],
    ['TSA', 'Traditional serrated adenoma'],
    ['SSL', 'Sessile serrated lesion'],
    ['IC', 'Invasive carcinoma'],
  ]),
  several('visual', 'How it is seen', [
    ['IB', 'Indefinable boundary'],
    ['HO', 'Heterogeneous object'],
    ['GH', 'Ghosting'],
    ['FM', 'Fast motion'],
    ['SO', 'Small object'],
    ['LO', 'Large object'],
    ['OCC', 'Occlusion'],
    ['OV', 'Out of view'],
    ['SV', 'Scale variation'],
  ]),
];

const polyp = labels('object', [['polyp', 'Polyp']], {
  shapes: shapesOf('polygon', 'ellipse', 'box'),
  attributes,
});
const phases = labels('segment', [
  ['insertion', 'Insertion'],
  ['withdrawal', 'Withdrawal'],
  ['resection', 'Resection'],
]);
const events = labels('event', [
  ['first-seen', 'Polyp first seen'],
  ['cecum-reached', 'Cecum reached'],
  ['biopsy', 'Biopsy taken'],
]);

export const polyps: Template = {
  id: 'polyps',
  about: 'Polyps with Paris shape, size, place and histology',
  source:
    'Misawa et al., Gastrointest Endosc 2021;93:960–967 (SUN); Ji et al., Mach Intell Res 2022;19:531–549 (SUN-SEG); ' +
    'Paris classification, Gastrointest Endosc 2003;58:S3–S43',
  content: {
    name: 'Colonoscopy polyps',
    labels: [...polyp, ...phases, ...events],
    tiers: [tier('phase', 'Phase', 'exclusive', phases)],
  },
};
