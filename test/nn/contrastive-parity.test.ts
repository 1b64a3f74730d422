import { describe, it } from "vitest";
import { cosineSimilarity, diceLoss, mlp, ntXentLoss, type Scope, simSiamLoss } from "../../src/nn/index.js";
import { type Expression, input } from "../../src/tensor/index.js";
import { expectParity } from "../support/compare-parity.js";
import { feed, type ParityCase, parityCases, tensorOf } from "../support/parity.js";

const labels = input("labels", ["graphs"]);

function network({ name, config }: ParityCase) {
  return (scope: Scope, { embeddings }: Readonly<Record<string, Expression>>): Record<string, Expression> => {
    const z = embeddings!;
    if (name.startsWith("simsiam")) {
      const [width, hidden] = config.predictor as readonly number[];
      const prediction = mlp(scope.child("predictor"), z, { layers: 3, hidden: hidden!, outputs: width! });
      return {
        loss: simSiamLoss(z, prediction, labels),
        prediction,
        cosine: cosineSimilarity(z, prediction),
      };
    }
    const cosine = cosineSimilarity(z, z);
    if (name.startsWith("nt-xent")) return { loss: ntXentLoss(z, labels, config.tau as number), cosine };
    const loss = diceLoss(z, labels, {
      tau: config.tau as number,
      positiveTau: config.tau_p as number,
      negativeTau: config.tau_n as number,
      ownNegatives: config.own_negatives_in_denominator as unknown as boolean,
    });
    return { loss, cosine };
  };
}

describe("contrastive losses against reference numbers", () => {
  it.each(parityCases("dice-loss.json"))("$name", async (parity) => {
    await expectParity(parity, network(parity), {
      sizes: { embeddings: ["graphs", tensorOf(parity.inputs.embeddings!).shape[1]!] },
      feeds: { labels: feed(parity.inputs.labels!) },
      loss: ({ loss }) => loss!,
    });
  });
});
