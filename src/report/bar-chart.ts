import { formatNumber } from "./format.js";
import { drawLegend } from "./frame.js";
import { colourOf } from "./line-chart.js";
import { createScale } from "./scale.js";
import { drawing, element, escapeText, type Titled } from "./svg.js";

/** One bar a category, with an optional standard error. */
export interface BarSeries {
  readonly name: string;
  readonly values: readonly number[];
  readonly errors?: readonly number[];
}

/** What {@link barChart} draws: horizontal bars from zero, grouped by category. */
export interface BarChart extends Titled {
  readonly categories: readonly string[];
  readonly series: readonly BarSeries[];
  /** What the bars measure, with its unit. */
  readonly label: string;
  readonly domain?: readonly [low: number, high: number];
  readonly width?: number;
}

const barHeight = 16;
const groupGap = 14;

/** Horizontal bars with their values written beside them, as a stand-alone SVG; values are not negative. */
export function barChart(chart: BarChart): string {
  const { categories, series, width = 500 } = chart;
  const left = 28 + Math.max(...categories.map((category) => category.length)) * 6.6;
  const top = series.length > 1 ? 70 : 50;
  const groupHeight = series.length * (barHeight + 3) + groupGap;
  const bottom = top + categories.length * groupHeight;
  const values = [
    0,
    ...series.flatMap((one) => one.values.map((value, i) => value + (one.errors?.[i] ?? 0))),
  ];
  const domain = chart.domain && { domain: chart.domain };
  const x = createScale({ label: chart.label, ...domain }, values, left, width - 72);

  const grid = x.ticks.map((tick) => {
    const at = x.at(tick);
    return (
      element("line", { class: "grid", x1: at, x2: at, y1: top - 4, y2: bottom }) +
      element("text", { class: "muted", x: at, y: bottom + 16, "text-anchor": "middle" }, formatNumber(tick))
    );
  });
  const groups = categories.map((category, c) => {
    const y = top + c * groupHeight + groupGap / 2;
    const middle = y + (series.length * (barHeight + 3)) / 2 + 3;
    const label = element("text", { x: left - 10, y: middle, "text-anchor": "end" }, escapeText(category));
    const bars = series.map((one, s) => drawBar(one, c, s, y + s * (barHeight + 3), x.at));
    return label + bars.join("");
  });
  const legend = series.map(({ name }, i) => ({ name, colour: colourOf(i), mark: "box" }) as const);
  return drawing(
    chart,
    width,
    bottom + 48,
    element("text", { class: "title", x: 16, y: 26 }, escapeText(chart.title)),
    series.length > 1 ? drawLegend(legend, width).svg : "",
    ...grid,
    ...groups,
    element(
      "text",
      { x: (left + width - 72) / 2, y: bottom + 38, "text-anchor": "middle" },
      escapeText(chart.label),
    ),
  );
}

function drawBar(
  series: BarSeries,
  category: number,
  index: number,
  y: number,
  at: (value: number) => number,
): string {
  const value = series.values[category] ?? Number.NaN;
  if (!Number.isFinite(value)) return "";
  const error = series.errors?.[category] ?? 0;
  const [start, end, middle] = [at(0), at(value), y + barHeight / 2];
  const bar = element("rect", {
    style: `fill:${colourOf(index)}`,
    x: start,
    y,
    width: end - start,
    height: barHeight,
    rx: 2,
  });
  const whisker =
    error > 0
      ? element("line", {
          style: "stroke:var(--ink);stroke-width:1.5",
          x1: at(value - error),
          x2: at(value + error),
          y1: middle,
          y2: middle,
        })
      : "";
  const text = error > 0 ? `${formatNumber(value, 3)} ± ${formatNumber(error, 1)}` : formatNumber(value, 3);
  return bar + whisker + element("text", { class: "small", x: at(value + error) + 6, y: middle + 4 }, text);
}
