import type { Circuit } from "../../circuit/index.js";
import { formatLocation } from "../../core/index.js";
import type { Elaboration } from "../../netlist/index.js";
import type { AnalysisOutput, SimulationPool } from "../../simulate/index.js";
import { type CliContext, ExitCode, printable } from "../index.js";
import { describeCurves } from "./curves.js";
import type { SimulateFlags } from "./flags.js";
import { chosenNets, interestingNets } from "./nets.js";
import { describeOperatingPoint } from "./operating-point.js";
import { asPlainData } from "./plain-data.js";
import { plotOf, writePlots } from "./plots.js";

/** Runs a deck's operating point and its own analyses, and prints what they gave. Throws SIMULATION_DIRECTIVE, CLI_UNKNOWN_NET. */
export async function simulateDeck(
  deck: string,
  elaboration: Elaboration,
  flags: SimulateFlags,
  pool: SimulationPool,
  context: CliContext,
): Promise<void> {
  const { deckAnalyses } = await import("../../simulate/index.js");
  const { circuit } = elaboration;
  const { analyses, ignored } = deckAnalyses(elaboration);
  const nets = flags.nets === undefined ? interestingNets(circuit) : chosenNets(circuit, flags.nets);
  for (const { keyword, location } of ignored) {
    context.stderr.write(printable(`note: ${formatLocation(location)}: ${keyword} is not run\n`));
  }
  const wanted = [
    { kind: "op" as const, id: "op", devices: true },
    ...analyses.filter(({ kind }) => kind !== "op"),
  ];
  const curves = [...new Set(nets)];
  const job = { circuit, analyses: wanted, ...(curves.length > 0 && { nets: curves }), currents: true };
  for await (const { result } of pool.analyse([job])) {
    if (result.status === "failed") {
      context.stderr.write(printable(`error ${result.reason}: ${result.message}\n`));
      context.exitCode = ExitCode.failed;
      if (flags.json) context.stdout.write(`${JSON.stringify({ deck, ...result }, null, 2)}\n`);
      return;
    }
    const outputs = result.value;
    if (outputs.some(({ status }) => status === "failed")) context.exitCode = ExitCode.failed;
    const plots = outputs.flatMap((output) => plotOf(output, nets, circuit.title) ?? []);
    const files = flags.plots === undefined ? [] : await writePlots(flags.plots, plots);
    const simulator = `${pool.name} ${pool.version}`;
    if (flags.json) {
      const named = outputs.map((output) => asPlainData(output, circuit));
      context.stdout.write(
        `${JSON.stringify({ deck, simulator, analyses: named, plots: files }, null, 2)}\n`,
      );
      return;
    }
    const shown = flags.nets === undefined ? undefined : nets;
    const lines = describe(outputs, circuit, nets, shown);
    const written = files.length > 0 ? ["", ...files.map((file) => `wrote ${file}`)] : [];
    context.stdout.write(printable(`${[`${deck}: ${simulator}`, ...lines, ...written].join("\n")}\n`));
  }
}

function describe(
  outputs: readonly AnalysisOutput[],
  circuit: Circuit,
  nets: readonly string[],
  chosen: readonly string[] | undefined,
): string[] {
  const all = circuit.nets.map(({ name }) => name);
  return outputs.flatMap((output) =>
    output.status === "ok" && output.kind === "op"
      ? describeOperatingPoint(circuit, output, chosen ?? all)
      : describeCurves(output, nets),
  );
}
