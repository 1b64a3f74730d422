import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parametricCircuit } from "../../src/circuit/index.js";
import { terminalGraph } from "../../src/graph/index.js";
import { scorePredictions } from "../../src/train/index.js";

/** Outputs of `sizes.length` graphs with labels from 0 to 1 and the given errors. */
function scored(sizes: readonly number[], labels: readonly number[], errors: readonly number[]) {
  const offsets = new Int32Array(sizes.length + 1);
  sizes.forEach((size, g) => {
    offsets[g + 1] = offsets[g]! + size;
  });
  return {
    labels: Float64Array.from(labels),
    predictions: Float64Array.from(labels, (label, i) => label + errors[i]!),
    offsets,
  };
}

describe("scorePredictions", () => {
  it("takes one threshold from the range of all labels, and counts what lies strictly below", () => {
    const data = scored([2, 2], [0, 0.5, 0.25, 1], [0.25, 0.2, -0.3, 0]);
    const metrics = scorePredictions(data, { levels: 4 });
    expect(metrics).toMatchObject({ graphs: 2, labels: 4, threshold: 0.25, accuracy: 0.5 });
    expect(metrics.mse).toBeCloseTo((0.0625 + 0.04 + 0.09) / 4, 12);
    expect(metrics.rmse).toBeCloseTo(Math.sqrt(metrics.mse), 12);
  });

  it("averages over batches with the range of each for the other accuracy", () => {
    // Batch 1 has range 0.5 (threshold 0.125), batch 2 range 0.75 (0.1875): hits 1 of 2 and 0 of 2.
    const data = scored([2, 2], [0, 0.5, 0.25, 1], [0.1, 0.2, -0.19, 0.2]);
    expect(scorePredictions(data, { levels: 4, batchSize: 1 }).batchAccuracy).toBe(0.25);
    expect(scorePredictions(data, { levels: 4, batchSize: 2 })).toMatchObject({
      accuracy: 1,
      batchAccuracy: 1,
    });
  });

  it("is the same by both readings where there is one batch", () => {
    const values = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(values, values, (labels, errors) => {
        const size = Math.min(labels.length, errors.length);
        const data = scored(Array(size).fill(1), labels.slice(0, size), errors.slice(0, size));
        const { accuracy, batchAccuracy } = scorePredictions(data);
        expect(batchAccuracy).toBe(accuracy);
      }),
    );
  });
});

it("scores apart the nets that sources drive, which can be read off the circuit", () => {
  const circuit = parametricCircuit("opamp");
  const graph = terminalGraph(circuit.build(circuit.parameters.map(() => 1)));
  const labels = Float64Array.from(circuit.outputs, (_, i) => i / 10);
  const driven = ["vdd", "vss", "net1", "net2"];
  const predictions = labels.map((label, i) => (driven.includes(circuit.outputs[i]!) ? label : label + 0.5));
  const metrics = scorePredictions({ predictions, labels, offsets: Int32Array.of(0, 10), graphs: [graph] });
  expect(metrics).toMatchObject({ accuracy: 0.4, freeAccuracy: 0, freeLabels: 6, drivenAccuracy: 1 });
  expect(metrics.freeRmse).toBeCloseTo(0.5, 9);
});
