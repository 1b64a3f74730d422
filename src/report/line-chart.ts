import { type LegendEntry, type PlotOptions, plot } from "./frame.js";
import type { Scale } from "./scale.js";
import { element, escapeText, pathThrough, round, seriesColours } from "./svg.js";

/** A curve, with an optional band (a standard error, a range of seeds) about it. */
export interface LineSeries {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  readonly band?: readonly (readonly [x: number, low: number, high: number])[];
  /** Intervals about single points, drawn as bars with caps. */
  readonly errors?: readonly (readonly [x: number, low: number, high: number])[];
  /** Default: where its colour has been used before. */
  readonly dashed?: boolean;
}

/** A level to compare with: the paper's number, a bar to reach. */
export interface ReferenceLine {
  readonly name: string;
  readonly y: number;
}

/** What {@link lineChart} draws. */
export interface LineChart extends PlotOptions {
  readonly series: readonly LineSeries[];
  readonly references?: readonly ReferenceLine[];
}

/** A line chart as a stand-alone SVG; points that an axis cannot show (not finite, not positive on a log axis) break the curve. */
export function lineChart(chart: LineChart): string {
  const { references = [] } = chart;
  // Where colours come round again, dashes tell the curves apart.
  const series = chart.series.map((one, i) => ({ ...one, dashed: one.dashed ?? i >= seriesColours }));
  const points = series.flatMap((one) => one.points);
  const bands = series.flatMap((one) => [...(one.band ?? []), ...(one.errors ?? [])]);
  const legend: LegendEntry[] = series.map(({ name, dashed }, i) => ({
    name,
    colour: colourOf(i),
    mark: dashed ? "dashed" : "line",
  }));
  return plot(
    chart,
    {
      xs: points.map(([x]) => x),
      ys: [
        ...points.map(([, y]) => y),
        ...bands.flatMap(([, low, high]) => [low, high]),
        ...references.map(({ y }) => y),
      ],
      legend: series.length > 1 ? legend : [],
    },
    (x, y) =>
      references.map((line) => drawReference(line, x, y)).join("") +
      series
        .map((one, i) => drawBand(one, i, x, y) + drawErrors(one, i, x, y) + drawCurve(one, i, x, y))
        .join(""),
  );
}

/** The CSS colour of the i-th series. */
export function colourOf(index: number): string {
  return `var(--s${index % seriesColours})`;
}

function drawCurve({ points, dashed }: LineSeries, index: number, x: Scale, y: Scale): string {
  const style = `stroke:${colourOf(index)}`;
  const pieces: [number, number][][] = [[]];
  for (const [px, py] of points.map(([a, b]) => [x.at(a), y.at(b)] as const)) {
    if (Number.isFinite(px) && Number.isFinite(py)) pieces.at(-1)!.push([px, py]);
    else pieces.push([]);
  }
  return pieces
    .filter((piece) => piece.length > 0)
    .map((piece) =>
      piece.length === 1
        ? element("circle", { style: `fill:${colourOf(index)}`, cx: piece[0]![0], cy: piece[0]![1], r: 3 })
        : element("path", { class: `curve${dashed ? " dashed" : ""}`, style, d: pathThrough(piece) }),
    )
    .join("");
}

function drawBand({ band }: LineSeries, index: number, x: Scale, y: Scale): string {
  if (!band || band.length < 2) return "";
  const upper = band.map(([at, , high]) => [x.at(at), y.at(high)] as const);
  const lower = band.map(([at, low]) => [x.at(at), y.at(low)] as const).reverse();
  const edge = [...upper, ...lower].filter(([px, py]) => Number.isFinite(px) && Number.isFinite(py));
  return element("path", { class: "band", style: `fill:${colourOf(index)}`, d: `${pathThrough(edge)}Z` });
}

/** Half the width of the caps of error bars, in pixels. */
const cap = 3.5;

function drawErrors({ errors = [] }: LineSeries, index: number, x: Scale, y: Scale): string {
  return errors
    .map(([at, low, high]) => [x.at(at), y.at(low), y.at(high)] as const)
    .filter((ends) => ends.every(Number.isFinite))
    .map(([px, bottom, top]) => {
      const capAt = (py: number) => `M${round(px - cap)} ${round(py)}h${round(2 * cap)}`;
      const d = `M${round(px)} ${round(bottom)}V${round(top)}${capAt(bottom)}${capAt(top)}`;
      return element("path", { class: "error", style: `stroke:${colourOf(index)}`, d });
    })
    .join("");
}

function drawReference({ name, y: level }: ReferenceLine, x: Scale, y: Scale): string {
  const at = y.at(level);
  const [left, right] = [x.at(x.domain[0]), x.at(x.domain[1])];
  return (
    element("line", { class: "guide", x1: left, x2: right, y1: at, y2: at }) +
    element("text", { class: "muted small", x: right - 6, y: at - 5, "text-anchor": "end" }, escapeText(name))
  );
}
