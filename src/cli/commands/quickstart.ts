import type { Command } from "commander";
import { contextOf, onInterrupt } from "../index.js";
import { integerFrom } from "../option-values.js";
import type { QuickstartResult } from "../quickstart/run.js";

interface QuickstartFlags {
  readonly out: string;
  readonly circuits?: number;
  readonly steps?: number;
  readonly testCircuits?: number;
  readonly seed?: number;
  readonly fresh?: true;
  readonly json?: true;
}

/** `kirchhoff quickstart`: from nothing to a trained network, a fine-tuned one and a report, in a few minutes. */
export function register(program: Command): void {
  program
    .command("quickstart")
    .description("simulate, train, fine-tune and test small networks in minutes, and report")
    .option("-o, --out <folder>", "folder of everything that it makes", "runs/quickstart")
    .option("--circuits <number>", "ladders to simulate and learn from (default: 8000)", integerFrom(20))
    .option("--steps <number>", "optimiser steps of each network (default: 1200)", integerFrom(1))
    .option("--test-circuits <number>", "circuits of a test set (default: 200)", integerFrom(2))
    .option("--seed <number>", "seed of data and weights (default: 1)", integerFrom(0))
    .option("--fresh", "start over, in place of going on with what is there")
    .option("--json", "print the outcome as JSON, and no progress")
    .addHelpText("after", help)
    .action(async (flags: QuickstartFlags, command: Command) => {
      const context = contextOf(command);
      const { resolve } = await import("node:path");
      const { createNarrator } = await import("../quickstart/narrator.js");
      const { defaultSize } = await import("../quickstart/plan.js");
      const { quickstart } = await import("../quickstart/run.js");
      const { describeNext } = await import("../quickstart/words.js");
      const { out, circuits, steps, testCircuits, seed } = flags;
      const start = performance.now();
      const interrupt = onInterrupt(context, { resume: "the same command" });
      try {
        const narrator = createNarrator(context, { silent: flags.json === true });
        const result = await quickstart({
          folder: resolve(context.cwd, out),
          size: {
            circuits: circuits ?? defaultSize.circuits,
            steps: steps ?? defaultSize.steps,
            testCircuits: testCircuits ?? defaultSize.testCircuits,
            seed: seed ?? defaultSize.seed,
          },
          version: program.version()!,
          fresh: flags.fresh === true,
          narrator,
          signal: interrupt.signal,
        });
        const seconds = (performance.now() - start) / 1000;
        if (flags.json) context.stdout.write(`${JSON.stringify(outcome(result, seconds), null, 2)}\n`);
        else context.stdout.write(`\n${describeNext(out, `${out}/report.html`, seconds).join("\n")}\n`);
      } catch (error) {
        interrupt.throwIfRequested();
        throw error;
      } finally {
        interrupt.dispose();
      }
    });
}

const help = `
Simulates resistor ladders with the embedded ngspice, trains the default network on them, tests it on ladders of 12 to 128
branches and on circuits of other shapes, and predicts examples/ladder.sp beside its simulation. Then it fine-tunes the network of
op-amps that comes with Kirchhoff to another topology from 50 samples, beside one that learns from scratch, finds circuits like a
netlist, sizes an op-amp to its specification, and writes report.html. It needs nothing but Node. Stop it with Ctrl-C; the same command goes on where it stopped.

Examples:
  kirchhoff quickstart
  kirchhoff quickstart --steps 300 --out runs/short`;

function outcome(result: QuickstartResult, seconds: number): object {
  const { folder, size, simulator, simulated, training, parameters, sizes, others, netlist, opAmp } = result;
  return {
    folder,
    report: result.reportFile,
    seconds,
    ...size,
    simulator,
    simulated,
    parameters,
    best: training.best,
    sizes: sizes.map(({ row }) => row),
    others: others.map(({ row }) => row),
    netlist: { file: netlist.file, nets: netlist.nets },
    opAmp: {
      simulated: opAmp.simulated,
      networks: opAmp.networks.map(({ name, metrics }) => ({ name, ...metrics })),
    },
    likeness: result.likeness,
    sizing: {
      file: result.sizing.file,
      solved: result.sizing.result.best?.feasible ?? false,
      designs: result.sizing.result.history.length,
      screened: result.sizing.result.screened,
      random: result.sizing.random,
    },
    versions: result.run.description.versions,
  };
}
