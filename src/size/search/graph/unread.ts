import type { NodeEmbedding } from "../../../model/index.js";
import type { TensorValue } from "../../../tensor/index.js";
import type { DesignSpace } from "../../space.js";
import type { DesignGraphs } from "./design-graphs.js";

/**
 * Variables that change nothing in what a network is fed from one end of their range to the other, such as capacitances for one that
 * learned operating points; and those of which the netlist has no circuit at an end.
 */
export function unreadVariables(
  space: DesignSpace,
  graphs: DesignGraphs,
  embedding: NodeEmbedding,
): number[] {
  const middle = space.variables.map(({ values }) => values.length >> 1);
  return [...middle.keys()].filter((variable) => {
    const ends = [0, space.levels(variable) - 1].map((end) => middle.with(variable, end));
    if (!ends.every((design) => graphs.has(design))) return true;
    const [low, high] = ends.map((design) => embedding.feeds([graphs.of(design)]).feeds);
    return Object.entries(low!).every(([name, value]) => isEqual(value, high![name]!));
  });
}

function isEqual(a: TensorValue, b: TensorValue): boolean {
  return a.data.length === b.data.length && a.data.every((value, i) => value === b.data[i]);
}
