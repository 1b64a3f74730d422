import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type DegreeProfile,
  degreeProfile,
  type RowLists,
  type RowTable,
  rowTable,
  transposeLists,
  universalProfile,
} from "../../src/core/index.js";

/** Lists of up to 30 inputs, some longer than 16. */
const arbitraryLists = fc
  .tuple(
    fc.integer({ min: 1, max: 30 }),
    fc.array(fc.array(fc.nat(1000), { maxLength: 20 }), { minLength: 1, maxLength: 25 }),
  )
  .map(([inputs, rows]) => ({
    inputs,
    lists: listsOf(rows.map((row) => row.map((index) => index % inputs))),
  }));

function listsOf(rows: readonly (readonly number[])[]): RowLists {
  const offsets = new Int32Array(rows.length + 1);
  rows.forEach((row, i) => {
    offsets[i + 1] = offsets[i]! + row.length;
  });
  return { offsets, indices: Int32Array.from(rows.flat()) };
}

/** What the table computes, as its contract says. */
function applyTable({ classes, restore, rows }: RowTable, x: ArrayLike<number>): number[] {
  const sums: number[] = [];
  for (const { width, count, indices, mask } of classes) {
    for (let row = 0; row < count; row++) {
      let sum = 0;
      for (let slot = 0; slot < width; slot++) {
        const at = mask ? row * width + slot : slot * count + row;
        sum += x[indices[at]!]! * (mask ? mask[at]! : 1);
      }
      sums.push(sum);
    }
  }
  return Array.from({ length: rows }, (_, i) => sums[restore ? restore[i]! : i]!);
}

function applyLists({ offsets, indices }: RowLists, x: ArrayLike<number>): number[] {
  return Array.from(offsets.subarray(1), (end, i) => {
    let sum = 0;
    for (let k = offsets[i]!; k < end; k++) sum += x[indices[k]!]!;
    return sum;
  });
}

const numbers = (n: number) => Array.from({ length: n }, (_, i) => (i * i + 3) % 101);

describe("rowTable", () => {
  it("computes the naive sum, whatever the profile", () => {
    const padded: DegreeProfile = [
      { width: 2, padded: false },
      { width: 32, padded: true },
    ];
    fc.assert(
      fc.property(arbitraryLists, fc.boolean(), ({ inputs, lists }, universal) => {
        const profile = universal ? universalProfile : padded;
        const table = rowTable(lists, profile);
        expect(applyTable(table, numbers(inputs))).toEqual(applyLists(lists, numbers(inputs)));
        expect(table.classes).toHaveLength(profile.length);
        expect(table.classes.reduce((sum, { count }) => sum + count, 0)).toBe(lists.offsets.length - 1);
      }),
    );
  });

  it("leaves restore out exactly where rows are sorted by class", () => {
    expect(
      rowTable(listsOf([[], [1], [2], [0, 1], [1, 2, 0, 1, 2]]), universalProfile).restore,
    ).toBeUndefined();
    expect(Array.from(rowTable(listsOf([[0, 1], [], [1]]), universalProfile).restore!)).toEqual([2, 0, 1]);
  });

  it("stores exact classes slot by slot and padded ones row by row", () => {
    const table = rowTable(
      listsOf([
        [4, 5],
        [6, 7],
        [1, 2, 3, 4, 5],
        [1, 2, 3, 4, 5, 6],
      ]),
      universalProfile,
    );
    expect(Array.from(table.classes[2]!.indices)).toEqual([4, 6, 5, 7]);
    expect(Array.from(table.classes[5]!.indices)).toEqual([1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5, 6]);
    expect(Array.from(table.classes[5]!.mask!)).toEqual([1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1]);
  });

  it("makes a padded class as wide as its widest row, and keeps huge rows from widening others", () => {
    const rows = [40, 17, 256, 257, 5000].map((degree) => new Array(degree).fill(0));
    const { classes } = rowTable(listsOf(rows), universalProfile);
    expect(classes.at(-3)).toMatchObject({ width: 0, count: 0 });
    expect(classes.at(-2)).toMatchObject({ width: 256, count: 3 });
    expect(classes.at(-1)).toMatchObject({ width: 5000, count: 2 });
    expect(rowTable(listsOf([[0]]), universalProfile).classes.at(-1)).toMatchObject({ width: 0, count: 0 });
  });

  it("refuses a row that no class takes", () => {
    expect(() => rowTable(listsOf([[0], [0, 0]]), [{ width: 1, padded: false }])).toThrowError(
      expect.objectContaining({ code: "CORE_DEGREE_WITHOUT_CLASS" }),
    );
  });
});

describe("transposeLists", () => {
  it("is the adjoint: <y, A x> = <Aᵀ y, x>, and its own inverse up to order", () => {
    const dot = (a: ArrayLike<number>, b: ArrayLike<number>) =>
      Array.from(a).reduce((sum, v, i) => sum + v * b[i]!, 0);
    fc.assert(
      fc.property(arbitraryLists, ({ inputs, lists }) => {
        const rows = lists.offsets.length - 1;
        const x = numbers(inputs);
        const y = numbers(rows).map((v) => v + 1);
        const transposed = transposeLists(lists, inputs);
        expect(dot(y, applyLists(lists, x))).toBe(
          dot(applyTable(rowTable(transposed, universalProfile), y), x),
        );
        expect(transposeLists(transposed, rows).offsets).toEqual(lists.offsets);
      }),
    );
  });
});

describe("degreeProfile", () => {
  it("keeps only the classes that occur", () => {
    expect(degreeProfile([listsOf([[0, 0], [0]]), listsOf([[0, 0, 0]])])).toEqual([
      { width: 1, padded: false },
      { width: 2, padded: false },
      { width: 3, padded: false },
    ]);
    expect(degreeProfile([listsOf([new Array(7).fill(0)])])).toEqual([{ width: 16, padded: true }]);
  });

  it("takes every row it was derived from", () => {
    fc.assert(
      fc.property(arbitraryLists, ({ lists }) => {
        const profile = degreeProfile([lists]);
        expect(rowTable(lists, profile).classes.every(({ count }) => count > 0)).toBe(true);
      }),
    );
  });
});
