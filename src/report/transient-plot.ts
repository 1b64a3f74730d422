import { lineChart } from "./line-chart.js";
import type { Titled } from "./svg.js";

/** A quantity over time. */
export interface TransientSeries {
  readonly name: string;
  readonly seconds: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** What {@link transientPlot} draws. */
export interface TransientPlot extends Titled {
  readonly series: readonly TransientSeries[];
  /** Name and SI unit of the values (default: voltage in volts). */
  readonly quantity?: { readonly label: string; readonly unit: string };
  /** Pixels; 640 by 360 when absent. */
  readonly width?: number;
  readonly height?: number;
}

/** Waveforms over time as a stand-alone SVG; of long ones, the extremes in each pixel's time are kept. */
export function transientPlot(plot: TransientPlot): string {
  const { series, quantity = { label: "voltage", unit: "V" }, width = 640, height = 360 } = plot;
  const { title, description } = plot;
  return lineChart({
    title,
    ...(description !== undefined && { description }),
    x: { label: "time", unit: "s" },
    y: quantity,
    series: series.map(({ name, seconds, values }) => ({
      name,
      points: thinned(seconds, values, 2 * width),
    })),
    width,
    height,
  });
}

/** At most about `most` points: the first and the last, and of each stretch of time the lowest and the highest in their order. */
function thinned(seconds: ArrayLike<number>, values: ArrayLike<number>, most: number): [number, number][] {
  const points = Array.from(seconds, (time, i): [number, number] => [time, values[i]!]);
  if (points.length <= most) return points;
  const [first, last] = [points[0]!, points.at(-1)!];
  const stretch = (2 * (last[0] - first[0])) / most;
  const kept: [number, number][] = [first];
  let group: [number, number][] = [];
  const close = () => {
    if (group.length === 0) return;
    const low = group.reduce((a, b) => (b[1] < a[1] ? b : a));
    const high = group.reduce((a, b) => (b[1] > a[1] ? b : a));
    kept.push(...(low[0] < high[0] ? [low, high] : low === high ? [low] : [high, low]));
    group = [];
  };
  for (const point of points) {
    if (
      group.length > 0 &&
      Math.floor((point[0] - first[0]) / stretch) !== Math.floor((group[0]![0] - first[0]) / stretch)
    ) {
      close();
    }
    group.push(point);
  }
  close();
  return [...kept, last];
}
