import { saturationMeasure } from "../evaluate/saturation.js";
import type { Setup } from "../evaluate/setup.js";
import type { Spec } from "../spec.js";
import type { ProblemFile } from "./schema.js";

/** A soft spec for each transistor whose operating point the testbenches ask for. */
export function saturationSpecs(
  rule: Exclude<ProblemFile["rules"]["saturation"], false>,
  setups: readonly Setup[],
): Spec[] {
  const spared = new Set(rule.except.map((name) => name.toLowerCase()));
  const devices = setups.flatMap(({ testbench, templates }) =>
    Object.values(testbench.decks).flatMap(({ analyses }, deck) => {
      const asked = Object.values(analyses).flatMap((one) =>
        one.kind === "op" ? [one.devices ?? false] : [],
      );
      return templates[deck]!.devices.filter(
        ({ kind, name }) =>
          (kind === "nmos" || kind === "pmos") &&
          asked.some((which) => which === true || (which !== false && which.includes(name))),
      ).map(({ name }) => name);
    }),
  );
  return [...new Set(devices)]
    .filter((name) => !spared.has(name))
    .map((device) => ({
      name: saturationMeasure(device),
      measure: saturationMeasure(device),
      low: rule.marginVolts,
      read: "value",
      weight: rule.weight,
      unit: "V",
      soft: true,
    }));
}
