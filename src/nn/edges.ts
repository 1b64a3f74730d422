import type { DegreeProfile } from "../core/index.js";
import {
  type Dimension,
  type GroupTable,
  groupFeeds,
  groupTable,
  type TensorValue,
} from "../tensor/index.js";

/** Directed edges as two partitions: the edges out of each node, and those into it. */
export interface Edges {
  /** Groups the edges by the node that they leave. */
  readonly bySource: GroupTable;
  /** Groups the edges by the node that they enter. */
  readonly byTarget: GroupTable;
}

interface EdgesShape {
  readonly nodes: Dimension;
  readonly edges: Dimension;
  /** Which out-degrees and in-degrees occur. */
  readonly sourceProfile: DegreeProfile;
  readonly targetProfile: DegreeProfile;
}

/** Declares a list of directed edges as inputs of a program. */
export function edgeInputs(name: string, { nodes, edges, sourceProfile, targetProfile }: EdgesShape): Edges {
  return {
    bySource: groupTable(`${name}/source`, { items: edges, groups: nodes, profile: sourceProfile }),
    byTarget: groupTable(`${name}/target`, { items: edges, groups: nodes, profile: targetProfile }),
  };
}

/** What a program is fed for {@link edgeInputs}: edge `e` runs from node `source[e]` to node `target[e]`. */
export function edgeFeeds(
  name: string,
  { source, target }: { readonly source: Int32Array; readonly target: Int32Array },
  nodes: number,
  { sourceProfile, targetProfile }: Pick<EdgesShape, "sourceProfile" | "targetProfile">,
): Record<string, TensorValue> {
  return {
    ...groupFeeds(`${name}/source`, source, nodes, sourceProfile),
    ...groupFeeds(`${name}/target`, target, nodes, targetProfile),
  };
}
