import type { Design, DesignSpace } from "../../space.js";

/** Standard deviation of a uniform number in [0, 1]. */
const deviation = Math.sqrt(1 / 12);

/** Places of a design on the grid, with mean 0 and deviation 1. */
export function standardPlaces(space: DesignSpace, design: Design): number[] {
  return space.toUnit(design).map((x) => (x - 0.5) / deviation);
}
