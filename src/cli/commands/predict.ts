import { type Command, Option } from "commander";
import type { Circuit } from "../../circuit/index.js";
import { formatSi } from "../../report/index.js";
import type { SimulatorKind } from "../../simulate/index.js";
import { type CliContext, contextOf, ExitCode, printable } from "../index.js";
import { voltageCells, voltageColumns } from "../voltage-cells.js";

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

/** A net with its predicted voltage and, where it was simulated, its simulated one. */
interface NetRow {
  readonly net: string;
  readonly predicted: number;
  readonly simulated?: number;
}

/** What is printed of one circuit. */
interface Prediction {
  readonly nets: readonly NetRow[];
  /** Why there are no simulated voltages, where they were asked for. */
  readonly simulationFailure?: string;
  readonly simulator?: string;
  readonly unseenKinds: readonly string[];
}

/** `kirchhoff predict`: the node voltages of one netlist, predicted beside simulated. */
export function register(program: Command): void {
  program
    .command("predict")
    .description("predict the node voltages of a netlist, beside the simulated ones")
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
        const predicted = await predictor.voltages(circuit);
        const simulation = flags.simulate ? await simulate(circuit, flags) : undefined;
        const prediction: Prediction = {
          nets: circuit.nets.flatMap(({ name, isGround }, net) => {
            if (isGround || Number.isNaN(predicted[net]!)) return [];
            const simulated = simulation?.voltages?.[net];
            return [{ net: name, predicted: predicted[net]!, ...(simulated !== undefined && { simulated }) }];
          }),
          ...(simulation?.failure !== undefined && { simulationFailure: simulation.failure }),
          ...(simulation && { simulator: simulation.simulator }),
          unseenKinds: predictor.unseenKinds(circuit),
        };
        context.stdout.write(
          flags.json
            ? `${JSON.stringify({ deck, ...prediction }, null, 2)}\n`
            : printable(describe(deck, prediction)),
        );
        if (prediction.simulationFailure !== undefined) context.exitCode = ExitCode.failed;
      } finally {
        await predictor.release();
      }
    });
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

function describe(deck: string, { nets, simulationFailure, simulator, unseenKinds }: Prediction): string {
  const isSimulated = nets.some(({ simulated }) => simulated !== undefined);
  const header = isSimulated ? voltageColumns : voltageColumns.slice(0, 2);
  const rows = nets.map(({ net, predicted, simulated }) =>
    simulated === undefined ? [net, predicted.toFixed(4)] : voltageCells(net, predicted, simulated),
  );
  const widths = header.map((title, i) =>
    rows.reduce((widest, row) => Math.max(widest, row[i]?.length ?? 0), title.length),
  );
  const print = (cells: readonly string[]) =>
    `  ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]!) : cell.padStart(widths[i]!))).join("  ")}`;
  const lines = [
    isSimulated ? `${deck}: predicted beside ${simulator}` : `${deck}: predicted`,
    print(header),
    ...rows.map(print),
  ];
  if (isSimulated) {
    const largest = nets.reduce(
      (worst, { predicted, simulated }) => Math.max(worst, Math.abs(predicted - simulated!)),
      0,
    );
    lines.push(`  largest difference ${formatSi(largest, "V")}`);
  }
  if (simulationFailure !== undefined) lines.push(`  not simulated: ${simulationFailure}`);
  if (unseenKinds.length > 0) {
    lines.push(
      `  note: the network has never seen ${unseenKinds.join(", ")}; its predictions for this circuit are guesses`,
    );
  }
  return `${lines.join("\n")}\n`;
}
