/** What the kinds of attribute are called. */
import type { AttributeKind } from '#lib/model/attribute.ts';

export const KIND_NAMES: Readonly<Record<AttributeKind, string>> = {
  choice: 'One of several',
  several: 'Some of several',
  number: 'Number',
  text: 'Text',
  'yes-no': 'Yes or no',
};
