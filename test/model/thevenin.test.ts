import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type DeviceKind, ladder, wheatstoneBridge } from "../../src/circuit/index.js";
import { RandomStream } from "../../src/core/index.js";
import { type CircuitGraph, schemeFromJSON, terminalGraph } from "../../src/graph/index.js";
import { networkSchema, prepareNetwork } from "../../src/model/index.js";
import { buildModel, initialState } from "../../src/nn/index.js";
import { compile } from "../../src/tensor/index.js";
import { nodeRuntime as runtime } from "../../src/tensor/node/index.js";
import { expectClose } from "./expect-close.js";

const features = ["relative-resistance", "log-relative-resistance"];
const scheme = schemeFromJSON({ name: "kirchhoff@1", features });
const config = networkSchema.parse({ kind: "thevenin", hidden: 8, gate: 12, superposition: true });

const ladderSix = ladder(6);
const isSource = ladderSix.parameters.map(({ unit }) => unit === "volt");

/** Values of a ladder whose resistances and sources come from seeds of their own. */
function values(resistances: number, sources: number): number[] {
  const [r, v] = [new RandomStream(resistances, "resistances"), new RandomStream(sources, "sources")];
  return isSource.map((source) => (source ? v.uniform(-1, 1) : r.uniform(0.05, 1)));
}

async function openNetwork() {
  const network = prepareNetwork(config, scheme, "any");
  const model = buildModel((scope) => network.predict(scope), { training: false });
  const program = await compile({ y: model.result }, { runtime, threads: 1 });
  const data = initialState(model.parameters, 5);
  const parameters = { type: "float32", shape: [data.length], data } as const;
  return async (...graphs: readonly CircuitGraph[]) =>
    Array.from((await program.run({ ...network.feeds(graphs), parameters })).y!.data as Float32Array);
}

/** A source of 1 kV behind a resistor of 1 ohm, and so many resistors from there to ground. */
function star(ohms: readonly number[]): CircuitGraph {
  const device = (name: string, kind: DeviceKind, plus: number, minus: number, parameters: object) => ({
    ...{ name, kind, parameters: { ...parameters } },
    terminals: [
      { name: "plus", net: plus },
      { name: "minus", net: minus },
    ],
  });
  return terminalGraph({
    title: "star",
    nets: ["0", "in", "hub"].map((name) => ({ name, isGround: name === "0" })),
    devices: [
      device("v1", "voltage-source", 1, 0, { dc: 1000 }),
      device("rs", "resistor", 1, 2, { resistance: 1 }),
      ...ohms.map((resistance, i) => device(`r${i}`, "resistor", 2, 0, { resistance })),
    ],
    models: [],
    temperature: 27,
    options: {},
    outputs: [2],
  });
}

const graphOf = (of: readonly number[]) => terminalGraph(ladderSix.build(of));

describe("the Thévenin network for linear circuits, with random weights", () => {
  it("superposes: what it says of a sum of sources is the sum of what it says of each", async () => {
    const predict = await openNetwork();
    const seeds = fc.tuple(fc.nat(), fc.nat(), fc.nat());
    const factors = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 }));
    await fc.assert(
      fc.asyncProperty(seeds, factors, async ([r, first, second], [a, b]) => {
        const [x, y] = [values(r, first), values(r, second)];
        const mixed = x.map((value, i) => (isSource[i] ? (a * value + b * y[i]!) / 10 : value));
        const [ofX, ofY] = [await predict(graphOf(x)), await predict(graphOf(y))];
        expectClose(
          await predict(graphOf(mixed)),
          ofX.map((value, i) => (a * value + b * ofY[i]!) / 10),
        );
        expect(Math.max(...ofX.map(Math.abs))).toBeGreaterThan(1e-3);
      }),
      { numRuns: 20 },
    );
  });

  it("does not know the unit of resistance, where its features are relative", async () => {
    const predict = await openNetwork();
    const ohms = values(1, 2);
    const kiloohms = ohms.map((value, i) => (isSource[i] ? value : 1000 * value));
    expectClose(await predict(graphOf(kiloohms)), await predict(graphOf(ohms)));
    const other = ohms.map((value, i) => (isSource[i] || i > 2 ? value : 1000 * value));
    expect(await predict(graphOf(other))).not.toEqual(await predict(graphOf(ohms)));
  });

  it("says the same of a net of many terminals in whatever order they stand", async () => {
    const predict = await openNetwork();
    const small = graphOf(values(7, 8));
    const order = [...new RandomStream(9, "order").permutation(200)];
    const ohms = order.map((i) => 0.1 + i / 7);
    const [there, shuffled] = [star(ohms), star(order.map((i) => ohms[i]!))];
    expectClose(await predict(shuffled, small), await predict(there, small));
    expectClose((await predict(there, small)).slice(0, 1), await predict(there));
    const [whole, firstGroup] = [await predict(there), await predict(star(ohms.slice(0, 60)))];
    expect(Math.abs(whole[0]! - firstGroup[0]!)).toBeGreaterThan(0.01);
  });

  it("gives a batch of different circuits what each gets alone", async () => {
    const predict = await openNetwork();
    const bridge = terminalGraph(
      wheatstoneBridge.build(wheatstoneBridge.parameters.map((_, i) => 0.1 + i / 10)),
    );
    const graphs = [graphOf(values(3, 4)), bridge, graphOf(values(5, 6))];
    const alone = (await Promise.all(graphs.map((graph) => predict(graph)))).flat();
    expectClose(await predict(...graphs), alone);
  });
});
