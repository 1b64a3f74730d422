import { formatNumber, formatSi } from "./format.js";
import { type Axis, createScale, type Scale } from "./scale.js";
import { drawing, element, escapeText, type Titled } from "./svg.js";

/** What every plot with two axes is given. */
export interface PlotOptions extends Titled {
  readonly x: Axis;
  readonly y: Axis;
  /** Pixels, with a legend of two rows; 500 by 340 when absent. */
  readonly width?: number;
  readonly height?: number;
}

/** One entry of the legend: a name and the class-free style of its mark. */
export interface LegendEntry {
  readonly name: string;
  readonly colour: string;
  readonly mark: "line" | "dashed" | "dot" | "box";
}

const margin = { left: 72, right: 20, bottom: 52 };
const titleHeight = 38;
const legendRowHeight = 20;

/**
 * Draws title, legend, axes and grid, and inside them what `marks` returns for the two scales; marks are clipped to the plot.
 */
export function plot(
  options: PlotOptions,
  data: {
    readonly xs: Iterable<number>;
    readonly ys: Iterable<number>;
    readonly legend: readonly LegendEntry[];
  },
  marks: (x: Scale, y: Scale) => string,
): string {
  const { width = 500 } = options;
  const legend = drawLegend(data.legend, width);
  // A long legend makes the drawing higher, not the plot flatter.
  const height = (options.height ?? 340) + Math.max(0, legend.height - 2 * legendRowHeight);
  const top = titleHeight + legend.height + 8;
  const [left, right, bottom] = [margin.left, width - margin.right, height - margin.bottom];
  const x = createScale(options.x, data.xs, left, right);
  const y = createScale(options.y, data.ys, bottom, top);
  const box = { x: left, y: top, width: right - left, height: bottom - top };
  return drawing(
    options,
    width,
    height,
    element("text", { class: "title", x: 16, y: 26 }, escapeText(options.title)),
    legend.svg,
    verticalAxis(y, options.y, left, right, (top + bottom) / 2),
    horizontalAxis(x, options.x, top, bottom, (left + right) / 2, height),
    element(
      "svg",
      { ...box, viewBox: `${box.x} ${box.y} ${box.width} ${box.height}`, overflow: "hidden" },
      marks(x, y),
    ),
  );
}

function verticalAxis(scale: Scale, axis: Axis, left: number, right: number, middle: number): string {
  const ticks = scale.ticks.map((tick) => {
    const at = scale.at(tick);
    return (
      element("line", { class: "grid", x1: left, x2: right, y1: at, y2: at }) +
      element("text", { class: "muted", x: left - 8, y: at + 4, "text-anchor": "end" }, tickText(axis, tick))
    );
  });
  const name = element(
    "text",
    { x: 18, y: middle, "text-anchor": "middle", transform: `rotate(-90 18 ${middle})` },
    escapeText(axis.label),
  );
  return ticks.join("") + name;
}

function tickText({ unit }: Axis, tick: number): string {
  return unit === undefined ? formatNumber(tick) : formatSi(tick, unit);
}

function horizontalAxis(
  scale: Scale,
  axis: Axis,
  top: number,
  bottom: number,
  middle: number,
  height: number,
): string {
  const ticks = scale.ticks.map((tick) => {
    const at = scale.at(tick);
    return (
      element("line", { class: "grid", x1: at, x2: at, y1: top, y2: bottom }) +
      element(
        "text",
        { class: "muted", x: at, y: bottom + 18, "text-anchor": "middle" },
        tickText(axis, tick),
      )
    );
  });
  const [first, last] = scale.domain.map((value) => scale.at(value));
  const line = element("line", { class: "axis", x1: first, x2: last, y1: bottom, y2: bottom });
  const name = element(
    "text",
    { x: middle, y: height - 12, "text-anchor": "middle" },
    escapeText(axis.label),
  );
  return ticks.join("") + line + name;
}

/** The legend's rows below the title, wrapped to the width, and their height in pixels. */
export function drawLegend(entries: readonly LegendEntry[], width: number): { svg: string; height: number } {
  if (entries.length === 0) return { svg: "", height: 0 };
  let [x, row] = [16, 0];
  const items = entries.map(({ name, colour, mark }) => {
    const itemWidth = 26 + name.length * 6.6 + 18;
    if (x > 16 && x + itemWidth > width - 10) [x, row] = [16, row + 1];
    const y = titleHeight + row * legendRowHeight + 6;
    const item =
      legendMark(mark, colour, x, y) +
      element("text", { class: "muted", x: x + 26, y: y + 4 }, escapeText(name));
    x += itemWidth;
    return item;
  });
  return { svg: items.join(""), height: (row + 1) * legendRowHeight };
}

function legendMark(mark: LegendEntry["mark"], colour: string, x: number, y: number): string {
  const style = `fill:${colour};stroke:${colour}`;
  if (mark === "dot") return element("circle", { style, cx: x + 10, cy: y, r: 4 });
  if (mark === "box") return element("rect", { style, x: x + 4, y: y - 6, width: 12, height: 12, rx: 2 });
  const dash = mark === "dashed" ? " dashed" : "";
  return element("line", { class: `curve${dash}`, style, x1: x, x2: x + 20, y1: y, y2: y });
}
