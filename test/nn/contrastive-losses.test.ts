import { expect, test } from "vitest";
import { diceLoss } from "../../src/nn/index.js";
import { compile, input } from "../../src/tensor/index.js";
import { nodeRuntime } from "../../src/tensor/node/index.js";

const labels = [1, 1, 2, 2, -1, -1, -2];
const angles = [0, 0.3, 1.9, 2.2, 0.8, 1, 2.9];
const [tau, positiveTau, negativeTau] = [0.3, 0.5, 0.4];

async function lossOf(options: object): Promise<number> {
  const loss = diceLoss(input("z", ["graphs", 2]), input("labels", ["graphs"]), {
    ...{ tau, positiveTau, negativeTau },
    ...options,
  });
  const program = await compile({ loss }, { runtime: nodeRuntime, threads: 1 });
  const z = Float32Array.from(angles.flatMap((angle) => [2 * Math.cos(angle), 2 * Math.sin(angle)]));
  const found = await program.run({
    z: { type: "float32", shape: [labels.length, 2], data: z },
    labels: { type: "float32", shape: [labels.length], data: Float32Array.from(labels) },
  });
  await program.release();
  return found.loss!.data[0] as number;
}

test.each([true, false])(
  "negatives are pushed away from other circuits (own negatives: %s)",
  async (ownNegatives) => {
    const terms = labels.flatMap((own, i) => {
      if (own > 0) return [];
      const others = labels.flatMap((label, k) => {
        const counts = label !== own && (ownNegatives || label !== -own);
        return counts ? [Math.exp(Math.cos(angles[i]! - angles[k]!) / negativeTau)] : [];
      });
      return [Math.log(others.reduce((a, b) => a + b))];
    });
    const expected = terms.reduce((a, b) => a + b) / terms.length;
    const added = (await lossOf({ ownNegatives, negativeAnchors: true })) - (await lossOf({ ownNegatives }));
    expect(added).toBeCloseTo(expected, 4);
  },
);
