/** The templates, in the order they are offered. A new one is one file beside this and one line here. */
import type { Template } from '../template.ts';
import { cholec80 } from './cholec80.ts';
import { cholect50 } from './cholect50.ts';
import { echo } from './echo.ts';
import { empty } from './empty.ts';
import { lungUltrasound } from './lung-ultrasound.ts';
import { mdsUpdrs } from './mds-updrs.ts';
import { polyps } from './polyps.ts';
import { seizureSemiology } from './seizure-semiology.ts';
import { surgicalWorkflow } from './surgical-workflow.ts';

export const TEMPLATES: readonly Template[] = [
  cholec80,
  cholect50,
  surgicalWorkflow,
  polyps,
  echo,
  lungUltrasound,
  seizureSemiology,
  mdsUpdrs,
  empty,
];

/** The template with this id; undefined for none of ours. */
export function templateOf(id: string): Template | undefined {
  return TEMPLATES.find((template) => template.id === id);
}
