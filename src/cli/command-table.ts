import type { Command } from "commander";

/** What a file in `commands/` exports. */
export interface CommandModule {
  register(program: Command): void;
}

/** One line of `kirchhoff --help`, and where the command's code is. */
export interface CommandEntry {
  readonly name: string;
  /** The command's own description; kept here too, so that help loads no command (a test compares the two). */
  readonly description: string;
  readonly load: () => Promise<CommandModule>;
}

/** Every command, in the order of the help text. */
export const commandTable: readonly CommandEntry[] = [
  {
    name: "quickstart",
    description: "simulate, train, fine-tune and test small networks in minutes, and report",
    load: () => import("./commands/quickstart.js"),
  },
  {
    name: "doctor",
    description: "say which simulators and devices work here, and how to get what is missing",
    load: () => import("./commands/doctor.js"),
  },
  {
    name: "parse",
    description: "print the devices, nets, parameters and diagnostics of a netlist",
    load: () => import("./commands/parse.js"),
  },
  {
    name: "simulate",
    description: "simulate a netlist: operating point, its own analyses, or the measures of a testbench",
    load: () => import("./commands/simulate.js"),
  },
  {
    name: "generate",
    description: "generate a labelled dataset from a recipe",
    load: () => import("./commands/generate.js"),
  },
  {
    name: "dataset",
    description: "look at a dataset folder, or write it for other programs",
    load: () => import("./commands/dataset.js"),
  },
  {
    name: "pretrain",
    description: "pretrain a network on node voltages, or on the likeness of circuits",
    load: () => import("./commands/pretrain.js"),
  },
  {
    name: "finetune",
    description: "fine-tune a pretrained network to few samples of another circuit or of its measures",
    load: () => import("./commands/finetune.js"),
  },
  {
    name: "evaluate",
    description: "print how well a network predicts the circuits of datasets",
    load: () => import("./commands/evaluate.js"),
  },
  {
    name: "predict",
    description: "predict the node voltages of a netlist beside the simulated ones, or its measures",
    load: () => import("./commands/predict.js"),
  },
  {
    name: "embed",
    description: "write netlists as vectors, similar ones for similar circuits",
    load: () => import("./commands/embed.js"),
  },
  {
    name: "similar",
    description: "find the circuits of a folder that are most like a netlist",
    load: () => import("./commands/similar.js"),
  },
  {
    name: "size",
    description: "size a circuit: find values of its parameters that meet a specification",
    load: () => import("./commands/size.js"),
  },
  {
    name: "export",
    description: "write a network as an ONNX model that any ONNX Runtime runs",
    load: () => import("./commands/export.js"),
  },
  {
    name: "bench",
    description: "repeat a published experiment",
    load: () => import("./commands/bench.js"),
  },
];
