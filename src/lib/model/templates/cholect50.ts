/**
 * Laparoscopic cholecystectomy as action triplets. An instrument is a label, verb and target are its attributes: six
 * labels fit the digits and the colours, a hundred triplets would not, and agreement can be told for each part.
 * One track lasts as long as its triplet. Codes and keys are the names in the files of CholecT50.
 */
import { choice, labels, shapesOf, tier, type Template } from '../template.ts';

const verb = choice('verb', 'Verb', [
  ['grasp', 'Grasp'],
  ['retract', 'Retract'],
  ['dissect', 'Dissect'],
  ['coagulate', 'Coagulate'],
  ['clip', 'Clip'],
  ['cut', 'Cut'],
  ['aspirate', 'Aspirate'],
  ['irrigate', 'Irrigate'],
  ['pack', 'Pack'],
  ['null_verb', 'No verb'],
]);

const target = choice('target', 'Target', [
  ['gallbladder', 'Gallbladder'],
  ['cystic_plate', 'Cystic plate'],
  ['cystic_duct', 'Cystic duct'],
  ['cystic_artery', 'Cystic artery'],
  ['cystic_pedicle', 'Cystic pedicle'],
  ['blood_vessel', 'Blood vessel'],
  ['fluid', 'Fluid'],
  ['abdominal_wall_cavity', 'Abdominal wall or cavity'],
  ['liver', 'Liver'],
  ['adhesion', 'Adhesion'],
  ['omentum', 'Omentum'],
  ['peritoneum', 'Peritoneum'],
  ['gut', 'Gut'],
  ['specimen_bag', 'Specimen bag'],
  ['null_target', 'No target'],
]);

const instruments = labels(
  'object',
  [
    ['grasper', 'Grasper', 'grasper'],
    ['bipolar', 'Bipolar', 'bipolar'],
    ['hook', 'Hook', 'hook'],
    ['scissors', 'Scissors', 'scissors'],
    ['clipper', 'Clipper', 'clipper'],
    ['irrigator', 'Irrigator', 'irrigator'],
  ],
  { shapes: shapesOf('box'), attributes: [verb, target] },
);

const phases = labels('segment', [
  ['preparation', 'Preparation', 'preparation'],
  ['calot-triangle-dissection', 'Calot triangle dissection', 'carlot-triangle-dissection'],
  ['clipping-and-cutting', 'Clipping and cutting', 'clipping-and-cutting'],
  ['gallbladder-dissection', 'Gallbladder dissection', 'gallbladder-dissection'],
  ['gallbladder-packaging', 'Gallbladder packaging', 'gallbladder-packaging'],
  ['cleaning-and-coagulation', 'Cleaning and coagulation', 'cleaning-and-coagulation'],
  ['gallbladder-extraction', 'Gallbladder extraction', 'gallbladder-extraction'],
]);

export const cholect50: Template = {
  id: 'cholect50',
  about: 'Six instruments, each with its verb and target, and seven phases',
  source: 'Nwoye et al., Rendezvous, Med Image Anal 2022;78:102433 (CholecT50)',
  content: {
    name: 'CholecT50 action triplets',
    labels: [...instruments, ...phases],
    tiers: [tier('phase', 'Phase', 'exclusive', phases)],
  },
};
