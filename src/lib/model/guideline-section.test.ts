import { expect, it } from 'vitest';
import { guidelineSection } from './guideline-section.ts';

const TEXT = `# Lung

Before all.

## **B-line** ##
From the pleura to the edge.
![one](frame:abc/12)

### Confluent
Several at once.

\`\`\`
# A-line
\`\`\`

## A-line

## Consolidation
Last.`;

it('of a label is what stands below the heading with its name, sub-headings with it', () => {
  expect(guidelineSection(TEXT, ['b-LINE'])).toBe(
    'From the pleura to the edge.\n![one](frame:abc/12)\n\n### Confluent\nSeveral at once.\n\n```\n# A-line\n```',
  );
  expect(guidelineSection(TEXT, ['Verdichtung', 'consolidation'])).toBe('Last.');
  expect(guidelineSection(TEXT, ['Confluent'])).toBe('Several at once.\n\n```\n# A-line\n```');
});

it('is nothing where there is no such heading, or nothing below it', () => {
  expect([guidelineSection(TEXT, ['A-line']), guidelineSection(TEXT, ['Effusion'])]).toEqual([
    undefined,
    undefined,
  ]);
  expect([guidelineSection(TEXT, ['', ' ']), guidelineSection('', ['x'])]).toEqual([undefined, undefined]);
});
