import { type Command, Option } from "commander";
import { contextOf } from "../index.js";
import { integerFrom } from "../option-values.js";
import { includeRootOption } from "../simulate/include-root-option.js";
import type { SizeFlags } from "../size/flags.js";

/** `kirchhoff size`: a netlist, what may change in it and what it shall reach, to sizes that reach it. */
export function register(program: Command): void {
  program
    .command("size")
    .description("size a circuit: find values of its parameters that meet a specification")
    .argument("[problem]", "problem file (YAML)")
    .option("--search <name>", "how to search (default: the problem's)")
    .option("--model <model>", "pretrained network of a search that uses one (default: the op-amp's)")
    .option("--budget <number>", "most designs to simulate (default: the problem's)", integerFrom(1))
    .option("--stop <rule>", "first-feasible, budget, or a number of designs that meet the specs")
    .option(
      "--batch <number>",
      "designs that a search is asked for at once (default: the problem's)",
      integerFrom(1),
    )
    .option("--seed <number>", "seed of the search (default: the problem's)", integerFrom(0))
    .option("-o, --out <folder>", "folder of the run (default: runs/size-<problem>)")
    .option("--resume <folder>", "go on with the run in this folder")
    .addOption(
      new Option("--simulator <which>", "what simulates")
        .choices(["auto", "native", "embedded"])
        .default("auto"),
    )
    .option("--workers <number>", "simulators side by side (default: one for each core)", integerFrom(1))
    .option("--timeout <seconds>", "longest time of a simulation (default: 60)", integerFrom(1))
    .option("--yield <samples>", "simulate so many chips of the design under mismatch", integerFrom(1))
    .option("--no-sensitivity", "leave out how specs answer to variables (two designs for each variable)")
    .option("--cache <folder>", "keep simulations here, and take from here what is known already")
    .addOption(includeRootOption())
    .option("--check", "print variables, ties and specs, and stop")
    .option("--schema", "print the JSON Schema of problem files, and stop")
    .option("--searches", "list the searches, and stop")
    .option("--json", "print the outcome as JSON")
    .option("--quiet", "show no progress")
    .addHelpText("after", help)
    .action(async (problem: string | undefined, flags: SizeFlags, command: Command) => {
      const { sizeCommand } = await import("../size/size.js");
      await sizeCommand(problem, flags, contextOf(command));
    });
}

const help = `
Ends with the sized netlist (sized.sp), its values (sized.param), result.json, report.html and report.md in the run's folder. A design that
meets the specs is simulated again in all corners of its testbenches and beside its neighbours, and with --yield as many chips of it under
mismatch. Exits with 1 where no design meets the specs. Ctrl-C lets the running simulations end; --resume goes on to the same result as if nothing had happened.
docs/sizing.md explains problem files and searches.

Examples:
  kirchhoff size examples/sizing/two-stage-opamp.yaml
  kirchhoff size examples/sizing/two-stage-opamp.yaml --search random --budget 200 --out runs/random
  kirchhoff size examples/sizing/two-stage-opamp-corners.yaml --yield 1000
  kirchhoff size --resume runs/random`;
