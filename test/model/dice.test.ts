import { describe, expect, it } from "vitest";
import { biasedOpAmp, ladder, nominalCircuit, opAmp } from "../../src/circuit/index.js";
import { deviceGraph } from "../../src/graph/index.js";
import {
  type DiceConfig,
  diceSchema,
  type PreparedDice,
  prepareDice,
  publishedDice,
} from "../../src/model/index.js";
import { buildModel, initialState } from "../../src/nn/index.js";
import { compile } from "../../src/tensor/index.js";
import { nodeRuntime } from "../../src/tensor/node/index.js";

const small: DiceConfig = diceSchema.parse({ kind: "dice", hidden: 16, outputs: 8 });
const circuits = [ladder(3), opAmp, biasedOpAmp].map(nominalCircuit);

/** Embeddings of circuits by an untrained network, one row each. */
async function embed(network: PreparedDice, graphs: ReturnType<typeof deviceGraph>[]): Promise<number[][]> {
  const model = buildModel((scope) => network.embed(scope), { training: false });
  const vector = (data: Float32Array) => ({ type: "float32", shape: [data.length], data }) as const;
  const program = await compile({ embeddings: model.result }, { runtime: nodeRuntime, threads: 1 });
  const { embeddings } = await program.run({
    ...network.feeds(graphs),
    parameters: vector(initialState(model.parameters, 1)),
    buffers: vector(initialState(model.buffers, 1)),
  });
  await program.release();
  const data = Array.from(embeddings!.data as Float32Array);
  return graphs.map((_, g) => data.slice(g * network.width, (g + 1) * network.width));
}

describe("the DICE network", () => {
  it.each([
    [0, 1_523_584],
    [1, 4_158_338],
    [2, 6_793_092],
    [3, 9_427_846],
  ])("has the published number of parameters with %i layers", (layers, parameters) => {
    const network = prepareDice({ ...publishedDice, layers });
    const built = buildModel((scope) => network.decoderInputs(scope, network.encode(scope)), {
      training: true,
    });
    expect(built.parameters.size).toBe(parameters);
    expect(built.result.nodes.shape).toEqual(["nodes", 576]);
    expect(built.result.edges.shape).toEqual(["edges", 320]);
  });

  it("gives a batch what its circuits get alone, in any order", async () => {
    const network = prepareDice(small);
    const graphs = circuits.map((circuit) => deviceGraph(circuit));
    const together = await embed(network, graphs);
    const reversed = await embed(network, [...graphs].reverse());
    for (const [i, graph] of graphs.entries()) {
      const [alone] = await embed(network, [graph]);
      together[i]!.forEach((value, c) => {
        expect(value).toBeCloseTo(alone![c]!, 4);
        expect(value).toBeCloseTo(reversed[graphs.length - 1 - i]![c]!, 4);
      });
    }
    expect(together[1]).not.toEqual(together[2]);
  });

  it("does not see in which order devices stand", async () => {
    const network = prepareDice(small);
    const circuit = circuits[1]!;
    const turned = { ...circuit, devices: [...circuit.devices].reverse() };
    const [a, b] = await embed(network, [deviceGraph(circuit), deviceGraph(turned)]);
    const largest = Math.max(...a!.map(Math.abs));
    a!.forEach((value, c) => {
      expect(Math.abs(value - b![c]!)).toBeLessThan(1e-4 * largest);
    });
  });

  it("refuses graphs of the other style", () => {
    expect(() => prepareDice(small).feeds([deviceGraph(circuits[0]!, "faithful")])).toThrow(
      expect.objectContaining({ code: "MODEL_GRAPH_STYLE" }),
    );
  });
});
