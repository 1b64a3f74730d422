import { describe, expect, it } from "vitest";
import { degreeProfile, rowTable } from "../../src/core/index.js";
import { deepGen } from "../../src/model/index.js";
import { adamW, adamWFeeds, adamWInputs, buildModel, type StateLayout } from "../../src/nn/index.js";
import {
  compile,
  grad,
  input,
  mean,
  rowTableFeeds,
  square,
  sub,
  symmetricTable,
  type TensorValue,
} from "../../src/tensor/index.js";
import { nodeRuntime as runtime } from "../../src/tensor/node/index.js";
import {
  deviation,
  feed,
  inNeighbours,
  type ParityCase,
  parityCases,
  type StoredTensor,
  tensorOf,
} from "../support/parity.js";

const cases = [...parityCases("deepgen3.json"), ...parityCases("deepgen3-layernorm.json")];

const scalar = (value: number): TensorValue => ({ type: "float32", shape: [], data: Float32Array.of(value) });

function pack({ entries, size }: StateLayout, tensors: Readonly<Record<string, StoredTensor>>): TensorValue {
  const data = new Float32Array(size);
  for (const { name, offset } of entries) data.set(tensors[name]!.data, offset);
  return { type: "float32", shape: [size], data };
}

function entry({ entries }: StateLayout, packed: TensorValue, name: string): TensorValue {
  const { offset, size, shape } = entries.find((candidate) => candidate.name === name)!;
  return { type: "float32", shape, data: (packed.data as Float32Array).subarray(offset, offset + size) };
}

function setUp(parity: ParityCase, training: boolean) {
  const { config, inputs } = parity;
  const lists = inNeighbours(
    tensorOf(inputs.edge_src!).data,
    tensorOf(inputs.edge_dst!).data,
    inputs.num_nodes as number,
  );
  const profile = degreeProfile([lists]);
  const neighbours = symmetricTable("neighbours", "nodes", profile, { restore: true });
  const graph = {
    features: input("features", ["nodes", config.in as number]),
    neighbours,
    outputNodes: input("outputNodes", ["outputs"], "int32"),
  };
  const options = {
    layers: config.layers as number,
    hidden: config.hidden as number,
    convNorm: config.conv_norm as "batch",
    output: "sigmoid" as const,
  };
  const model = buildModel((scope) => deepGen(scope, [graph], options), { training });
  const loss = mean(square(sub(model.result, input("target", ["outputs"]))));
  const feeds = {
    ...rowTableFeeds("neighbours", rowTable(lists, profile)),
    features: feed(inputs.x!),
    outputNodes: feed(inputs.output_nodes!, "int32"),
    target: feed(inputs.target!),
  };
  return { model, loss, feeds, graph };
}

describe.each(cases)("DeepGEN against PyTorch: $name", (parity) => {
  it("agrees in outputs, loss, gradients and running statistics", async () => {
    const { model, loss, feeds, graph } = setUp(parity, true);
    const [gradient, dx] = grad(loss, [model.packedParameters, graph.features]);
    const program = await compile(
      { y: model.result, loss, gradient: gradient!, dx: dx!, next: model.nextBuffers },
      { runtime },
    );
    const out = await program.run({
      ...feeds,
      parameters: pack(model.parameters, parity.parameters),
      buffers: pack(model.buffers, parity.buffers),
    });
    const { expected } = parity;
    expect(deviation(out.y!, Object.values(expected.outputs)[0] as StoredTensor)).toBeLessThan(1e-4);
    expect(deviation(out.loss!, expected.loss)).toBeLessThan(1e-4);
    expect(deviation(out.dx!, expected.gradients.inputs.x)).toBeLessThan(1e-4);
    for (const { name } of model.parameters.entries) {
      expect(
        deviation(entry(model.parameters, out.gradient!, name), expected.gradients.parameters[name]),
        name,
      ).toBeLessThan(1e-4);
    }
    for (const { name } of model.buffers.entries) {
      expect(
        deviation(entry(model.buffers, out.next!, name), expected.buffers_after[name]),
        name,
      ).toBeLessThan(1e-4);
    }
    await program.release();
  });
});
void adamW;
void adamWFeeds;
void adamWInputs;
void scalar;
