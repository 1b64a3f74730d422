import { type Command, Option } from "commander";
import type { FinetuneFlags } from "../finetune/flags.js";
import { contextOf } from "../index.js";

/** `kirchhoff finetune`: a pretrained network and a few samples to a network for another circuit or another quantity. */
export function register(program: Command): void {
  program
    .command("finetune")
    .description("fine-tune a pretrained network to few samples of another circuit or of its measures")
    .option("--from <model>", "pretrained network: a checkpoint, or the folder of a training run")
    .option("-d, --data <folder|name>", "dataset: a folder, or a recipe by name, labelled in memory")
    .option("--recipe <name>", "settings: few-shot, paper-voltages, paper-gain, paper-rout", "few-shot")
    .option(
      "--target <name>",
      "what to learn: voltages (default), or a measure of the dataset, with :log behind it on a logarithmic scale; repeatable",
      append,
      [],
    )
    .option(
      "-n, --samples <number...>",
      "rows of the training split to learn from (default: all); several numbers: once with each, in <out>/<number>, and a curve",
    )
    .option(
      "--head-only",
      "leave all but the head as it is, and unread what that does not read, such as capacitances",
    )
    .option("--scratch", "take the architecture and the features alone, and begin with fresh weights")
    .option("--compare", "also train from scratch, by the same steps, in <out>-scratch, and print both")
    .option("--members <K>", "networks of an ensemble (default: 1)")
    .option("--coverage <share>", "share of true values that intervals shall hold (default: 0.9)")
    .option("--steps <number>", "optimiser steps of each network (default: 600)")
    .option("-o, --out <folder>", "folder of the run (default: runs/finetune-<dataset>)")
    .option("-s, --set <key=value>", "change one setting, e.g. rates.backbone=0.1; repeatable", append, [])
    .addOption(new Option("--device <name>", "where to compute").choices(["cpu", "webgpu", "cuda"]))
    .option("--threads <number>", "threads inside an operator (default: the runtime's choice)")
    .option("--resume <folder>", "go on with the run in this folder")
    .option("--show-config", "print the complete configuration and stop")
    .option("--json", "print the outcome as JSON")
    .option("--quiet", "show no progress")
    .addHelpText("after", help)
    .action(async (flags: FinetuneFlags, command: Command) => {
      const { finetuneCommand } = await import("../finetune/finetune.js");
      await finetuneCommand(flags, contextOf(command));
    });
}

const help = `
The samples are the first rows of a shuffled training split, so that fewer are always among more; every fifth is held out and decides
when to stop, and each member of an ensemble holds out another fifth. Intervals are calibrated by what was held out.
docs/fine-tuning.md explains every setting, docs/predict-your-own-circuit.md goes from a netlist to a tuned network. Ctrl-C finishes the
step; --resume goes on, or the same command where there are several numbers of samples.

Examples:
  kirchhoff finetune --from models/ladder-thevenin.safetensors --data wheatstone-bridge --samples 50 --members 5 --compare
  kirchhoff finetune --from runs/opamp --data data/biased --target gain --target unityGainFrequency:log --samples 1000 --out runs/gain
  kirchhoff finetune --from models/opamp-norton.safetensors --data data/ota --target gain --samples 50 200 1000 --compare --out runs/curve
  kirchhoff predict runs/gain deck.sp`;

function append(value: string, before: readonly string[]): readonly string[] {
  return [...before, value];
}
