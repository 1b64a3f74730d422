import type { Circuit, Device } from "../../circuit/index.js";
import { KirchhoffError, RandomStream } from "../../core/index.js";
import type { MismatchRule } from "../problem/mismatch-schema.js";

/** How far one transistor is off. */
export interface Deviation {
  /** Of the threshold, in volts. */
  readonly thresholdVolts: number;
  /** Factor of the current, 1 where it is as designed. */
  readonly currentFactor: number;
}

/** Standard deviations of one transistor: of its threshold in volts, and of the logarithm of its current factor. */
export interface Spread {
  readonly thresholdVolts: number;
  readonly currentFactor: number;
}

/**
 * The spread of one transistor by Pelgrom's law (Pelgrom, Duinmaijer, Welbers 1989). Its coefficients tell of the difference of two equal
 * transistors, A / √(W L), so that each of them has the root of a half of it. W is the width of all fingers and parallel devices
 * together. Throws SIZE_MISMATCH_SIZE.
 */
export function spreadOf(circuit: Circuit, device: Device, rule: MismatchRule): Spread {
  const { w, l, m = 1 } = device.parameters;
  if (!w || !l || !(w > 0) || !(l > 0)) {
    throw new KirchhoffError(
      "SIZE_MISMATCH_SIZE",
      `${device.name} has no width and length to tell its mismatch by`,
      {
        ...(device.location && { location: device.location }),
        hint: "give w and l of the transistor",
      },
    );
  }
  const own = Object.entries(rule.models).find(([name]) => name.toLowerCase() === device.model)?.[1];
  const avt = own?.avtMillivoltMicron ?? rule.avtMillivoltMicron;
  const abeta = own?.abetaPercentMicron ?? rule.abetaPercentMicron;
  const scale = circuit.options.scale ?? 1;
  const rootOfTwoAreas = Math.sqrt(2 * w * l * m) * scale * 1e6;
  return {
    thresholdVolts: (avt * 1e-3) / rootOfTwoAreas,
    currentFactor: (abeta * 1e-2) / rootOfTwoAreas,
  };
}

/**
 * How far a transistor is off in one sample: normal, the current factor by its logarithm. A transistor of the same name is off by the same
 * in every circuit of the sample, so that all decks of a testbench see one chip.
 */
export function deviationOf(name: string, spread: Spread, seed: number, sample: number): Deviation {
  const stream = new RandomStream(seed, `size/mismatch/${name}`, sample);
  return {
    thresholdVolts: spread.thresholdVolts * stream.normal(),
    currentFactor: Math.exp(spread.currentFactor * stream.normal()),
  };
}
