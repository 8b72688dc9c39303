/**
 * Digits and labels: with a selection they give it a label; with none they arm the label of the next object, or, while
 * an in or out mark is set, of the next segment. A tool that draws offers the labels that may be drawn so. While one
 * marks live, they start and end the labels of the tier, and with Shift they mark events.
 */
import { offeredLabels } from '#lib/model/taxonomy.ts';
import { labelsAllowing } from '#lib/model/allowed-shapes.ts';
import type { Label } from '#lib/model/label.ts';
import type { Command } from '../command.ts';
import { armLabel } from '../deeds/drawing.ts';
import { giveLabel, labelsFor, tierLabels } from '../deeds/label.ts';
import type { Editor } from '../editor.ts';
import { drawnBy } from '../tool.ts';

const DIGITS = [1, 2, 3, 4, 5, 6, 7, 8, 9, 0] as const;

/** The labels that the digits 1 to 9 and 0 stand for now. */
export function digitLabels(editor: Editor): readonly Label[] {
  const { selection, marks, tier, tools, options, liveMarks } = editor;
  if (liveMarks.on.value) return tier.value ? tierLabels(editor, tier.value) : [];
  const drawn = drawnBy(tools.active.value);
  if (selection.first && !drawn) return labelsFor(editor, selection.first);
  const marking = marks.in.value !== null || marks.out.value !== null;
  if (marking && tier.value) return tierLabels(editor, tier.value);
  return drawn ? labelsAllowing(options.taxonomy, drawn) : offeredLabels(options.taxonomy, 'object');
}

/** What a digit does: gives the label at its place to the selection, or arms it. */
export function pickLabel(editor: Editor, index: number): void {
  const label = digitLabels(editor)[index];
  if (!label) return;
  const { selection, liveMarks, tier } = editor;
  if (liveMarks.on.value) return tier.value ? liveMarks.toggle(tier.value, label.id) : undefined;
  if (selection.first && !drawnBy(editor.tools.active.value))
    giveLabel(editor, selection.refs.value, label.id);
  else if (label.use === 'object') armLabel(editor, label);
  else editor.segmentLabel.set(label.id);
}

/** Shift and a digit, while one marks live. */
const instants: readonly Command[] = DIGITS.map((digit, index) => ({
  id: `labels.instant-${digit}`,
  caption: `Marking live: event label ${digit === 0 ? 10 : digit} here`,
  keys: [`Shift+Digit${digit}`],
  group: 'Labels',
  undo: 'one',
  needs: 'to be marking live',
  when: ({ liveMarks, options }) =>
    liveMarks.on.value && offeredLabels(options.taxonomy, 'event')[index] !== undefined,
  run({ liveMarks, options }) {
    const label = offeredLabels(options.taxonomy, 'event')[index];
    if (label) liveMarks.instant(label.id);
  },
}));

const picks: readonly Command[] = DIGITS.map((digit, index) => ({
  id: `labels.pick-${digit}`,
  caption: `Label ${digit === 0 ? 10 : digit}: give it to the selection, or arm it`,
  keys: [`Digit${digit}`, `Numpad${digit}`],
  group: 'Labels',
  undo: 'one',
  needs: 'so many labels',
  when: (editor) => digitLabels(editor)[index] !== undefined,
  run: (editor) => pickLabel(editor, index),
}));

/** All of them, found by typing: a strip shows as many as it has room for, and there are ten digits. */
const find: Command = {
  id: 'labels.find',
  caption: 'Find a label by its name or code: for the selection, or for what comes next',
  keys: ['F2'],
  group: 'Labels',
  undo: 'never',
  needs: 'labels for what is selected, or for what comes next',
  when: (editor) => digitLabels(editor).length > 0,
  run: (editor) => editor.ask({ kind: 'labels' }),
};

export const labels: readonly Command[] = [...picks, find, ...instants];
