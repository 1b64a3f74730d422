import { type LineSeries, lineChart } from "./line-chart.js";
import { drawing, element, type Titled } from "./svg.js";

/** One response over frequency. */
export interface BodeSeries {
  readonly name: string;
  readonly hertz: ArrayLike<number>;
  readonly gainDb: ArrayLike<number>;
  readonly phaseDegrees: ArrayLike<number>;
}

/** What {@link bodePlot} draws. */
export interface BodePlot extends Titled {
  readonly series: readonly BodeSeries[];
  /** Pixels; 640 when absent. */
  readonly width?: number;
}

const gainHeight = 330;
const phaseHeight = 290;

/** Gain in dB above phase in degrees, both over frequency on a log axis, as a stand-alone SVG. */
export function bodePlot({ title, description, series, width = 640 }: BodePlot): string {
  const x = { label: "frequency", scale: "log", unit: "Hz" } as const;
  const curves = (key: "gainDb" | "phaseDegrees") =>
    series.map(
      (one): LineSeries => ({
        name: one.name,
        points: Array.from(one.hertz, (hertz, i) => [hertz, one[key][i]!] as const),
      }),
    );
  const gain = lineChart({
    title,
    x,
    y: { label: "gain, dB" },
    series: curves("gainDb"),
    width,
    height: gainHeight,
  });
  const phase = lineChart({
    title: "Phase",
    x,
    y: { label: "phase, degrees" },
    series: curves("phaseDegrees"),
    width,
    height: phaseHeight,
  });
  return drawing(
    { title, ...(description !== undefined && { description }) },
    width,
    gainHeight + phaseHeight,
    element("svg", { y: 0, width, height: gainHeight }, gain),
    element("svg", { y: gainHeight, width, height: phaseHeight }, phase),
  );
}
