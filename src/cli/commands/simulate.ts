import { type Command, InvalidArgumentError, Option } from "commander";
import { type CliContext, contextOf, readText } from "../index.js";
import type { SimulateFlags } from "../simulate/flags.js";
import { includeRootOption } from "../simulate/include-root-option.js";

/** `kirchhoff simulate`: operating point, curves and measures of a netlist. */
export function register(program: Command): void {
  program
    .command("simulate")
    .description("simulate a netlist: operating point, its own analyses, or the measures of a testbench")
    .argument("[deck]", "SPICE netlist; may be left out where the testbench names its circuit")
    .option("--testbench <file>", "measure by this testbench (YAML) in place of the deck's own analyses")
    .option("--corners", "run the testbench in each of its corners, and name the worst")
    .option("--nets <names>", "nets to show, separated by commas (default: all, and the curves of a few)")
    .option("--plots <folder>", "write Bode, transient, sweep and noise plots (SVG) into this folder")
    .addOption(includeRootOption())
    .addOption(
      new Option("--simulator <which>", "what simulates")
        .choices(["auto", "native", "embedded"])
        .default("auto"),
    )
    .option("--timeout <seconds>", "longest time of a simulation", seconds, 60)
    .option("--json", "print as JSON, with every curve")
    .addHelpText(
      "after",
      `
Exits with 1 when an analysis fails. A measure without a value is no failure: its reason is printed.

Examples:
  kirchhoff simulate examples/two-stage-opamp.sp --nets out --plots plots
  kirchhoff simulate --testbench examples/testbenches/five-transistor-ota.yaml --corners`,
    )
    .action(async (deck: string | undefined, given: SimulateFlags, command: Command) => {
      const context = contextOf(command);
      const { resolve } = await import("node:path");
      const flags = {
        ...given,
        ...(given.plots !== undefined && { plots: resolve(context.cwd, given.plots) }),
      };
      const work =
        flags.testbench === undefined
          ? await deckWork(deck, flags, context)
          : await testbenchWork(deck, flags, context);
      if (!work) return;
      const { openSimulator } = await import("../../simulate/index.js");
      const pool = await openSimulator({
        simulator: flags.simulator,
        workers: flags.corners ? 2 : 1,
        timeoutSeconds: flags.timeout,
      });
      try {
        await work(pool);
      } finally {
        await pool.close();
      }
    });
}

function seconds(value: string): number {
  const number = Number(value);
  if (Number.isFinite(number) && number > 0) return number;
  throw new InvalidArgumentError("expected a number of seconds above zero");
}

type Work = (pool: import("../../simulate/index.js").SimulationPool) => Promise<void>;

/** Reads the deck before any simulator starts; undefined where it has errors, which are printed. */
async function deckWork(
  deck: string | undefined,
  flags: SimulateFlags,
  context: CliContext,
): Promise<Work | undefined> {
  const { KirchhoffError } = await import("../../core/index.js");
  if (deck === undefined || flags.corners) {
    throw new KirchhoffError(
      "CLI_SIMULATE_WHAT",
      deck === undefined ? "there is nothing to simulate" : "corners belong to a testbench",
      { expected: "a netlist, or --testbench FILE with its circuit" },
    );
  }
  const { elaborateDeck, readDeckFile } = await import("../simulate/read-deck.js");
  const { simulateDeck } = await import("../simulate/simulate-deck.js");
  const elaboration = await elaborateDeck(
    deck,
    await readDeckFile(deck, flags.includeRoot, context),
    context,
  );
  return elaboration && ((pool) => simulateDeck(deck, elaboration, flags, pool, context));
}

async function testbenchWork(
  deck: string | undefined,
  flags: SimulateFlags,
  context: CliContext,
): Promise<Work> {
  const { dirname, relative, resolve } = await import("node:path");
  const { KirchhoffError } = await import("../../core/index.js");
  const { loadTestbench } = await import("../../simulate/index.js");
  const { nodeFiles } = await import("../../netlist/node-files/index.js");
  const { includeRoots, namedFiles, readDeckFile } = await import("../simulate/read-deck.js");
  const { simulateTestbench } = await import("../simulate/simulate-testbench.js");
  const path = resolve(context.cwd, flags.testbench!);
  const testbench = loadTestbench(await readText(path), flags.testbench!);
  const { circuit } = testbench;
  if (deck === undefined && circuit && "parametric" in circuit) {
    const files = nodeFiles(await includeRoots(dirname(path), flags.includeRoot, context));
    return (pool) => simulateTestbench(testbench, { ...circuit, files }, flags, pool, context);
  }
  const own = circuit && "netlist" in circuit ? circuit : undefined;
  if (deck === undefined && !own) {
    throw new KirchhoffError(
      "CLI_SIMULATE_WHAT",
      "neither the testbench nor the command line names a circuit",
      {
        expected: "a netlist on the command line, or circuit: {netlist: FILE} in the testbench",
      },
    );
  }
  const found = await namedFiles(path, flags.includeRoot, context);
  const file = deck ?? relative(context.cwd, found(own!.netlist));
  const roots =
    flags.includeRoot.length > 0 ? flags.includeRoot : [dirname(resolve(context.cwd, file)), dirname(path)];
  const { text, files } = await readDeckFile(file, roots, context);
  const subcircuit = own?.subcircuit;
  const source = { text, file, files, ...(subcircuit !== undefined && { subcircuit }) };
  return (pool) => simulateTestbench(testbench, source, flags, pool, context);
}
