import { type LineSeries, lineChart } from "../../report/index.js";
import type { Outcome, Scored } from "./outcome.js";

/** The accuracy curve: Acc@K against the number of samples, a curve for each network and each of its measures, as an SVG. */
export function accuracyCurve({ dataset, levels, networks }: Outcome): string {
  const series = new Map<string, LineSeries & { readonly points: [number, number][] }>();
  for (const { name, samples, evaluation } of networks) {
    for (const { label, accuracy } of accuracies(evaluation)) {
      const title = label === "" ? name : `${label}, ${name}`;
      const one = series.get(title) ?? { name: title, points: [], dashed: name === "scratch" };
      one.points.push([samples, accuracy]);
      series.set(title, one);
    }
  }
  return lineChart({
    title: `${dataset}: accuracy against samples`,
    x: { label: "samples", scale: "log" },
    y: { label: `Acc@${levels}`, domain: [0, 1] },
    series: [...series.values()],
  });
}

/** Of voltages the accuracy on nets that no source holds, where it is known; of measures each one's. */
function accuracies({ metrics, targets = [] }: Scored["evaluation"]) {
  const voltages = metrics ? [{ label: "", accuracy: metrics.freeAccuracy ?? metrics.accuracy }] : [];
  return [...voltages, ...targets.map(({ name, accuracy }) => ({ label: name, accuracy }))];
}
