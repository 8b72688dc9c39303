/**
 * Parkinson's disease: the 18 items of part III of the MDS-UPDRS, each a segment in which it is examined, rated 0 to 4.
 * The wording of the scale is the Movement Disorder Society's and is not in here: raters work with the scale beside.
 */
import { choice, labels, tier, type Template } from '../template.ts';

const rating = choice('rating', 'Rating', [
  ['0', '0 normal'],
  ['1', '1 slight'],
  ['2', '2 mild'],
  ['3', '3 moderate'],
  ['4', '4 severe'],
  ['UR', 'UR unable to rate'],
]);
const side = choice('side', 'Side or part', [
  ['none', 'Not by side'],
  ['right', 'Right'],
  ['left', 'Left'],
  ['rue', 'Right arm'],
  ['lue', 'Left arm'],
  ['rle', 'Right leg'],
  ['lle', 'Left leg'],
  ['neck', 'Neck'],
  ['lip-jaw', 'Lip or jaw'],
]);

const items = labels(
  'segment',
  [
    ['speech', '3.1 Speech', '3.1'],
    ['facial-expression', '3.2 Facial expression', '3.2'],
    ['rigidity', '3.3 Rigidity', '3.3'],
    ['finger-tapping', '3.4 Finger tapping', '3.4'],
    ['hand-movements', '3.5 Hand movements', '3.5'],
    ['pronation-supination', '3.6 Pronation–supination of hands', '3.6'],
    ['toe-tapping', '3.7 Toe tapping', '3.7'],
    ['leg-agility', '3.8 Leg agility', '3.8'],
    ['arising-from-chair', '3.9 Arising from chair', '3.9'],
    ['gait', '3.10 Gait', '3.10'],
    ['freezing-of-gait', '3.11 Freezing of gait', '3.11'],
    ['postural-stability', '3.12 Postural stability', '3.12'],
    ['posture', '3.13 Posture', '3.13'],
    ['global-spontaneity', '3.14 Global spontaneity of movement', '3.14'],
    ['postural-tremor', '3.15 Postural tremor of hands', '3.15'],
    ['kinetic-tremor', '3.16 Kinetic tremor of hands', '3.16'],
    ['rest-tremor', '3.17 Rest tremor amplitude', '3.17'],
    ['rest-tremor-constancy', '3.18 Constancy of rest tremor', '3.18'],
  ],
  { attributes: [rating, side] },
);
const state = labels('segment', [
  ['on', 'ON'],
  ['off', 'OFF'],
]);

export const mdsUpdrs: Template = {
  id: 'mds-updrs',
  about: 'The 18 items of the motor examination, each rated 0 to 4',
  source: 'Goetz et al., MDS-UPDRS, Mov Disord 2008;23:2129–2170; names of the items only',
  content: {
    name: 'MDS-UPDRS motor examination',
    labels: [...items, ...state],
    tiers: [
      tier('examination', 'Examination', 'free', items),
      tier('state', 'Medication state', 'exclusive', state),
    ],
  },
};
