import { KirchhoffError } from "./error.js";

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

/**
 * A class of a {@link DegreeProfile}: rows of exactly `width` summands, or (padded) of at most `width`, filled up to the widest of
 * them in each table.
 */
export interface DegreeClass {
  readonly width: number;
  readonly padded: boolean;
}

/**
 * Which degree classes a program is compiled for, ascending by width. A row goes to the exact class of its degree if there is
 * one, else to the narrowest padded class that holds it. A padded class of width Infinity takes any row.
 */
export type DegreeProfile = readonly DegreeClass[];

/** The profile that takes any graph: exact classes 0 to 4, and padded ones up to 16, up to 256 and beyond. */
export const universalProfile: DegreeProfile = [
  ...[0, 1, 2, 3, 4].map((width) => ({ width, padded: false })),
  { width: 16, padded: true },
  { width: 256, padded: true },
  { width: Number.POSITIVE_INFINITY, padded: true },
];

/** Lists of input rows, one for each output row: row `i` sums the inputs `indices[offsets[i]]` to `indices[offsets[i + 1] - 1]`. */
export interface RowLists {
  /** One longer than there are rows. */
  readonly offsets: Int32Array;
  readonly indices: Int32Array;
}

/** Index of the profile's class that takes a row of this degree. Throws CORE_DEGREE_WITHOUT_CLASS. */
export function classOfDegree(profile: DegreeProfile, degree: number): number {
  const exact = profile.findIndex(({ width, padded }) => !padded && width === degree);
  const index = exact >= 0 ? exact : profile.findIndex(({ width, padded }) => padded && width >= degree);
  if (index >= 0) return index;
  throw new KirchhoffError("CORE_DEGREE_WITHOUT_CLASS", `no degree class takes a row of ${degree} summands`, {
    expected: profile.map(({ width, padded }) => (padded ? `up to ${width}` : `${width}`)).join(", "),
    hint: "derive the profile from all the data with degreeProfile, or use universalProfile.",
  });
}

/** Empty classes for these numbers of rows; a padded class becomes as wide as its widest row, 0 where it has none. */
export function emptyClasses(
  profile: DegreeProfile,
  counts: ArrayLike<number>,
  widest: ArrayLike<number>,
): RowClass[] {
  return profile.map(({ width: limit, padded }, c) => {
    const count = counts[c]!;
    const width = padded ? widest[c]! : limit;
    const indices = new Int32Array(count * width);
    return padded
      ? { width, count, indices, mask: new Float32Array(count * width) }
      : { width, count, indices };
  });
}

/** Writes summand `slot` of row `row` of a class. */
export function setSummand(rowClass: RowClass, row: number, slot: number, input: number): void {
  const { width, count, indices, mask } = rowClass;
  if (mask) {
    indices[row * width + slot] = input;
    mask[row * width + slot] = 1;
  } else {
    indices[slot * count + row] = input;
  }
}

/**
 * The row table of these lists; `restore` is left out where the rows are in the order of their classes already.
 * Throws CORE_DEGREE_WITHOUT_CLASS.
 */
export function rowTable({ offsets, indices }: RowLists, profile: DegreeProfile): RowTable {
  const rows = offsets.length - 1;
  const classOf = new Int32Array(rows);
  const counts = new Int32Array(profile.length);
  const widest = new Int32Array(profile.length);
  const classOfSeenDegree = new Map<number, number>();
  for (let i = 0; i < rows; i++) {
    const degree = offsets[i + 1]! - offsets[i]!;
    let c = classOfSeenDegree.get(degree);
    if (c === undefined) {
      c = classOfDegree(profile, degree);
      classOfSeenDegree.set(degree, c);
    }
    classOf[i] = c;
    counts[c]!++;
    if (degree > widest[c]!) widest[c] = degree;
  }

  const tables = emptyClasses(profile, counts, widest);
  const starts = new Int32Array(profile.length);
  for (let c = 1; c < profile.length; c++) starts[c] = starts[c - 1]! + counts[c - 1]!;
  const filled = new Int32Array(profile.length);
  const restore = new Int32Array(rows);
  let sorted = true;
  for (let i = 0; i < rows; i++) {
    const c = classOf[i]!;
    const row = filled[c]!++;
    const start = offsets[i]!;
    for (let k = start; k < offsets[i + 1]!; k++) setSummand(tables[c]!, row, k - start, indices[k]!);
    restore[i] = starts[c]! + row;
    sorted &&= restore[i] === i;
  }
  return sorted ? { rows, classes: tables } : { rows, classes: tables, restore };
}

/** The lists of the transposed map: for each of `inputs` rows, the output rows whose lists name it, ascending. */
export function transposeLists({ offsets, indices }: RowLists, inputs: number): RowLists {
  const transposed = new Int32Array(inputs + 1);
  for (const input of indices) transposed[input + 1]!++;
  for (let j = 0; j < inputs; j++) transposed[j + 1]! += transposed[j]!;
  const next = transposed.slice(0, inputs);
  const outputs = new Int32Array(indices.length);
  for (let i = 0; i + 1 < offsets.length; i++) {
    for (let k = offsets[i]!; k < offsets[i + 1]!; k++) outputs[next[indices[k]!]!++] = i;
  }
  return { offsets: transposed, indices: outputs };
}

/**
 * The tightest profile that takes every row of a data set: the classes of {@link universalProfile} that occur.
 */
export function degreeProfile(lists: Iterable<Pick<RowLists, "offsets">>): DegreeProfile {
  const occurs = universalProfile.map(() => false);
  for (const { offsets } of lists) {
    for (let i = 0; i + 1 < offsets.length; i++) {
      occurs[classOfDegree(universalProfile, offsets[i + 1]! - offsets[i]!)] = true;
    }
  }
  return universalProfile.filter((_, c) => occurs[c]);
}
