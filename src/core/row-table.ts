/**
 * One degree class of a {@link RowTable}: `count` consecutive output rows that each sum `width` input rows.
 *
 * Exact classes store their indices slot by slot (`indices[slot * count + row]`), so that each slot is one gather.
 * A padded class stores them row by row (`indices[row * width + slot]`) with a mask of 1 and 0 in the same layout;
 * padding points at row 0.
 */
export interface RowClass {
  readonly width: number;
  readonly count: number;
  readonly indices: Int32Array;
  readonly mask?: Float32Array;
}

/**
 * The linear map `y[i] = Σ_j x[index(i, j)]` in the form that the tensor engine runs without scatter: output rows are
 * sorted into degree classes, each a dense gather. Neighbour sums, segment sums and row gathers are all of this form.
 *
 * `classes` follow the profile's order. Output row `r` of the concatenated classes is the caller's row `r`, unless `restore`
 * is given: then the caller's row `i` is concatenated row `restore[i]`.
 */
export interface RowTable {
  readonly rows: number;
  readonly classes: readonly RowClass[];
  readonly restore?: Int32Array;
}

/** A class of a {@link DegreeProfile}: rows of exactly `width` summands, or (padded) of at most `width`. */
export interface DegreeClass {
  readonly width: number;
  readonly padded: boolean;
}

/**
 * Which degree classes a program is compiled for, ascending by width. A row goes to the exact class of its degree if there is
 * one, else to the narrowest padded class that holds it. A padded class of width Infinity takes the widest row of each batch.
 */
export type DegreeProfile = readonly DegreeClass[];

/** The profile that takes any graph: exact classes 0 to 4, and padded ones up to 16 and beyond. */
export const universalProfile: DegreeProfile = [
  ...[0, 1, 2, 3, 4].map((width) => ({ width, padded: false })),
  { width: 16, padded: true },
  { width: Number.POSITIVE_INFINITY, padded: true },
];
