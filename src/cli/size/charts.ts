import { heatMap, histogram, lineChart } from "../../report/index.js";
import type { Problem, Sensitivity, SpecYield, Told } from "../../size/index.js";
import { percent } from "./trust-tables.js";

/** Designs of which the mean cost is plotted. */
const bestCount = 20;

/** The least cost, and the mean of the best twenty, over the designs simulated. */
export function convergenceChart({ name }: Problem, history: readonly Told[]): string {
  const best: number[] = [];
  const least: (readonly [number, number])[] = [];
  const mean: (readonly [number, number])[] = [];
  history.forEach(({ cost }, i) => {
    const at = best.findIndex((other) => cost < other);
    if (at >= 0) best.splice(at, 0, cost);
    else best.push(cost);
    best.length = Math.min(best.length, bestCount);
    least.push([i + 1, best[0]!]);
    if (best.length === bestCount) mean.push([i + 1, best.reduce((sum, one) => sum + one, 0) / bestCount]);
  });
  return lineChart({
    title: `${name}: cost`,
    x: { label: "designs simulated" },
    y: { label: "cost (0: every spec met)" },
    series: [
      { name: "best", points: least },
      ...(mean.length > 0 ? [{ name: "mean of the best 20", points: mean, dashed: true }] : []),
    ],
    width: 720,
    height: 380,
  });
}

/** Every spec's answer to every variable, the stronger the more coloured. */
export function sensitivityMap({ name, specs }: Problem, { variables }: Sensitivity): string {
  const entries = (spec: number) => variables.map((variable) => variable.specs[spec]!);
  return heatMap({
    title: `${name}: sensitivity`,
    note: "change of a spec in % of its bound for 1 % more of a variable; blue: it helps, orange: it hurts",
    rows: specs.map((spec) => spec.name),
    columns: variables.map(({ variable }) => variable),
    cells: specs.map((_, i) =>
      entries(i).map(({ percentPerPercent: change, helps }) => {
        if (change === undefined) return { text: "-", shade: 0 };
        const strength = Math.min(Math.abs(change), 1);
        return { text: percent(change), shade: helps === undefined ? 0 : helps ? strength : -strength };
      }),
    ),
  });
}

/** The file of the histogram of spec `i`. */
export function histogramFile(i: number): string {
  return `yield-${i + 1}.svg`;
}

/** How a measure is spread over the samples, with the bounds of its spec. */
export function yieldHistogram({ spec, values }: SpecYield): string {
  const { name, unit, low, high, read } = spec;
  const limits = [
    ...(low === undefined ? [] : [{ name: "at least", x: low }]),
    ...(high === undefined ? [] : [{ name: "at most", x: high }]),
    ...(read === "magnitude" && high !== undefined ? [{ name: "at least", x: -high }] : []),
  ];
  return histogram({ title: name, values, limits, x: { label: name, ...(unit !== "" && { unit }) } });
}
