/** What is being done to a video, for people. */
import type { VideoAnswer } from '#lib/protocol/http.ts';

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
