import { describe, expect, it } from "vitest";
import { type Circuit, parametricCircuit } from "../../src/circuit/index.js";
import { RandomStream } from "../../src/core/index.js";
import { type CircuitGraph, schemeFromJSON, terminalGraph } from "../../src/graph/index.js";
import { networkSchema, prepareNetwork } from "../../src/model/index.js";
import { readNetlist } from "../../src/netlist/index.js";
import { buildModel, initialState } from "../../src/nn/index.js";
import { compile } from "../../src/tensor/index.js";
import { nodeRuntime as runtime } from "../../src/tensor/node/index.js";
import { expectClose } from "./expect-close.js";

const scheme = schemeFromJSON({
  name: "kirchhoff@1",
  features: ["log-resistance", "log-dc-current", "log-aspect"],
  statistics: { "log-aspect": { mean: 2, std: 0.5 }, "log-dc-current": { mean: -4.5, std: 0.2 } },
});
const config = networkSchema.parse({ kind: "norton", hidden: 6, gate: 10, iterations: 6 });

async function openNetwork() {
  const network = prepareNetwork(config, scheme, "any");
  const model = buildModel((scope) => network.predict(scope), { training: false });
  const program = await compile({ y: model.result }, { runtime, threads: 1 });
  const data = initialState(model.parameters, 5);
  const parameters = { type: "float32", shape: [data.length], data } as const;
  return async (...graphs: readonly CircuitGraph[]) =>
    Array.from((await program.run({ ...network.feeds(graphs), parameters })).y!.data as Float32Array);
}

function opAmp(seed: number): Circuit {
  const circuit = parametricCircuit("opamp");
  const random = new RandomStream(seed, "op-amp");
  const ranges: Record<string, [number, number]> = {
    one: [1, 100],
    ohm: [1, 1000],
    farad: [1e-13, 1e-11],
    ampere: [1e-5, 5e-5],
    volt: [0.1, 1.2],
  };
  return circuit.build(circuit.parameters.map(({ unit }) => random.uniform(...ranges[unit]!)));
}

const amplifier = (arms: readonly number[]) =>
  readNetlist(
    [
      "bipolar amplifier with many resistors at its collector",
      ".model q npn",
      "Vc supply 0 5",
      "Rb supply b 100k",
      "Q1 c b e q",
      "Re e 0 1k",
      ...arms.map((ohms, i) => `R${i} supply c ${ohms}`),
      "",
    ].join("\n"),
  ).circuit;

describe("the Norton network, with random weights", () => {
  it("gives a batch of different circuits what each gets alone", async () => {
    const predict = await openNetwork();
    const graphs = [opAmp(1), amplifier([1000, 2000]), opAmp(2)].map(terminalGraph);
    const alone = [];
    for (const graph of graphs) alone.push(...(await predict(graph)));
    expectClose(await predict(...graphs), alone);
    expect(new Set(alone.map((volts) => volts.toFixed(4))).size).toBeGreaterThan(15);
  });

  it("knows the nets that sources tie to ground", async () => {
    const predict = await openNetwork();
    const circuit = opAmp(3);
    const voltages = await predict(terminalGraph(circuit));
    const name = (output: number) => circuit.nets[circuit.outputs![output]!]!.name;
    for (const [source, net] of Object.entries({ vvdd: "vdd", vvss: "vss", vin1: "net1", vin2: "net2" })) {
      const volts = circuit.devices.find((device) => device.name === source)!.parameters.dc!;
      expect(voltages[voltages.findIndex((_, output) => name(output) === net)]).toBeCloseTo(volts, 5);
    }
  });

  it("does not mind which way round a resistor stands, but which terminal of a transistor is which", async () => {
    const predict = await openNetwork();
    const circuit = opAmp(4);
    const turned = (device: string, order: readonly number[]): CircuitGraph =>
      terminalGraph({
        ...circuit,
        devices: circuit.devices.map((each) =>
          each.name === device
            ? {
                ...each,
                terminals: each.terminals.map(({ name }, i) => ({
                  name,
                  net: each.terminals[order[i]!]!.net,
                })),
              }
            : each,
        ),
      });
    const as = await predict(terminalGraph(circuit));
    expectClose(await predict(turned("rz", [1, 0])), as);
    const swapped = await predict(turned("mn1", [2, 1, 0, 3]));
    expect(Math.max(...swapped.map((volts, i) => Math.abs(volts - as[i]!)))).toBeGreaterThan(1e-3);
  });

  it("says the same of a net of many terminals in whatever order they stand", async () => {
    const predict = await openNetwork();
    const ohms = Array.from({ length: 150 }, (_, i) => 1000 + 7 * i);
    const shuffled = [...new RandomStream(9, "order").permutation(150)].map((i) => ohms[i]!);
    expectClose(
      await predict(terminalGraph(amplifier(shuffled))),
      await predict(terminalGraph(amplifier(ohms))),
    );
  });
});
