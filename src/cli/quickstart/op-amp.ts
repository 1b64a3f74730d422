import { join } from "node:path";
import { type Circuit, parametricCircuit } from "../../circuit/index.js";
import { type Dataset, openDataset } from "../../dataset/index.js";
import { loadCheckpoint, loadSplit, type Metrics, Predictor, scorePredictions } from "../../train/index.js";
import { netsWithoutSource } from "./netlist-check.js";
import { opAmp, opAmpConfig, type QuickstartSize } from "./plan.js";
import { fineTune, type Simulated, type StepHooks } from "./steps.js";

/** A network and how it does on op-amps that it has not seen. */
export interface TestedNetwork {
  readonly name: "as it comes" | "fine-tuned" | "from scratch";
  readonly metrics: Metrics;
  /** Volts of all output nets, circuit by circuit. */
  readonly predictions: Float32Array;
}

/** Voltages of one net in all test circuits, in volts. */
export interface NetSeries {
  readonly net: string;
  readonly simulated: Float64Array;
  /** By network, in the order of {@link OpAmpTest.networks}. */
  readonly predicted: readonly Float32Array[];
}

/** What fine-tuning to the op-amps came to. */
export interface OpAmpTest {
  readonly simulated: Simulated;
  readonly circuits: number;
  /** The error below which a voltage counts as met, in volts. */
  readonly threshold: number;
  readonly networks: readonly TestedNetwork[];
  /** The nets that no source drives. */
  readonly nets: readonly NetSeries[];
  /** One of the op-amps, with its row in {@link NetSeries}: the median by the fine-tuned network's error. */
  readonly example: { readonly circuit: Circuit; readonly row: number };
}

/**
 * Fine-tunes the network of op-amps to the topology of a simulated data set, trains it from scratch on the same samples by the same
 * steps, and tests both, and the network as it comes, on the rest.
 */
export async function fineTuneOpAmp(
  folder: string,
  size: QuickstartSize,
  simulated: Simulated,
  hooks: StepHooks,
): Promise<OpAmpTest> {
  const learn = (name: string, scratch: boolean) => {
    const config = opAmpConfig(size, { folder: simulated.folder, scratch });
    return fineTune(join(folder, name), config, { ...hooks, label: name });
  };
  const checkpoints = [
    ["as it comes", await loadCheckpoint(opAmp.path)],
    ["fine-tuned", await learn("fine-tuned", false)],
    ["from scratch", await learn("from-scratch", true)],
  ] as const;

  const dataset = await openDataset(simulated.folder);
  const data = await loadSplit(dataset, "test");
  const networks: TestedNetwork[] = [];
  for (const [name, checkpoint] of checkpoints) {
    const predictor = await Predictor.of(checkpoint, { threads: 1 });
    try {
      const predictions = await predictor.predict(data.graphs);
      const metrics = scorePredictions({ ...data, predictions }, { levels: opAmp.levels });
      networks.push({ name, metrics, predictions });
    } finally {
      await predictor.release();
    }
  }
  const circuits = await circuitsOf(dataset);
  const nets = freeNets(circuits[0]!, data.labels, networks);
  return {
    simulated,
    circuits: circuits.length,
    threshold: networks[0]!.metrics.threshold,
    networks,
    nets,
    example: medianCircuit(circuits, nets),
  };
}

/** The test circuits, in the order of their labels. */
async function circuitsOf(dataset: Dataset): Promise<Circuit[]> {
  const { rows } = await dataset.split("test");
  return rows.map(({ circuitName, values }) => parametricCircuit(circuitName).build(values));
}

/** Voltages by net; all circuits have the outputs of `circuit`. */
function freeNets(
  circuit: Circuit,
  labels: Float64Array,
  networks: readonly TestedNetwork[],
): readonly NetSeries[] {
  const { outputs = [], nets } = circuit;
  const free = new Set(netsWithoutSource(circuit));
  const everyFrom = (first: number) => (_: number, i: number) => i % outputs.length === first;
  return outputs.flatMap((net, i) =>
    free.has(net)
      ? [
          {
            net: nets[net]!.name,
            simulated: labels.filter(everyFrom(i)),
            predicted: networks.map(({ predictions }) => predictions.filter(everyFrom(i))),
          },
        ]
      : [],
  );
}

function medianCircuit(circuits: readonly Circuit[], nets: readonly NetSeries[]): OpAmpTest["example"] {
  const errors = circuits.map((_, row) =>
    nets.reduce((sum, { simulated, predicted }) => sum + Math.abs(predicted[1]![row]! - simulated[row]!), 0),
  );
  const rows = [...errors.keys()].sort((a, b) => errors[a]! - errors[b]!);
  const row = rows[Math.floor(rows.length / 2)]!;
  return { circuit: circuits[row]!, row };
}
