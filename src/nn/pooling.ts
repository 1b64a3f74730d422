import {
  add,
  div,
  type Expression,
  type GroupTable,
  maximum,
  mul,
  stopGradient,
  sum,
  sumByGroup,
} from "../tensor/index.js";

/** Sum of the nodes of each graph, 0 for an empty graph: `[nodes, c]` to `[graphs, c]`. */
export const sumPooling = (nodes: Expression, byGraph: GroupTable): Expression => sumByGroup(nodes, byGraph);

/** Mean of the nodes of each graph, 0 for an empty graph: `[nodes, c]` to `[graphs, c]` (paper A's average pooling). */
export function meanPooling(nodes: Expression, byGraph: GroupTable): Expression {
  const one = add(mul(stopGradient(sum(nodes, [1], true)), 0), 1);
  return div(sumByGroup(nodes, byGraph), maximum(sumByGroup(one, byGraph), 1));
}
