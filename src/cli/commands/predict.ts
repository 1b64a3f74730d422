import { type Command, Option } from "commander";
import type { Circuit } from "../../circuit/index.js";
import type { NetlistSource, SimulatorKind, Testbench } from "../../simulate/index.js";
import type { Estimate, Predictor } from "../../train/index.js";
import { type CliContext, contextOf, ExitCode, printable, readText } from "../index.js";
import { describePrediction, type Prediction } from "../prediction-table.js";
import { includeRootOption } from "../simulate/include-root-option.js";

interface PredictFlags {
  readonly nets?: string;
  readonly testbench?: string;
  readonly includeRoot: readonly string[];
  readonly simulate: boolean;
  readonly simulator?: "auto" | SimulatorKind;
  readonly device?: "cpu" | "webgpu" | "cuda";
  readonly json?: true;
}

/** `kirchhoff predict`: the node voltages of one netlist, predicted beside simulated. */
export function register(program: Command): void {
  program
    .command("predict")
    .description("predict the node voltages of a netlist beside the simulated ones, or its measures")
    .argument(
      "<model>",
      "checkpoint (.safetensors), or the folder of a training run, whose best weights count",
    )
    .argument("<deck>", "SPICE netlist")
    .option("--nets <names>", "nets to predict, separated by commas (default: all but ground)")
    .addOption(includeRootOption())
    .option("--testbench <file>", "simulate this testbench (YAML) beside predicted measures")
    .option("--no-simulate", "predict only")
    .addOption(
      new Option("--simulator <which>", "what simulates")
        .choices(["auto", "native", "embedded"])
        .default("auto"),
    )
    .addOption(new Option("--device <name>", "where to compute").choices(["cpu", "webgpu", "cuda"]))
    .option("--json", "print as JSON")
    .addHelpText(
      "after",
      `
A fine-tuned network prints intervals and the share of true values that they hold, and says what of the circuit is unlike its samples.
One that was fine-tuned to measures prints those in place of voltages; with a testbench, beside simulated ones.

Examples:
  kirchhoff predict runs/ladder examples/circuits/ladder-3.sp --nets o1,o2,o3
  kirchhoff predict runs/gain deck.sp --testbench bench.yaml
  kirchhoff predict model.safetensors deck.sp --no-simulate --json`,
    )
    .action(async (model: string, deck: string, flags: PredictFlags, command: Command) => {
      const context = contextOf(command);
      const { elaborateDeck, readDeckFile } = await import("../simulate/read-deck.js");
      const file = await readDeckFile(deck, flags.includeRoot, context);
      const elaboration = await elaborateDeck(deck, file, context, "predict");
      if (!elaboration) return;
      const circuit = await withOutputs(elaboration.circuit, flags.nets);
      const bench = flags.testbench === undefined ? undefined : await testbenchOf(flags.testbench, context);
      const { resolve } = await import("node:path");
      const { Predictor } = await import("../../train/index.js");
      const predictor = await Predictor.open(resolve(context.cwd, model), {
        ...(flags.device && { device: flags.device }),
      });
      try {
        const measured =
          bench && predictor.targets ? await measure(bench, { ...file, file: deck }, flags) : undefined;
        const prediction = await predict(predictor, circuit, flags, measured);
        context.stdout.write(
          flags.json
            ? `${JSON.stringify({ deck, ...prediction }, null, 2)}\n`
            : printable(describePrediction(deck, prediction)),
        );
        if (prediction.simulationFailure !== undefined) context.exitCode = ExitCode.failed;
      } finally {
        await predictor.release();
      }
    });
}

