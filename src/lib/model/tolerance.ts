/** How far two people may be apart and still say the same of a video. Shares are 0 to 1, distances in frames or image pixels. */

export type Tolerance = {
  /** Tracks with less spatio-temporal overlap are of different things. */
  readonly leastTrack: number;
  /** Intervals with less temporal overlap are different ones. */
  readonly leastInterval: number;
  /** Events further apart are different ones; frames. */
  readonly eventFrames: number;
  /** Edges of intervals and events that are no further apart are the same; frames. What is said to be blurred adds to it. */
  readonly edgeFrames: number;
  /** Tracks with less overlap lie in different places. */
  readonly goodTrack: number;
  /** How near points, lines and joints are the same; image pixels. */
  readonly nearPx: number;
};
