/** What is being done to a video, for people. */
import type { FlawsAnswer, VideoAnswer } from '#lib/protocol/http.ts';
import { amountText, countText, durationText } from '../kit/wording.ts';

const PHASES: Readonly<Record<string, string>> = {
  reading: 'Reading the frames',
  preparing: 'Preparing the pictures',
  checking: 'Checking',
};

export function phaseText({ state, progress }: Pick<VideoAnswer, 'state' | 'progress'>): string {
  switch (state) {
    case 'uploading':
      return 'Arriving';
    case 'queued':
      return 'Waiting its turn';
    case 'preparing':
      return PHASES[progress?.phase ?? ''] ?? 'Preparing';
    case 'ready':
      return 'Ready';
    case 'failed':
      return 'Failed';
  }
}

/** 0 to 1 over all phases, or null while that is not known. */
export function shareDone({ state, progress }: Pick<VideoAnswer, 'state' | 'progress'>): number | null {
  if (state !== 'preparing' || !progress) return null;
  const [from, to] = { reading: [0, 0.05], preparing: [0.05, 0.87], checking: [0.87, 1] }[progress.phase] ?? [
    0, 1,
  ];
  return (from ?? 0) + ((to ?? 1) - (from ?? 0)) * progress.done;
}

/** `82 frames a second · 12 s left`, as far as that is known; '' where it is not. */
export function paceText({ state, progress }: Pick<VideoAnswer, 'state' | 'progress'>): string {
  if (state !== 'preparing' || !progress) return '';
  const { fps, remainingMs } = progress;
  const pace = fps ? [`${countText(Math.round(fps))} frames a second`] : [];
  const rest = remainingMs === null ? [] : [`${durationText(Math.max(1000, remainingMs))} left`];
  return [...pace, ...rest].join(' · ');
}

/** Runs of frames that are named one by one. */
const MOST_RUNS = 3;

/** What a file lacks, in sentences; '' for a sound one. @param frames of the video */
export function flawsText(flaws: FlawsAnswer | undefined, frames: number): string {
  if (!flaws) return '';
  const { lost, faulty, retimed, missingMs } = flaws;
  const isDamaged = lost > 0 || faulty.length > 0 || missingMs !== 0;
  const sentences = isDamaged ? ['The file is damaged.'] : [];
  if (lost > 0)
    sentences.push(
      `${amountText(lost, 'picture')} of the file cannot be decoded and ${lost === 1 ? 'has' : 'have'} no number.`,
    );
  if (faulty.length > 0) {
    const runs = faulty
      .slice(0, MOST_RUNS)
      .map(([first, last]) => (first === last ? `${first}` : `${first} to ${last}`));
    const more = faulty.length > MOST_RUNS ? ' and others' : '';
    const single = faulty.length === 1 && faulty[0]?.[0] === faulty[0]?.[1];
    sentences.push(
      single ? `Frame ${runs[0]} shows faults.` : `Frames ${runs.join(', ')}${more} show faults.`,
    );
  }
  if (retimed > 0 && retimed === frames)
    sentences.push('The file tells no times: its frames follow each other evenly.');
  else if (retimed > 0)
    sentences.push(
      `The time of ${amountText(retimed, 'frame')} was missing and follows from the one before.`,
    );
  if (missingMs === null) sentences.push('The file ends early.');
  else if (missingMs > 0) sentences.push(`${durationText(missingMs)} at the end of the file are missing.`);
  return sentences.join(' ');
}