/** Voltages beside simulated ones, or measures; and what of the circuit the network does not know. */
async function predict(
  predictor: Predictor,
  circuit: Circuit,
  flags: PredictFlags,
  measured: Measured | undefined,
): Promise<Prediction> {
  const unknown = {
    unseenKinds: predictor.unseenKinds(circuit),
    unfamiliar: await predictor.unfamiliar(circuit),
  };
  if (predictor.targets) {
    const { terminalGraph } = await import("../../graph/index.js");
    const { values, interval } = await predictor.estimate([terminalGraph(circuit)]);
    const measures = predictor.card.targets!.map(({ name: measure, unit }, t) => ({
      measure,
      predicted: values[t]!,
      ...(unit !== undefined && { unit }),
      ...bounds(interval, t),
      ...measured?.measures[measure],
    }));
    return {
      nets: [],
      measures,
      ...(measured && { simulator: measured.simulator }),
      ...reliability(predictor, interval),
      ...unknown,
    };
  }
  const { values, interval } = await predictor.voltageEstimate(circuit);
  const simulation = flags.simulate ? await simulate(circuit, flags) : undefined;
  return {
    nets: circuit.nets.flatMap(({ name, isGround }, net) => {
      if (isGround || Number.isNaN(values[net]!)) return [];
      const simulated = simulation?.voltages?.[net];
      const row = { net: name, predicted: values[net]!, ...bounds(interval, net) };
      return [{ ...row, ...(simulated !== undefined && { simulated }) }];
    }),
    ...reliability(predictor, interval),
    ...(simulation?.failure !== undefined && { simulationFailure: simulation.failure }),
    ...(simulation && { simulator: simulation.simulator }),
    ...unknown,
  };
}

function reliability({ card }: Predictor, interval: Estimate["interval"]) {
  const heldOut = card.calibration?.samples;
  return interval && { coverage: interval.coverage, ...(heldOut !== undefined && { heldOut }) };
}

function bounds(interval: Estimate["interval"], i: number) {
  if (!interval) return undefined;
  const coverage = interval.coverages?.[i];
  const own = coverage !== undefined && { coverage };
  return { low: interval.low[i]!, high: interval.high[i]!, ...own };
}

async function withOutputs(circuit: Circuit, names: string | undefined): Promise<Circuit> {
  if (names === undefined) return circuit;
  const { KirchhoffError, nearestWord } = await import("../../core/index.js");
  const known = circuit.nets.map(({ name }) => name);
  const outputs = names.split(",").map((text) => {
    const name = text.trim().toLowerCase();
    if (name === "") {
      throw new KirchhoffError("CLI_EMPTY_NET_NAME", "--nets has a comma without a name beside it", {
        found: names,
        hint: "write the names with one comma between two, e.g. --nets o1,o2",
      });
    }
    const net = known.indexOf(name);
    if (net >= 0) return net;
    const guess = nearestWord(name, known);
    throw new KirchhoffError("CLI_UNKNOWN_NET", "the circuit has no net of this name", {
      found: name,
      expected: `one of ${known.slice(0, 20).join(", ")}${known.length > 20 ? " …" : ""}`,
      ...(guess !== undefined && { hint: `did you mean "${guess}"?` }),
    });
  });
  return { ...circuit, outputs };
}

/** What a testbench found: for each measure its unit, and its value or why it has none. */
interface Measured {
  readonly simulator: string;
  readonly measures: Readonly<
    Record<string, { readonly unit: string; readonly simulated?: number; readonly invalid?: string }>
  >;
}

async function testbenchOf(path: string, context: CliContext): Promise<Testbench> {
  const { resolve } = await import("node:path");
  const { loadTestbench } = await import("../../simulate/index.js");
  return loadTestbench(await readText(resolve(context.cwd, path)), path);
}

async function measure(
  testbench: Testbench,
  source: NetlistSource,
  { simulator = "auto" }: PredictFlags,
): Promise<Measured> {
  const { measureUnits, openSimulator, runCorners } = await import("../../simulate/index.js");
  const pool = await openSimulator({ simulator, workers: 1 });
  try {
    const [nominal] = await runCorners(pool, { ...testbench, corners: [] }, source);
    return {
      simulator: `${pool.name} ${pool.version}`,
      measures: Object.fromEntries(
        Object.entries(nominal!.result.measures).map(([name, found]) => [
          name,
          {
            unit: measureUnits[testbench.measures[name]!.measure],
            ...(found.status === "ok" ? { simulated: found.value } : { invalid: found.message }),
          },
        ]),
      ),
    };
  } finally {
    await pool.close();
  }
}

interface Simulation {
  readonly simulator: string;
  readonly voltages?: Float64Array;
  readonly failure?: string;
}

async function simulate(circuit: Circuit, { simulator = "auto" }: PredictFlags): Promise<Simulation> {
  const { openSimulator } = await import("../../simulate/index.js");
  const pool = await openSimulator({ simulator, workers: 1 });
  try {
    const name = `${pool.name} ${pool.version}`;
    const result = await pool.operatingPoint(circuit);
    return result.status === "ok"
      ? { simulator: name, voltages: result.value.voltages }
      : { simulator: name, failure: `${result.reason}: ${result.message}` };
  } finally {
    await pool.close();
  }
}
