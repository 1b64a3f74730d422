import { describe, expect, it } from "vitest";
import { validateConfig } from "../../../src/core/index.js";
import { samplerOf } from "../../../src/train/contrastive/batches.js";
import { contrastiveSchema, namedCircuits } from "../../../src/train/index.js";

const configOf = (changes: object) =>
  validateConfig(contrastiveSchema, { objective: "contrastive", ...changes }, "test");

/** How many examples each label has. */
function tally(examples: ReturnType<ReturnType<typeof samplerOf>>): Map<number, number> {
  const counts = new Map<number, number>();
  for (const { circuit, sign } of examples) {
    const label = sign * (circuit + 1);
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  return counts;
}

describe("contrastive batches", () => {
  it("has as many graphs of each circuit, with negatives and without", () => {
    const batch = { kind: "stratified", graphsPerCircuit: 6 };
    const withNegatives = tally(samplerOf(configOf({ batch }), 10)(0));
    expect([withNegatives.size, new Set(withNegatives.values())]).toEqual([20, new Set([3])]);
    const without = tally(samplerOf(configOf({ batch, loss: { kind: "nt-xent" } }), 10)(0));
    expect([without.size, new Set(without.values())]).toEqual([10, new Set([6])]);
  });

  it("cuts published batches to the rarest label, to about five of each", () => {
    const sample = samplerOf(configOf({ batch: { kind: "shuffled" } }), 40);
    const sizes = [0, 1, 2].map((step) => {
      const counts = tally(sample(step));
      expect(counts.size).toBe(80);
      expect(new Set(counts.values()).size).toBe(1);
      return counts.get(1)!;
    });
    for (const size of sizes) expect(size).toBeGreaterThan(1);
    for (const size of sizes) expect(size).toBeLessThan(10);
    expect(sample(1)).toEqual(samplerOf(configOf({ batch: { kind: "shuffled" } }), 40)(1));
  });

  it("knows the paper's splits and names what it does not know", () => {
    expect(namedCircuits(["pretraining"])).toHaveLength(40);
    expect(namedCircuits(["unseen"])).toHaveLength(15);
    expect(namedCircuits(["inv", "inv", "logic-gates"]).filter(({ name }) => name === "inv")).toHaveLength(1);
    expect(() => namedCircuits(["pretrainning"])).toThrow(/did you mean "pretraining"/);
  });
});
