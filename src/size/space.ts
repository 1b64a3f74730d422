import { stepOf, type VariableFile } from "./problem/schema.js";

/** A variable with its grid; `values` ascend. */
export interface Variable {
  readonly name: string;
  readonly values: readonly number[];
  readonly scale: "linear" | "log";
  readonly unit: string;
}

/** A design: of each variable the index of its value. */
export type Design = readonly number[];

/** The grids of a problem's variables: all that a search knows of the circuit. */
export class DesignSpace {
  readonly variables: readonly Variable[];

  constructor(variables: readonly Variable[]) {
    this.variables = variables;
  }

  /** Number of variables. */
  get dimensions(): number {
    return this.variables.length;
  }

  /** How many designs there are, which may be beyond exact integers. */
  get size(): number {
    return this.variables.reduce((product, { values }) => product * values.length, 1);
  }

  /** Number of values of a variable. */
  levels(variable: number): number {
    return this.variables[variable]!.values.length;
  }

  /** Values by name. */
  valuesOf(design: Design): Record<string, number> {
    return Object.fromEntries(this.variables.map(({ name, values }, i) => [name, values[design[i]!]!]));
  }

  /** The same design always has the same key, and no other has it. */
  key(design: Design): string {
    return design.join(",");
  }

  /** Whether every index is one of its grid. */
  has(design: Design): boolean {
    return (
      design.length === this.dimensions &&
      design.every((index, i) => Number.isInteger(index) && index >= 0 && index < this.levels(i))
    );
  }

  /** Coordinates in [0, 1], even over the grid: linear for linear variables, logarithmic for logarithmic ones. */
  toUnit(design: Design): number[] {
    return design.map((index, i) => index / Math.max(this.levels(i) - 1, 1));
  }

  /** The design next to a point; coordinates beyond [0, 1] go to the nearer end. */
  fromUnit(point: ArrayLike<number>): Design {
    return this.variables.map(({ values }, i) => {
      const last = values.length - 1;
      return Math.min(Math.max(Math.round(point[i]! * last), 0), last);
    });
  }

  /** The design whose cell a point of [0, 1) falls into: every value equally likely for a uniform point. */
  fromUniform(point: ArrayLike<number>): Design {
    return this.variables.map(({ values }, i) =>
      Math.min(Math.floor(point[i]! * values.length), values.length - 1),
    );
  }
}

/** The variable of a file's entry. */
export function variableOf(name: string, file: VariableFile): Variable {
  const unit = file.unit ?? "";
  if ("values" in file) return { name, values: file.values, scale: "linear", unit };
  return { name, values: gridOf(file), scale: file.scale, unit };
}

const defaultPoints = 101;

function gridOf(range: Exclude<VariableFile, { values: unknown }>): number[] {
  const { from, to, points, scale, integer } = range;
  const interval = stepOf(range);
  if (interval !== undefined) {
    const last = Math.floor((to - from) / interval + 1e-9);
    return Array.from({ length: last + 1 }, (_, i) => tidy(from + i * interval));
  }
  const count = points ?? defaultPoints;
  const at = (share: number) => (scale === "log" ? from * (to / from) ** share : from + (to - from) * share);
  const all = Array.from({ length: count }, (_, i) => (i === count - 1 ? to : tidy(at(i / (count - 1)))));
  return integer ? [...new Set(all.map(Math.round))] : all;
}

/** Without the last digits, in which sums of steps differ from what a person would write. */
function tidy(value: number): number {
  return Number(value.toPrecision(10));
}
