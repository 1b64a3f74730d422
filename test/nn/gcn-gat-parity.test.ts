import { describe, it } from "vitest";
import { gatLayer, gcnLayer, linear, type Scope } from "../../src/nn/index.js";
import { type Expression, gatherRows, input, relu, reshape } from "../../src/tensor/index.js";
import { type Comparison, caseEdges, expectParity, neighbourTable } from "../support/compare-parity.js";
import { feed, type ParityCase, parityCases } from "../support/parity.js";

/** One layer of the case's kind. */
function layerOf(parity: ParityCase): {
  apply: (scope: Scope, x: Expression, outputs: number) => Expression;
  feeds: NonNullable<Comparison["feeds"]>;
} {
  if (parity.name.startsWith("gcn")) {
    const { table, feeds } = neighbourTable(parity, "none");
    return { apply: (scope, x, outputs) => gcnLayer(scope, x, outputs, table), feeds };
  }
  const { edges, feeds } = caseEdges(parity, "one");
  const heads = parity.config.heads as number;
  return { apply: (scope, x, outputs) => gatLayer(scope, x, edges, { outputs, heads }), feeds };
}

describe("GCN and GAT against reference numbers", () => {
  it.each(parityCases("gcn-gat.json"))("$name", async (parity) => {
    const { config, inputs } = parity;
    const { apply, feeds } = layerOf(parity);
    const sizes = { x: ["nodes", config.in as number] };
    if (config.layers === undefined) {
      const build = (scope: Scope, { x }: Readonly<Record<string, Expression>>) => ({
        y: apply(scope.child("layer"), x!, config.out as number),
      });
      await expectParity(parity, build, { sizes, feeds });
      return;
    }
    const outputNodes = input("outputNodes", ["outputs"], "int32");
    const network = (scope: Scope, { x }: Readonly<Record<string, Expression>>) => {
      let h = linear(scope.child("input"), x!, config.hidden as number);
      const intermediates: Record<string, Expression> = {};
      for (let layer = 0; layer < (config.layers as number); layer++) {
        h = apply(scope.child("layers").child(layer), h, config.hidden as number);
        intermediates[`layer${layer}_before_relu`] = h;
        h = relu(h);
      }
      const y = linear(scope.child("output"), gatherRows(h, outputNodes), 1);
      return { y: reshape(y, ["outputs"]), ...intermediates };
    };
    await expectParity(parity, network, {
      sizes,
      feeds: { ...feeds, outputNodes: feed(inputs.output_nodes!, "int32") },
    });
  });
});
