import type { FailedOutput, OpOutput } from "../../../simulate/index.js";

/** Below these, currents and conductances are nothing: amperes and siemens. */
const [leastCurrent, leastConductance] = [1e-12, 1e-10];

/**
 * Numbers that tell how a circuit works at its operating point: of each transistor the logarithms of current, transconductance and output
 * conductance, and how far it is saturated; and the voltage of each net. Gains, bandwidths and phases are all but sums of these.
 */
export function operatingFeatures(output: OpOutput | FailedOutput): Float64Array | undefined {
  if (output.status === "failed") return undefined;
  const row: number[] = [];
  for (const point of Object.values(output.devices ?? {})) {
    if (point.type !== "mos") continue;
    const { id, gm, gds, vds, vdsat } = point;
    row.push(
      Math.log10(Math.abs(id) + leastCurrent),
      Math.log10(Math.abs(gm) + leastConductance),
      Math.log10(Math.abs(gds) + leastConductance),
      Math.abs(vds) - vdsat,
    );
  }
  row.push(...output.voltages);
  return row.every(Number.isFinite) ? Float64Array.from(row) : undefined;
}

/** Margin beyond which a transistor is saturated well enough, in volts. */
const enough = 0.1;

/** How many transistors are saturated, those on the way counting in part: 0 to the number of transistors, and below where they are not at all. */
export function saturatedTransistors(output: OpOutput | FailedOutput): number {
  if (output.status === "failed") return Number.NEGATIVE_INFINITY;
  let sum = 0;
  for (const point of Object.values(output.devices ?? {})) {
    if (point.type === "mos") sum += Math.min((Math.abs(point.vds) - point.vdsat) / enough, 1);
  }
  return sum;
}

/** Shifts and scales columns to mean 0 and deviation 1 over the rows that it was fitted to. */
export class ColumnScaling {
  readonly means: readonly number[];
  readonly deviations: readonly number[];

  constructor(means: readonly number[], deviations: readonly number[]) {
    this.means = means;
    this.deviations = deviations;
  }

  static fit(rows: readonly Float64Array[]): ColumnScaling {
    const width = rows[0]?.length ?? 0;
    const columns = Array.from({ length: width }, (_, c) => rows.map((row) => row[c]!));
    const means = columns.map((column) => column.reduce((sum, x) => sum + x, 0) / rows.length);
    const deviations = columns.map((column, c) => {
      const variance = column.reduce((sum, x) => sum + (x - means[c]!) ** 2, 0) / rows.length;
      return Math.sqrt(variance) || 1;
    });
    return new ColumnScaling(means, deviations);
  }

  /** A row as a model takes it, drawn in to five deviations. */
  apply(row: Float64Array): Float64Array {
    return row.map((x, c) => Math.min(Math.max((x - this.means[c]!) / this.deviations[c]!, -5), 5));
  }
}
