import { marginOf, type Problem, type Sensitivity, type Verification, type Yield } from "../../size/index.js";
import type { Trust } from "./assess.js";

/** What was simulated of the final design, as plain data, and what that has cost. */
export function trustData(problem: Problem, { verification, sensitivity, yield: sampled }: Trust) {
  const costs = {
    ...(verification && { verify: verification.cost }),
    ...(sensitivity && { sensitivity: sensitivity.cost }),
    ...(sampled && { yield: sampled.cost }),
  };
  return {
    costs,
    ...(verification && { verify: verificationData(problem, verification) }),
    ...(sensitivity && { sensitivity: sensitivityData(problem, sensitivity) }),
    ...(sampled && { yield: yieldData(problem, sampled) }),
  };
}

function verificationData({ specs }: Problem, { corners, met, worst }: Verification) {
  return {
    met,
    worst: Object.fromEntries(specs.map(({ name }, i) => [name, worst[i]])),
    corners: corners.map(({ corner, specs: outcomes, met: all, message }) => ({
      ...{ corner, met: all, message },
      specs: specs.flatMap((spec, i) => {
        const outcome = outcomes[i];
        if (!outcome) return [];
        const { value, penalty, reason } = outcome;
        const margin = value === undefined ? undefined : marginOf(spec, value);
        return [{ name: spec.name, value, margin, met: penalty === 0, reason }];
      }),
    })),
  };
}

function sensitivityData({ specs }: Problem, { variables }: Sensitivity) {
  return variables.map(({ variable, from, to, specs: entries }) => ({
    ...{ variable, from, to },
    specs: specs.map(({ name }, i) => ({ name, ...entries[i] })),
  }));
}

function yieldData({ mismatch, seed, corners }: Problem, { samples, met, failed, specs }: Yield) {
  return {
    ...{ samples, seed, corner: corners[0]!.name, mismatch, met, failed },
    specs: specs.map(({ spec, met: own, mean, sigma, missing }) => ({
      ...{ name: spec.name, met: own, mean, sigma, missing },
    })),
  };
}
