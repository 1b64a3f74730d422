import { type LegendEntry, type PlotOptions, plot } from "./frame.js";
import { colourOf } from "./line-chart.js";
import type { Scale } from "./scale.js";
import { element, pathThrough } from "./svg.js";

/** A cloud of points of one colour. */
export interface ScatterSeries {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** What {@link scatterPlot} draws. */
export interface ScatterPlot extends PlotOptions {
  readonly series: readonly ScatterSeries[];
  /** Draw the line y = x: a perfect prediction. */
  readonly identity?: boolean;
  /** Half width, in the data's unit, of the band about y = x within which a prediction counts as right. */
  readonly tolerance?: number;
}

/** Points of at most this number are drawn per series; more would only make the file large. */
const mostPoints = 4000;

/** A scatter plot as a stand-alone SVG; with `identity` both axes share one range. */
export function scatterPlot(chart: ScatterPlot): string {
  const { series, identity = false, tolerance } = chart;
  const points = series.flatMap((one) => one.points);
  const [xs, ys] = [points.map(([x]) => x), points.map(([, y]) => y)];
  const both = [...xs, ...ys];
  const legend: LegendEntry[] = series.map(({ name }, i) => ({ name, colour: colourOf(i), mark: "dot" }));
  return plot(
    { width: 420, height: 440, ...chart },
    { xs: identity ? both : xs, ys: identity ? both : ys, legend: series.length > 1 ? legend : [] },
    (x, y) =>
      (identity ? drawIdentity(x, y, tolerance) : "") +
      series.map((one, i) => drawPoints(one, i, x, y)).join(""),
  );
}

function drawPoints({ points }: ScatterSeries, index: number, x: Scale, y: Scale): string {
  const every = Math.max(1, Math.ceil(points.length / mostPoints));
  const [radius, opacity] = points.length > 500 ? [1.8, 0.45] : [3.2, 0.75];
  const dots = points
    .filter((_, i) => i % every === 0)
    .map(([px, py]) => [x.at(px), y.at(py)] as const)
    .filter(([px, py]) => Number.isFinite(px) && Number.isFinite(py))
    .map(([cx, cy]) => element("circle", { cx, cy, r: radius }));
  return element("g", { style: `fill:${colourOf(index)};fill-opacity:${opacity}` }, ...dots);
}

function drawIdentity(x: Scale, y: Scale, tolerance: number | undefined): string {
  const [low, high] = x.domain;
  const line = (shift: number) =>
    Array.from({ length: 33 }, (_, i) => low + ((high - low) * i) / 32).map(
      (at) => [x.at(at), y.at(at + shift)] as const,
    );
  const band = tolerance
    ? element("path", {
        class: "tolerance",
        d: `${pathThrough([...line(tolerance), ...line(-tolerance).reverse()])}Z`,
      })
    : "";
  return band + element("path", { class: "guide", d: pathThrough([line(0)[0]!, line(0).at(-1)!]) });
}
