/** Small systems of linear equations. */

/** What `matrix` (row after row, square) times makes `right`; undefined where nothing or too much does. Both are used up. */
export function solved(matrix: Float64Array, right: Float64Array): Float64Array | undefined {
  const size = right.length;
  for (let column = 0; column < size; column++) {
    let pivot = column;
    for (let row = column + 1; row < size; row++)
      if (Math.abs(matrix[row * size + column] as number) > Math.abs(matrix[pivot * size + column] as number))
        pivot = row;
    const head = matrix[pivot * size + column] as number;
    if (Math.abs(head) < 1e-9) return undefined;
    swapRows(matrix, size, column, pivot);
    [right[column], right[pivot]] = [right[pivot] as number, right[column] as number];
    for (let row = 0; row < size; row++) {
      if (row === column) continue;
      const times = (matrix[row * size + column] as number) / head;
      for (let n = column; n < size; n++)
        matrix[row * size + n] =
          (matrix[row * size + n] as number) - times * (matrix[column * size + n] as number);
      right[row] = (right[row] as number) - times * (right[column] as number);
    }
  }
  return right.map((value, n) => value / (matrix[n * size + n] as number));
}

function swapRows(matrix: Float64Array, size: number, one: number, other: number): void {
  if (one === other) return;
  for (let n = 0; n < size; n++)
    [matrix[one * size + n], matrix[other * size + n]] = [
      matrix[other * size + n] as number,
      matrix[one * size + n] as number,
    ];
}
