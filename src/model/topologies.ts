import { type DegreeProfile, degreeProfile, type RowLists, universalProfile } from "../core/index.js";
import type { GraphTopology } from "../graph/index.js";

/** The graphs that a program is compiled for: these, or any at a little more cost. */
export type Topologies = readonly GraphTopology[] | "any";

/** The degree profile of one kind of list over these topologies. */
export function profileOf(
  topologies: Topologies,
  lists: (topology: GraphTopology) => Pick<RowLists, "offsets">,
): DegreeProfile {
  return topologies === "any" ? universalProfile : degreeProfile(topologies.map(lists));
}
