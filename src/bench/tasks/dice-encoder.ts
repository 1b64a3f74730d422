import { type DeviceGraph, deviceGraph, directedEdges } from "../../graph/index.js";
import { prepareDice } from "../../model/index.js";
import { buildModel, Scope } from "../../nn/index.js";
import { constant, type Expression, input, mul, regroup, sub } from "../../tensor/index.js";
import { namedCircuits } from "../../train/index.js";
import { floats } from "./decoder-feeds.js";
import {
  completeTensors,
  type DiceBuild,
  type DiceOutput,
  type DiceSource,
  diceOutputs,
  openDice,
  runDice,
} from "./dice-weights.js";
import { encoderScope, type TaskEncoder } from "./encoder.js";
import type { TaskTopology } from "./topology.js";

/** How a DICE encoder takes part in a task. */
export interface DiceEncoderOptions {
  readonly source: DiceSource;
  /**
   * `heads`: what the paper hands over, states through an MLP that pretraining does not train, in a block for each kind; `states`: the
   * last states themselves, standardised over the circuits of the pretraining split.
   */
  readonly hands: "heads" | "states";
  /** Whether its weights train with the decoder; else its states are computed once. Batch norms keep their statistics, as published. */
  readonly isTuned: boolean;
}

/** DICE, trained or not, as the encoder of a task with these topologies. Throws what opening a checkpoint throws. */
export async function diceTaskEncoder(
  { source, hands, isTuned }: DiceEncoderOptions,
  topologies: readonly TaskTopology[],
): Promise<TaskEncoder> {
  const { network, tensors, settings } = await openDice(source);
  const dice = prepareDice(network);
  const build: DiceBuild = (scope) => {
    const { graphs, ...states } = dice.encode(scope);
    return { ...(hands === "heads" ? dice.decoderInputs(scope, states) : states), graphs };
  };
  const graphOf = ({ circuit }: { readonly circuit: TaskTopology["circuit"] }) =>
    deviceGraph(circuit, network.style);
  const known = namedCircuits(["pretraining"]).map(graphOf);
  const seed = "seed" in source ? source.seed : 0;
  const complete = await completeTensors(build, tensors, dice.feeds(known), seed);
  const own = new Map(topologies.map((topology) => [topology.name, graphOf(topology)]));
  const graphsOf = (chosen: readonly TaskTopology[]) => chosen.map(({ name }) => own.get(name)!);
  const [ofKnown, ...ofOwn] = await runDice(dice, build, complete, [
    known,
    ...[...own.values()].map((graph) => [graph]),
  ]);
  const widths = widthsOf(build);
  const norms = hands === "states" ? normsOf(ofKnown!, widths) : undefined;
  const described = { settings: { ...settings, hands, isTuned } };
  if (!isTuned) {
    const states = new Map([...own.keys()].map((name, i) => [name, normalised(ofOwn[i]!, norms)]));
    return { ...described, ...cachedStates(states, own, widths) };
  }
  return {
    ...described,
    start: complete,
    states(scope, count) {
      // Weights train, but batch norms work as they do in prediction.
      const found = build(new Scope({ training: false }, scope.state, `${encoderScope}.`));
      const state = (name: DiceOutput) => (norms ? normalise(found[name], norms[name]) : found[name]);
      const graphs = regroup(state("graphs"), [count, widths.graphs]);
      return { nodes: state("nodes"), edges: state("edges"), graphs };
    },
    feeds(chosen) {
      const graphs = graphsOf(chosen);
      return { feeds: dice.feeds(graphs), edges: graphs.map(directedEdges) };
    },
  };
}

type Widths = Readonly<Record<DiceOutput, number>>;

/** States that were computed before, as inputs of the decoder. */
function cachedStates(
  states: ReadonlyMap<string, Record<DiceOutput, Float32Array>>,
  graphs: ReadonlyMap<string, DeviceGraph>,
  widths: Widths,
): Pick<TaskEncoder, "states" | "feeds"> {
  return {
    states: (_, count) => ({
      nodes: input("states/nodes", ["nodes", widths.nodes]),
      edges: input("states/edges", ["edges", widths.edges]),
      graphs: input("states/graphs", [count, widths.graphs]),
    }),
    feeds: (chosen) => ({
      feeds: Object.fromEntries(
        diceOutputs.map((name) => {
          const data = joined(chosen.map((topology) => states.get(topology.name)![name]));
          return [`states/${name}`, floats([data.length / widths[name], widths[name]], data)];
        }),
      ),
      edges: chosen.map(({ name }) => directedEdges(graphs.get(name)!)),
    }),
  };
}

/** Mean and inverse standard deviation of each channel. */
interface Norm {
  readonly mean: Float32Array;
  readonly factor: Float32Array;
}

function normsOf(states: Record<DiceOutput, Float32Array>, widths: Widths): Record<DiceOutput, Norm> {
  const norm = (name: DiceOutput): Norm => {
    const [data, width] = [states[name], widths[name]];
    const rows = data.length / width;
    const mean = new Float64Array(width);
    const squares = new Float64Array(width);
    data.forEach((value, i) => {
      mean[i % width]! += value / rows;
    });
    data.forEach((value, i) => {
      squares[i % width]! += (value - mean[i % width]!) ** 2 / rows;
    });
    // Channels that are constant stay so.
    const factor = Float32Array.from(squares, (square) => (square > 1e-12 ? 1 / Math.sqrt(square) : 0));
    return { mean: Float32Array.from(mean), factor };
  };
  return { nodes: norm("nodes"), edges: norm("edges"), graphs: norm("graphs") };
}

function normalised(
  states: Record<DiceOutput, Float32Array>,
  norms: Record<DiceOutput, Norm> | undefined,
): Record<DiceOutput, Float32Array> {
  if (!norms) return states;
  const one = (name: DiceOutput) => {
    const { mean, factor } = norms[name];
    const width = mean.length;
    return states[name].map((value, i) => (value - mean[i % width]!) * factor[i % width]!);
  };
  return { nodes: one("nodes"), edges: one("edges"), graphs: one("graphs") };
}

function normalise(state: Expression, { mean, factor }: Norm): Expression {
  return mul(sub(state, constant(mean, [mean.length])), constant(factor, [factor.length]));
}

function widthsOf(build: DiceBuild): Widths {
  const { result } = buildModel(build, { training: false });
  const width = (name: DiceOutput) => result[name].shape[1] as number;
  return { nodes: width("nodes"), edges: width("edges"), graphs: width("graphs") };
}

function joined(parts: readonly Float32Array[]): Float32Array {
  const whole = new Float32Array(parts.reduce((sum, { length }) => sum + length, 0));
  let next = 0;
  for (const part of parts) {
    whole.set(part, next);
    next += part.length;
  }
  return whole;
}
