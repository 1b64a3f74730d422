import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Circuit, ladder, wheatstoneBridge } from "../../src/circuit/index.js";
import { RandomStream } from "../../src/core/index.js";
import { type CircuitGraph, featureScheme, terminalGraph } from "../../src/graph/index.js";
import { networkSchema, prepareNetwork } from "../../src/model/index.js";
import { buildModel, initialState } from "../../src/nn/index.js";
import { compile, grad, input, mean, square, sub } from "../../src/tensor/index.js";
import { nodeRuntime as runtime } from "../../src/tensor/node/index.js";
import { deviation } from "../support/parity.js";

const scheme = featureScheme("paper-resistive@1");

const graphNetworks = [
  { kind: "deepgen", layers: 2, hidden: 8 },
  { kind: "deepgen", layers: 2, hidden: 8, convNorm: "layer" },
  { kind: "gcn", layers: 2, hidden: 8 },
  { kind: "gat", layers: 2, hidden: 8, heads: 2 },
].map((config) => networkSchema.parse(config));
const mlp = networkSchema.parse({ kind: "mlp", layers: 3, hidden: 8 });

const circuit = (branches: number, seed: number): Circuit => {
  const family = ladder(branches);
  const random = new RandomStream(seed, "test-ladder");
  return family.build(Float64Array.from(family.parameters, () => random.uniform(0.05, 1)));
};
const bridge = (): Circuit =>
  wheatstoneBridge.build(Float64Array.from(wheatstoneBridge.parameters, (_, i) => 0.1 + 0.09 * i));

/** A network with random weights and uneven running statistics, in evaluation mode: predictions of some graphs. */
async function predictor(config: (typeof graphNetworks)[number], graphs: readonly CircuitGraph[]) {
  const network = prepareNetwork(
    config,
    scheme,
    graphs.map((graph) => graph.topology),
  );
  const model = buildModel((scope) => network.predict(scope), { training: false });
  const program = await compile({ y: model.result }, { runtime, threads: 1 });
  const random = new RandomStream(3, "running-statistics");
  const state = {
    parameters: {
      type: "float32" as const,
      shape: [model.parameters.size],
      data: initialState(model.parameters, 7),
    },
    buffers: {
      type: "float32" as const,
      shape: [model.buffers.size],
      data: initialState(model.buffers, 7).map((value) => value + random.uniform(0, 0.5)),
    },
  };
  return async (batch: readonly CircuitGraph[]): Promise<number[]> => {
    const out = await program.run({ ...network.feeds(batch), ...state });
    return Array.from(out.y!.data as Float32Array);
  };
}

const close = (actual: readonly number[], expected: readonly number[]) => {
  expect(actual.length).toBe(expected.length);
  expect(
    deviation(
      { type: "float32", shape: [actual.length], data: Float32Array.from(actual) },
      { shape: [expected.length], data: expected },
    ),
  ).toBeLessThan(1e-5);
};

/** The same circuit with its devices and nets in another order; its outputs keep theirs. */
function reordered({ devices, nets, outputs, ...rest }: Circuit, keys: readonly number[]): Circuit {
  const order = (length: number, from: number) =>
    Array.from({ length }, (_, i) => i).sort((a, b) => keys[from + a]! - keys[from + b]!);
  const netOrder = order(nets.length, 0);
  const place = (net: number) => netOrder.indexOf(net);
  return {
    ...rest,
    devices: order(devices.length, nets.length).map((d) => ({
      ...devices[d]!,
      terminals: devices[d]!.terminals.map((terminal) => ({ ...terminal, net: place(terminal.net) })),
    })),
    nets: netOrder.map((net) => nets[net]!),
    ...(outputs ? { outputs: outputs.map(place) } : {}),
  };
}

const circuits = [circuit(2, 1), circuit(5, 2), bridge(), circuit(3, 3), circuit(5, 4)];
const graphs = circuits.map(terminalGraph);

