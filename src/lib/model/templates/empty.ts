/** For a project whose labels are made by hand or come from a file. */
import type { Template } from '../template.ts';

export const empty: Template = {
  id: 'empty',
  about: 'Nothing yet: make your own labels, or import them',
  source: '',
  content: { name: 'Labels', labels: [], tiers: [] },
};
