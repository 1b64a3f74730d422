import { checkedCurve, valueAt } from "./curve.js";
import { invalid, type Measurement, measured } from "./measurement.js";

/** A spectral density, V/√Hz or A/√Hz, at rising frequencies. */
export interface NoiseSpectrum {
  readonly hertz: ArrayLike<number>;
  readonly density: ArrayLike<number>;
}

/** Nodes and weights of Gauss and Legendre's rule of three points on 0 … 1. */
const gauss = [
  [0.5 - Math.sqrt(0.15), 5 / 18],
  [0.5, 8 / 18],
  [0.5 + Math.sqrt(0.15), 5 / 18],
] as const;

/**
 * Root mean square of a noise, volts or amperes, between two frequencies (default: the spectrum's ends). The density is
 * interpolated in logarithms, by Gauss's rule between samples: a millionth for white and flicker noise. MEASURE_OUT_OF_RANGE.
 */
export function integratedNoise(
  { hertz, density }: NoiseSpectrum,
  {
    fromHz = hertz[0]!,
    toHz = hertz[hertz.length - 1]!,
  }: { readonly fromHz?: number; readonly toHz?: number } = {},
): Measurement {
  if (Array.from(density).every((value) => value === 0)) return measured(0);
  const curve = checkedCurve(Array.from(hertz, Math.log), Array.from(density, Math.log));
  if ("status" in curve) return curve;
  const [from, to] = [Math.log(fromHz), Math.log(toHz)];
  const slack = 1e-9;
  if (!(from >= curve.x[0]! - slack && to <= curve.x.at(-1)! + slack && from < to)) {
    const found = `from ${hertz[0]} Hz to ${hertz[hertz.length - 1]} Hz`;
    return invalid(
      "MEASURE_OUT_OF_RANGE",
      `the spectrum goes ${found}, the band from ${fromHz} Hz to ${toHz} Hz`,
    );
  }
  const places = [from, ...curve.x.filter((x) => x > from && x < to), to];
  let power = 0;
  for (let i = 0; i + 1 < places.length; i++) {
    const width = places[i + 1]! - places[i]!;
    for (const [node, weight] of gauss) {
      const at = places[i]! + node * width;
      power += weight * width * Math.exp(2 * valueAt(curve, at) + at);
    }
  }
  return measured(Math.sqrt(power));
}
