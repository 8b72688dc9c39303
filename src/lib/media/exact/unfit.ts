/** Why pictures of a rendition cannot be decoded here. Nobody is told: they are shown by seeking instead. */
export class Unfit extends Error {
  override readonly name = 'Unfit';
}
