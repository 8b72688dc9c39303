/** Any operation: tiers from phase to action in the manner of the SAGES consensus. Its labels are a start to be adapted. */
import { choice, labels, shapesOf, tier, type Template } from '../template.ts';

const certainty = choice('certainty', 'Certainty', [
  ['certain', 'Certain'],
  ['probable', 'Probable'],
  ['uncertain', 'Uncertain'],
]);

const phases = labels('segment', [
  ['access', 'Access'],
  ['execution', 'Execution of the objectives'],
  ['closure', 'Closure'],
]);
const steps = labels('segment', [
  ['exposure', 'Exposure'],
  ['dissection', 'Dissection'],
  ['division', 'Division'],
  ['reconstruction', 'Reconstruction'],
  ['extraction', 'Extraction'],
]);
const tasks = labels('segment', [
  ['suturing', 'Suturing'],
  ['stapling', 'Stapling'],
  ['haemostasis', 'Haemostasis'],
  ['irrigation', 'Irrigation and suction'],
]);
const actions = labels('segment', [
  ['grasp', 'Grasp'],
  ['retract', 'Retract'],
  ['cut', 'Cut'],
  ['coagulate', 'Coagulate'],
  ['clip', 'Clip'],
  ['needle-pass', 'Needle pass'],
]);
const views = labels('segment', [
  ['out-of-body', 'Camera out of the body'],
  ['view-obscured', 'View obscured'],
]);

const objects = [
  ...labels('object', [
    ['instrument', 'Instrument'],
    ['anatomy', 'Anatomical structure'],
  ], { shapes: shapesOf('box', 'polygon'), attributes: [certainty] }),
]; // prettier-ignore

const events = labels('event', [
  ['bleeding', 'Bleeding'],
  ['clip-placed', 'Clip placed'],
  ['injury', 'Injury'],
]);

export const surgicalWorkflow: Template = {
  id: 'surgical-workflow',
  about: 'Phase, step, task and action on tiers of their own, for any operation',
  source:
    'After Meireles et al., SAGES consensus, Surg Endosc 2021;35:4918–4929; labels are examples of ours',
  content: {
    name: 'Surgical workflow',
    labels: [...objects, ...phases, ...steps, ...tasks, ...actions, ...views, ...events],
    tiers: [
      tier('phase', 'Phase', 'exclusive', phases),
      tier('step', 'Step', 'free', steps, 'phase'),
      tier('task', 'Task', 'free', tasks, 'step'),
      tier('action', 'Action', 'free', actions, 'task'),
      tier('view', 'View', 'free', views),
    ],
  },
};
