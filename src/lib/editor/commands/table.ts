/** Every command there is, in the order of the help sheet. Of two on one key the first that makes sense runs. */
import type { Command } from '../command.ts';
import { adjudicating } from './adjudicating.ts';
import { comments } from './comments.ts';
import { answering } from './answering.ts';
import { doubting } from './doubting.ts';
import { display } from './display.ts';
import { drawing } from './drawing.ts';
import { editing } from './editing.ts';
import { labels } from './labels.ts';
import { marking } from './marking.ts';
import { moving } from './moving.ts';
import { objects } from './objects.ts';
import { painting } from './painting.ts';
import { points } from './points.ts';
import { playback } from './playback.ts';
import { reviewing } from './reviewing.ts';
import { reworking } from './reworking.ts';
import { timing } from './timing.ts';
import { together } from './together.ts';
import { tools } from './tools.ts';
import { tracking } from './tracking.ts';
import { view } from './view.ts';

export const commandTable: readonly Command[] = [
  ...tracking,
  ...adjudicating,
  ...reviewing,
  ...drawing,
  ...painting,
  ...playback,
  ...moving,
  ...marking,
  ...doubting,
  ...timing,
  ...comments,
  ...objects,
  ...points,
  ...reworking,
  ...labels,
  ...answering,
  ...tools,
  ...view,
  ...display,
  ...editing,
  ...together,
];
