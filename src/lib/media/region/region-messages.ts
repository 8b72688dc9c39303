/** What the page and the worker that grows a region say to each other: one question, one answer. */
import type { Brightness, Region } from '#lib/model/shapes/grow.ts';
import type { RegionRequest } from './regions.ts';

/** The picture's bytes are given away. */
export type RegionQuestion = RegionRequest & { readonly picture: Brightness };

export type RegionAnswer =
  | { readonly kind: 'grown'; readonly region: Region | null }
  | { readonly kind: 'failed'; readonly reason: string };
