import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hopsToSource, hopsToSources, truncatedLadder, truncatedPredictions } from "../../src/bench/index.js";
import { ladder } from "../../src/circuit/index.js";
import { terminalGraph } from "../../src/graph/index.js";
import { solveLinear } from "../../src/simulate/index.js";

const ladderValues = fc.integer({ min: 1, max: 9 }).chain((branches) =>
  fc.array(fc.double({ min: 0.01, max: 1, noNaN: true }), {
    minLength: 3 * branches + 1,
    maxLength: 3 * branches + 1,
  }),
);

function outputsOf(values: readonly number[]): number[] {
  const circuit = ladder((values.length - 1) / 3).build(values);
  const result = solveLinear(circuit);
  if (result.status !== "ok") throw new Error(result.message);
  return circuit.outputs!.map((net) => result.value.voltages[net]!);
}

describe("the exact solution as far as a network sees", () => {
  it("is the exact solution where every source is in sight", () => {
    fc.assert(
      fc.property(ladderValues, (values) => {
        const seen = truncatedLadder(values, hopsToSource(values.length));
        outputsOf(values).forEach((voltage, i) => {
          expect(seen[i]).toBeCloseTo(voltage, 9);
        });
      }),
    );
  });

  it("takes each source out of sight as half a volt", () => {
    fc.assert(
      fc.property(ladderValues, fc.integer({ min: 0, max: 30 }), (values, layers) => {
        const branches = (values.length - 1) / 3;
        const graph = terminalGraph(ladder(branches).build(values));
        const seen = truncatedLadder(values, layers);
        hopsToSources(graph).forEach((hops, output) => {
          const masked = values.map((value, i) => {
            const source = i === 0 ? 0 : i % 3 === 0 ? i / 3 : undefined;
            return source === undefined || hops[source]! <= layers ? value : 0.5;
          });
          expect(seen[output]).toBeCloseTo(outputsOf(masked)[output]!, 9);
        });
      }),
    );
  });

  it("refuses circuits that are no ladder", () => {
    const row = { index: 0, split: "test", circuitName: "wheatstone-bridge" } as const;
    const labelled = { ...row, values: new Float64Array(9), labels: new Float64Array(2) };
    const nothing = { measures: {}, invalid: {}, devices: {} };
    expect(() => truncatedPredictions([{ ...labelled, ...nothing }], 15)).toThrow("ladders alone");
  });
});

it("a source is 3 d + 4 hops from the output d sections away", () => {
  const hops = hopsToSources(terminalGraph(ladder(6).build(new Float64Array(19).fill(0.5))));
  hops.forEach(([input, ...branches], output) => {
    expect(input).toBe(hopsToSource(output));
    branches.forEach((distance, branch) => {
      expect(distance).toBe(hopsToSource(Math.abs(branch - output)));
    });
  });
});
