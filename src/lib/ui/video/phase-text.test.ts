import { expect, it } from 'vitest';
import { flawsText, paceText } from './phase-text.ts';

it('says how fast a preparation goes and how long it takes yet, as far as that is known', () => {
  const at = (fps: number | null, remainingMs: number | null) =>
    paceText({
      state: 'preparing',
      progress: { phase: 'preparing', done: 0.5, fps, remainingMs, watchable: null },
    });
  expect(at(81.6, 72_000)).toBe('82 frames a second · 1:12 left');
  expect(at(null, 400)).toBe('1.0 s left');
  expect(at(null, null)).toBe('');
  expect(paceText({ state: 'queued', progress: null })).toBe('');
});

it('says what a damaged file lacks', () => {
  expect(flawsText(undefined, 9)).toBe('');
  expect(flawsText({ lost: 1, faulty: [[31, 31]], retimed: 0, missingMs: 0 }, 40)).toBe(
    'The file is damaged. 1 picture of the file cannot be decoded and has no number. Frame 31 shows faults.',
  );
  const many: [number, number][] = [0, 10, 20, 30].map((first) => [first, first + 3]);
  expect(flawsText({ lost: 0, faulty: many, retimed: 2, missingMs: 3970 }, 40)).toBe(
    'The file is damaged. Frames 0 to 3, 10 to 13, 20 to 23 and others show faults. ' +
      'The time of 2 frames was missing and follows from the one before. 4.0 s at the end of the file are missing.',
  );
  expect(flawsText({ lost: 0, faulty: [], retimed: 0, missingMs: null }, 40)).toBe(
    'The file is damaged. The file ends early.',
  );
  // Neither is damage: a bare stream has no place for times, and some containers leave one out.
  expect(flawsText({ lost: 0, faulty: [], retimed: 40, missingMs: 0 }, 40)).toBe(
    'The file tells no times: its frames follow each other evenly.',
  );
  expect(flawsText({ lost: 0, faulty: [], retimed: 1, missingMs: 0 }, 40)).toBe(
    'The time of 1 frame was missing and follows from the one before.',
  );
});