describe.each(graphNetworks.map((config) => [JSON.stringify(config), config] as const))("%s", (_, config) => {
  it("gives a batch what its graphs get alone, in any order", async () => {
    const predict = await predictor(config, graphs);
    const alone = await Promise.all(graphs.map((graph) => predict([graph])));
    expect(new Set(alone.flat().map((v) => v.toFixed(6))).size).toBeGreaterThan(10);
    const orders = fc.shuffledSubarray(
      graphs.map((__, i) => i),
      { minLength: 1 },
    );
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        close(
          await predict(order.map((i) => graphs[i]!)),
          order.flatMap((i) => alone[i]!),
        );
      }),
      { numRuns: 10, seed: 1 },
    );
  });

  it("does not see the order of nodes", async () => {
    const predict = await predictor(config, graphs);
    const keys = fc.array(fc.double({ noNaN: true }), { minLength: 60, maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(fc.nat(circuits.length - 1), keys, async (which, order) => {
        const shuffled = terminalGraph(reordered(circuits[which]!, order));
        close(await predict([shuffled]), await predict([graphs[which]!]));
      }),
      { numRuns: 10, seed: 2 },
    );
  });

  it("learns: every parameter but those that a batch norm cancels has a gradient", async () => {
    const network = prepareNetwork(
      config,
      scheme,
      graphs.map((graph) => graph.topology),
    );
    const model = buildModel((scope) => network.predict(scope), { training: true });
    const loss = mean(square(sub(model.result, input("target", ["outputs"]))));
    const [gradient] = grad(loss, [model.packedParameters]);
    const program = await compile({ gradient: gradient!, next: model.nextBuffers }, { runtime, threads: 1 });
    const feeds = network.feeds(graphs);
    const outputs = graphs.reduce((sum, { topology }) => sum + topology.outputNodes.length, 0);
    const out = await program.run({
      ...feeds,
      parameters: {
        type: "float32",
        shape: [model.parameters.size],
        data: initialState(model.parameters, 7),
      },
      buffers: { type: "float32", shape: [model.buffers.size], data: initialState(model.buffers, 7) },
      target: { type: "float32", shape: [outputs], data: new Float32Array(outputs).fill(0.3) },
    });
    const values = out.gradient!.data as Float32Array;
    for (const { name, offset, size } of model.parameters.entries) {
      const largest = Math.max(...values.subarray(offset, offset + size).map(Math.abs));
      const cancelled =
        /^head\.lin[01]\.bias$/.test(name) || (/lin1\.bias$/.test(name) && config.kind === "deepgen");
      if (!cancelled) expect(largest, name).toBeGreaterThan(1e-9);
    }
    await program.release();
  });
});

describe("deepgen in parts", () => {
  it.each([2, 3])("trains as the undivided batch does, with %i parts", async (parts) => {
    const topologies = graphs.map((graph) => graph.topology);
    const network = prepareNetwork(graphNetworks[0]!, scheme, topologies);
    const outputs = topologies.reduce((sum, { outputNodes }) => sum + outputNodes.length, 0);
    const run = async (count: number) => {
      const model = buildModel((scope) => network.predict(scope, count), { training: true });
      const loss = mean(square(sub(model.result, input("target", ["outputs"]))));
      const [gradient] = grad(loss, [model.packedParameters]);
      const program = await compile(
        { y: model.result, gradient: gradient!, next: model.nextBuffers },
        { runtime },
      );
      const of = (layout: typeof model.parameters) => ({
        type: "float32" as const,
        shape: [layout.size],
        data: initialState(layout, 7),
      });
      const out = await program.run({
        ...network.feeds(graphs, count),
        parameters: of(model.parameters),
        buffers: of(model.buffers),
        target: { type: "float32", shape: [outputs], data: new Float32Array(outputs).fill(0.3) },
      });
      await program.release();
      return ["y", "gradient", "next"].map((name) => Array.from(out[name]!.data as Float32Array));
    };
    const [whole, divided] = [await run(1), await run(parts)];
    whole.forEach((values, i) => {
      close(divided[i]!, values);
    });
  });
});

describe("mlp", () => {
  const same = [circuit(3, 5), circuit(3, 6), circuit(3, 7)].map(terminalGraph);

  it("gives a batch what its graphs get alone, in any order", async () => {
    const predict = await predictor(mlp, same);
    const alone = await Promise.all(same.map((graph) => predict([graph])));
    close(await predict([same[2]!, same[0]!, same[1]!]), [...alone[2]!, ...alone[0]!, ...alone[1]!]);
    expect(alone[0]).not.toEqual(alone[1]);
  });

  it("refuses graphs of several topologies, when it is made and when it is fed", () => {
    const topologies = graphs.map((graph) => graph.topology);
    expect(() => prepareNetwork(mlp, scheme, topologies)).toThrow(/one topology/);
    expect(() => prepareNetwork(mlp, scheme, "any")).toThrow(/one topology/);
    const network = prepareNetwork(mlp, scheme, [same[0]!.topology]);
    expect(() => network.feeds([same[1]!, graphs[1]!])).toThrow(/52 nodes|44 nodes/);
    expect(
      network.feeds([terminalGraph(reordered(circuit(3, 5), Array(60).fill(0)))]).features!.shape,
    ).toEqual([1, 28 * scheme.width]);
  });
});
