/** Seizures on video: signs with side and part of the body, free to overlap, and the moments that time them. */
import { choice, labels, several, tier, yesNo, type Template } from '../template.ts';

const attributes = [
  choice('side', 'Side', [
    ['left', 'Left'],
    ['right', 'Right'],
    ['both', 'Both'],
    ['unclear', 'Cannot be told'],
  ]),
  several('body', 'Part of the body', [
    ['eyes', 'Eyes'],
    ['face', 'Face'],
    ['head', 'Head'],
    ['trunk', 'Trunk'],
    ['arm', 'Arm'],
    ['leg', 'Leg'],
  ]),
];

const motor = labels(
  'segment',
  [
    ['automatisms', 'Automatisms'],
    ['atonic', 'Atonic'],
    ['clonic', 'Clonic'],
    ['epileptic-spasms', 'Epileptic spasms'],
    ['hyperkinetic', 'Hyperkinetic'],
    ['myoclonic', 'Myoclonic'],
    ['tonic', 'Tonic'],
    ['dystonic', 'Dystonic posture'],
    ['version', 'Version'],
  ],
  { attributes },
);
const other = labels(
  'segment',
  [
    ['autonomic', 'Autonomic'],
    ['behaviour-arrest', 'Behaviour arrest'],
    ['cognitive', 'Cognitive, speech'],
    ['emotional', 'Emotional'],
    ['sensory', 'Sensory, as reported'],
  ],
  { attributes },
);
const awareness = labels('segment', [
  ['aware', 'Aware'],
  ['impaired', 'Awareness impaired'],
  ['not-tested', 'Not tested'],
]);
const events = labels(
  'event',
  [
    ['clinical-onset', 'Clinical onset'],
    ['eeg-onset', 'Onset in the EEG'],
    ['alarm', 'Alarm pressed'],
    ['tested', 'Awareness tested'],
    ['clinical-end', 'Clinical end'],
  ],
  { attributes: [yesNo('uncertain', 'Uncertain to a second or more')] },
);

export const seizureSemiology: Template = {
  id: 'seizure-semiology',
  about: 'Motor and other signs with side and part of the body, awareness, onset and end',
  source: 'Terms after Fisher et al., ILAE operational classification, Epilepsia 2017;58:522–530',
  content: {
    name: 'Seizure semiology',
    labels: [...motor, ...other, ...awareness, ...events],
    tiers: [
      tier('motor', 'Motor signs', 'free', motor),
      tier('other', 'Other signs', 'free', other),
      tier('awareness', 'Awareness', 'exclusive', awareness),
    ],
  },
};
