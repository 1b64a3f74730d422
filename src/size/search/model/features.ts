import type { Design, DesignSpace } from "../../space.js";

/** Numbers that a network sees of a design: of each variable its place on the grid, and where its values are positive their logarithm too. */
export class DesignFeatures {
  readonly count: number;
  readonly #space: DesignSpace;
  /** Of each variable the columns' values by index. */
  readonly #columns: readonly (readonly Float64Array[])[];

  constructor(space: DesignSpace) {
    this.#space = space;
    this.#columns = space.variables.map(({ values, scale }) => {
      const place = standardised(values.map((_, i) => i));
      const isPositive = values[0]! > 0 && scale === "linear" && values.at(-1)! > 4 * values[0]!;
      return isPositive ? [place, standardised(values.map(Math.log))] : [place];
    });
    this.count = this.#columns.reduce((sum, columns) => sum + columns.length, 0);
  }

  /** `[designs, count]`, row-major. */
  rows(designs: readonly Design[]): Float32Array {
    const rows = new Float32Array(designs.length * this.count);
    designs.forEach((design, row) => {
      let at = row * this.count;
      for (let i = 0; i < this.#space.dimensions; i++) {
        for (const column of this.#columns[i]!) rows[at++] = column[design[i]!]!;
      }
    });
    return rows;
  }
}

/** With mean 0 and standard deviation 1 over the grid. */
function standardised(values: readonly number[]): Float64Array {
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length) || 1;
  return Float64Array.from(values, (x) => (x - mean) / deviation);
}
