import { describe, it } from "vitest";
import { diceEncoder, type Scope } from "../../src/nn/index.js";
import type { Expression } from "../../src/tensor/index.js";
import { caseEdges, expectParity, graphPartition } from "../support/compare-parity.js";
import { parityCases, tensorOf } from "../support/parity.js";

describe("the DICE encoder against reference numbers", () => {
  it.each(parityCases("gin-edge.json"))("$name", async (parity) => {
    const { depth, hidden, out, mlp_layers: mlpLayers } = parity.config as Record<string, number>;
    const { byGraph, feeds: graphFeeds } = graphPartition(parity);
    const { edges, feeds: edgeFeeds } = caseEdges(parity);
    const network = (scope: Scope, x: Readonly<Record<string, Expression>>) => {
      const graph = { nodeFeatures: x.node_features!, edgeFeatures: x.edge_features!, edges, byGraph };
      const result = diceEncoder(scope, graph, {
        depth: depth!,
        hidden: hidden!,
        outputs: out!,
        mlpLayers: mlpLayers!,
      });
      return {
        g: result.graphs,
        [`node_layer${depth! - 1}`]: result.nodes,
        [`edge_layer${depth! - 1}`]: result.edges,
      };
    };
    await expectParity(parity, network, {
      sizes: {
        node_features: ["nodes", tensorOf(parity.inputs.node_features!).shape[1]!],
        edge_features: ["edges", tensorOf(parity.inputs.edge_features!).shape[1]!],
      },
      feeds: { ...graphFeeds, ...edgeFeeds },
    });
  });
});
