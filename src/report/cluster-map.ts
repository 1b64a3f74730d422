import { colourOf } from "./line-chart.js";
import { drawing, element, escapeText, type Titled } from "./svg.js";

/** Points of one group on a plane. */
export interface Cluster {
  readonly name: string;
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Points of the same group that are drawn hollow. */
  readonly hollow?: readonly (readonly [x: number, y: number])[];
}

/** What {@link clusterMap} draws. */
export interface ClusterMap extends Titled {
  readonly clusters: readonly Cluster[];
  /** Below the title. */
  readonly note?: string;
  readonly width?: number;
}

const margin = { top: 64, side: 46, bottom: 18 };

/** A map without axes, as a stand-alone SVG: only nearness counts. Each group bears its name at the median of its filled points. */
export function clusterMap(map: ClusterMap): string {
  const { clusters, note, width = 560 } = map;
  const all = clusters.flatMap(({ points, hollow = [] }) => [...points, ...hollow]);
  const place = placeOf(all, width);
  const dots = clusters.map(({ points, hollow = [] }, i) =>
    element(
      "g",
      { style: `fill:${colourOf(i)};stroke:${colourOf(i)};fill-opacity:0.55;stroke-opacity:0.55` },
      ...points.map((point) => dot(place(point), "inherit")),
      ...hollow.map((point) => dot(place(point), "none")),
    ),
  );
  const names = clusters.map(({ name, points }) => {
    const [x, y] = place([median(points.map(([px]) => px)), median(points.map(([, py]) => py))]);
    return element("text", { class: "halo", x, y: y - 7, "text-anchor": "middle" }, escapeText(name));
  });
  return drawing(
    map,
    width,
    width - 2 * margin.side + margin.top + margin.bottom,
    element("text", { class: "title", x: 16, y: 26 }, escapeText(map.title)),
    ...(note === undefined ? [] : [element("text", { class: "muted", x: 16, y: 45 }, escapeText(note))]),
    ...dots,
    ...names,
  );
}

const dot = ([cx, cy]: readonly [number, number], fill: string): string =>
  element("circle", { cx, cy, r: 2.2, ...(fill === "none" && { fill }) });

/** From the data's plane to pixels: equal scales, the whole in the square below the title. */
function placeOf(points: readonly (readonly [number, number])[], width: number) {
  const size = width - 2 * margin.side;
  const [lowX, highX] = range(points.map(([x]) => x));
  const [lowY, highY] = range(points.map(([, y]) => y));
  const scale = size / (Math.max(highX - lowX, highY - lowY) || 1);
  const [left, top] = [margin.side + (size - (highX - lowX) * scale) / 2, margin.top];
  const spare = (size - (highY - lowY) * scale) / 2;
  return ([x, y]: readonly [number, number]) =>
    [left + (x - lowX) * scale, top + spare + (highY - y) * scale] as const;
}

const range = (values: readonly number[]): readonly [number, number] => [
  values.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY),
  values.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY),
];

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
