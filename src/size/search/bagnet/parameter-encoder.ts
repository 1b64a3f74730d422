import type { Scope } from "../../../nn/index.js";
import { type Expression, input, relu } from "../../../tensor/index.js";
import type { Design, DesignSpace } from "../../space.js";
import type { DesignEncoder } from "./encoder.js";
import type { Drop, Place } from "./heads.js";
import { sharedLinear } from "./shared-linear.js";
import { standardPlaces } from "./standard-places.js";

const [layers, width] = [3, 20];

/** BagNet's fully connected features: three layers of 20 on the places of a design on the grid, standardised. */
export function parameterEncoder(space: DesignSpace): DesignEncoder {
  const { dimensions } = space;
  const [a, b] = [input("a", ["rows", dimensions]), input("b", ["rows", dimensions])];
  const features = (scope: Scope, x: Expression, side: string, dropped: Drop) => {
    let h = x;
    for (let layer = 0; layer < layers; layer++) {
      h = dropped(relu(sharedLinear(scope, `features.${layer}`, h, width)), `${side}${layer}`);
    }
    return h;
  };
  const rowsOf = (designs: readonly Design[]) => ({
    type: "float32" as const,
    shape: [designs.length, dimensions],
    data: Float32Array.from(designs.flatMap((design) => standardPlaces(space, design))),
  });
  return {
    places: ["a0", "a1", "a2", "b0", "b1", "b2"].map((place): Place => [place, width]),
    build: (scope, dropped) => ({
      a: features(scope, a, "a", dropped),
      b: features(scope, b, "b", dropped),
    }),
    feeds: async (a, b) => ({ a: rowsOf(a), b: rowsOf(b) }),
  };
}
