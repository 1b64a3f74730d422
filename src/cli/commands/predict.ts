import { type Command, Option } from "commander";
import type { Circuit } from "../../circuit/index.js";
import type { SimulatorKind } from "../../simulate/index.js";
import type { Estimate, Predictor } from "../../train/index.js";
import { type CliContext, contextOf, ExitCode, printable } from "../index.js";
import { describePrediction, type Prediction } from "../prediction-table.js";

interface PredictFlags {
  readonly nets?: string;
  readonly includeRoot: readonly string[];
  readonly simulate: boolean;
  readonly simulator?: "auto" | SimulatorKind;
  readonly device?: "cpu" | "webgpu" | "cuda";
  readonly json?: true;
}

/** Errors of a netlist that are printed: enough to begin with, and a screen of them where the file is no netlist. */
const mostErrors = 20;

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
    .option(
      "--include-root <folder>",
      "folder that .include and .lib may read from; repeatable (default: the netlist's folder)",
      (value: string, before: readonly string[]) => [...before, value],
      [],
    )
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
One that was fine-tuned to measures prints those in place of voltages.

Examples:
  kirchhoff predict runs/ladder examples/circuits/ladder-3.sp --nets o1,o2,o3
  kirchhoff predict model.safetensors deck.sp --no-simulate --json`,
    )
    .action(async (model: string, deck: string, flags: PredictFlags, command: Command) => {
      const context = contextOf(command);
      const circuit = await readCircuit(deck, flags, context);
      if (!circuit) return;
      const { resolve } = await import("node:path");
      const { Predictor } = await import("../../train/index.js");
      const predictor = await Predictor.open(resolve(context.cwd, model), {
        ...(flags.device && { device: flags.device }),
      });
      try {
        const prediction = await predict(predictor, circuit, flags);
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
async function predict(predictor: Predictor, circuit: Circuit, flags: PredictFlags): Promise<Prediction> {
  const unknown = {
    unseenKinds: predictor.unseenKinds(circuit),
    unfamiliar: await predictor.unfamiliar(circuit),
  };
  if (predictor.targets) {
    const { terminalGraph } = await import("../../graph/index.js");
    const { values, interval } = await predictor.estimate([terminalGraph(circuit)]);
    const measures = predictor.targets.map((measure, t) => ({
      measure,
      predicted: values[t]!,
      ...bounds(interval, t),
    }));
    return { nets: [], measures, ...(interval && { coverage: interval.coverage }), ...unknown };
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
    ...(interval && { coverage: interval.coverage }),
    ...(simulation?.failure !== undefined && { simulationFailure: simulation.failure }),
    ...(simulation && { simulator: simulation.simulator }),
    ...unknown,
  };
}

function bounds(interval: Estimate["interval"], i: number): { low: number; high: number } | undefined {
  return interval && { low: interval.low[i]!, high: interval.high[i]! };
}

/** The circuit in a netlist with the chosen nets as outputs; prints what is wrong and gives undefined where it has errors. */
async function readCircuit(
  deck: string,
  flags: PredictFlags,
  context: CliContext,
): Promise<Circuit | undefined> {
  const { dirname, resolve } = await import("node:path");
  const { formatDiagnostic, readNetlist } = await import("../../netlist/index.js");
  const { nodeFiles, readDeck } = await import("../../netlist/node-files/index.js");
  const path = resolve(context.cwd, deck);
  const { text } = readDeck(path);
  const roots = flags.includeRoot.length > 0 ? flags.includeRoot : [dirname(path)];
  const files = nodeFiles(roots.map((root) => resolve(context.cwd, root)));
  const { circuit, diagnostics } = readNetlist(text, { file: deck, files });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (errors.length === 0) {
    if (circuit.devices.length > 0) return withOutputs(circuit, flags.nets);
    const { KirchhoffError } = await import("../../core/index.js");
    throw new KirchhoffError(
      "CLI_EMPTY_CIRCUIT",
      "the netlist has no device, so that there is nothing to predict",
      {
        location: { file: deck, line: 1, column: 1 },
        expected: "a title line, then devices",
      },
    );
  }
  for (const error of errors.slice(0, mostErrors))
    context.stderr.write(`${printable(formatDiagnostic(error))}\n`);
  const more = errors.length - mostErrors;
  if (more > 0)
    context.stderr.write(`… and ${more} more; see them all with: kirchhoff parse ${deck} --limit 0\n`);
  context.exitCode = ExitCode.failed;
  return undefined;
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
