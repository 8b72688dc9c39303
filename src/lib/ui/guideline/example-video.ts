/** A video whose frames a guideline may show. */

export type ExampleVideo = {
  readonly id: string;
  /** With that of its study. */
  readonly name: string;
  readonly frames: number;
};
