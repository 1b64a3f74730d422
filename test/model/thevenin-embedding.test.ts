import { expect, it } from "vitest";
import { ladder } from "../../src/circuit/index.js";
import { fitScheme, terminalGraph } from "../../src/graph/index.js";
import {
  graphHeadSchema,
  networkSchema,
  prepareModel,
  prepareNetwork,
  unpackTensors,
} from "../../src/model/index.js";
import { nodeRuntime } from "../../src/tensor/node/index.js";
import { FrozenStates } from "../../src/train/index.js";
import { Programs } from "../../src/train/programs.js";

const graphs = [
  [0.5, 0.1, 0.9, 0.4],
  [0.2, 0.8, 0.3, 0.7],
].map(([v, a, b, c]) => terminalGraph(ladder(1).build([v!, a!, b!, c!])));

it("tells the voltage that the network gives the net of each terminal, and whether it is known", async () => {
  const scheme = fitScheme("kirchhoff@1", graphs, { features: ["log-relative-resistance"] });
  const network = networkSchema.parse({ kind: "thevenin", hidden: 3, gate: 5, iterations: 2 });
  const prepared = prepareNetwork(
    network,
    scheme,
    graphs.map(({ topology }) => topology),
  );
  const loss = { kind: "mse", delta: 1 } as const;
  const programs = new Programs(prepared, { runtime: nodeRuntime, loss, weightDecay: 0 });
  const { parameters, buffers } = (await programs.training(1)).initialState(1);
  const prediction = await programs.prediction();
  const volts = await prediction.predict({ parameters, buffers }, graphs);
  const tensors = new Map(unpackTensors(prediction.parameters, parameters));
  const frozen = await FrozenStates.open({ embedding: prepared.voltages!, tensors });
  await frozen.compute(graphs);
  const rows = frozen.feeds(graphs).feeds.states!.data as Float32Array;
  let row = 0;
  let output = 0;
  for (const { topology } of graphs) {
    const { netOfNode, outputNodes, terminals } = topology;
    const nets = outputNodes.map((node) => netOfNode[node]!);
    for (const net of netOfNode.subarray(0, terminals)) {
      const at = nets.indexOf(net);
      const [voltage, isKnown] = rows.subarray(2 * row, 2 * ++row);
      if (at >= 0) expect(voltage).toBeCloseTo(volts[output + at]!, 5);
      else expect(isKnown).toBe(1);
    }
    output += nets.length;
  }
  await Promise.all([programs.release(), frozen.release()]);
});

it.each(["attention", "mean"])("lets a head look at what terminals see, by %s pooling", async (kind) => {
  const scheme = fitScheme("kirchhoff@1", graphs, { features: ["log-relative-resistance"] }).toJSON();
  const network = networkSchema.parse({ kind: "thevenin", hidden: 3, gate: 5, iterations: 2 });
  const head = graphHeadSchema.parse({ pooling: { kind }, hidden: 4 });
  const targets = [{ name: "x", scale: "linear", mean: 0, std: 1 }] as const;
  const prepared = prepareModel(
    { network, scheme, head, targets },
    graphs.map(({ topology }) => topology),
  );
  const programs = new Programs(prepared, {
    runtime: nodeRuntime,
    loss: { kind: "mse", delta: 1 },
    weightDecay: 0,
  });
  const training = await programs.training(1);
  const state = training.initialState(1);
  const { state: next, predictions } = await training.step(
    state,
    prepared.feeds(graphs),
    Float32Array.of(1, 2),
    0.01,
  );
  expect(predictions).toHaveLength(2);
  expect(next.parameters).not.toEqual(state.parameters);
  const both = await (await programs.prediction()).predict(next, graphs);
  const alone = await (await programs.prediction()).predict(next, graphs.slice(1));
  expect(both[1]).toBeCloseTo(alone[0]!, 5);
  await programs.release();
});
