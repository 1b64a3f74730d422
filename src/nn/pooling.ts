import { div, type Expression, type GroupTable, maximum, sumByGroup, summandCount } from "../tensor/index.js";

/** Sum of the nodes of each graph, 0 for an empty graph: `[nodes, c]` to `[graphs, c]`. */
export const sumPooling = (nodes: Expression, byGraph: GroupTable): Expression => sumByGroup(nodes, byGraph);

/** Mean of the nodes of each graph, 0 for an empty graph: `[nodes, c]` to `[graphs, c]` (paper A's average pooling). */
export const meanPooling = (nodes: Expression, byGraph: GroupTable): Expression =>
  div(sumByGroup(nodes, byGraph), maximum(summandCount(byGraph), 1));
