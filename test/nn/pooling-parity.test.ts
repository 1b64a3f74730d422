import { describe, it } from "vitest";
import { attentionPooling, mlp, type Scope } from "../../src/nn/index.js";
import { type Expression, reshape, sigmoid } from "../../src/tensor/index.js";
import { expectParity, graphPartition } from "../support/compare-parity.js";
import { parityCases } from "../support/parity.js";

describe("attention pooling against reference numbers", () => {
  const oneClass = [{ width: Number.POSITIVE_INFINITY, padded: true }];
  const cases = parityCases("pooling.json").flatMap((parity) => [
    { name: parity.name, parity, classes: undefined },
    { name: `${parity.name}, graphs in one padded class`, parity, classes: oneClass },
  ]);
  it.each(cases)("$name", async ({ parity, classes }) => {
    const config = parity.config as Record<string, number> & { readonly head_norm: string };
    const { byGraph, feeds } = graphPartition(parity, classes);
    const network = (scope: Scope, { nodes }: Readonly<Record<string, Expression>>) => {
      const pooled = attentionPooling(scope, nodes!, byGraph, {
        latents: config.latents!,
        latentWidth: config.latent_dim!,
        layers: config.layers!,
      });
      const y = mlp(scope.child("head"), pooled, {
        layers: config.head_layers!,
        hidden: config.head_hidden!,
        outputs: 1,
        norm: config.head_norm === "none" ? "none" : "batch",
      });
      return { y: sigmoid(reshape(y, ["graphs"])) };
    };
    await expectParity(parity, network, {
      sizes: { nodes: ["nodes", config.node_dim!] },
      feeds,
      training: false,
    });
  });
});
