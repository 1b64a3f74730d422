import { plot } from "./frame.js";
import { colourOf } from "./line-chart.js";
import type { Axis } from "./scale.js";
import { element, escapeText, type Titled } from "./svg.js";

/** What {@link histogram} draws. */
export interface Histogram extends Titled {
  readonly values: readonly number[];
  readonly x: Axis;
  /** Limits, drawn as upright lines. */
  readonly limits?: readonly { readonly name: string; readonly x: number }[];
  readonly width?: number;
  readonly height?: number;
}

/** How often values fall into equal intervals, with limits, as a stand-alone SVG; values that are not finite are left out. */
export function histogram(chart: Histogram): string {
  const { x, limits = [], width = 360, height = 240 } = chart;
  const values = chart.values.filter(Number.isFinite);
  const bars = barsOf(values);
  const xs = [...bars.flatMap(({ from, to }) => [from, to]), ...limits.map((limit) => limit.x)];
  const most = Math.max(1, ...bars.map(({ count }) => count));
  return plot(
    { ...chart, width, height, x, y: { label: "samples", domain: [0, most * 1.15] } },
    { xs, ys: [], legend: [] },
    (across, up) =>
      bars
        .map(({ from, to, count }) =>
          element("rect", {
            ...{ x: across.at(from) + 0.5, y: up.at(count) },
            width: Math.max(across.at(to) - across.at(from) - 1, 1),
            height: up.at(0) - up.at(count),
            style: `fill:${colourOf(0)}`,
          }),
        )
        .join("") +
      limits
        .map((limit, i) => {
          const at = across.at(limit.x);
          return (
            element("line", { class: "guide", x1: at, x2: at, y1: up.at(0), y2: up.at(most * 1.15) }) +
            element(
              "text",
              { class: "muted small", x: at + 4, y: up.at(most * 1.15) + 12 * (i + 1) },
              escapeText(limit.name),
            )
          );
        })
        .join(""),
  );
}

interface Bar {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** As many intervals as Sturges' rule gives, and a few more for many values. */
function barsOf(values: readonly number[]): Bar[] {
  if (values.length === 0) return [];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const room = high > low ? high - low : Math.abs(low) || 1;
  const start = high > low ? low : low - room / 2;
  const count = Math.ceil(1 + 2 * Math.log2(values.length));
  const counts = new Array<number>(count).fill(0);
  for (const value of values) counts[Math.min(Math.floor(((value - start) / room) * count), count - 1)]!++;
  return counts.map((each, i) => ({
    ...{ from: start + (i * room) / count, to: start + ((i + 1) * room) / count, count: each },
  }));
}
