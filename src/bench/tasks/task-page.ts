import { barChart } from "../../report/index.js";
import { machineLine } from "../machine.js";
import { encoderTexts, regressionTask } from "./definitions.js";
import type { TaskResult } from "./read-task.js";
import { type Column, columnEstimate, floor, shownHalfWidth } from "./task-columns.js";
import { encodersIn, sampleNumbers, taskTables } from "./task-tables.js";

/** What {@link taskMarkdown} is told besides a result. */
export interface TaskPageOptions {
  /** The path of {@link taskPicture} as the page names it; no picture where absent. */
  readonly picture?: string;
  /** The command's flags besides the protocol. */
  readonly flags?: string;
}

/** What the results page says of a task, in Markdown. */
export function taskMarkdown(result: TaskResult, { picture, flags = "" }: TaskPageOptions): string {
  const { task, protocol, entries, seconds, machines } = result;
  const most = Math.max(...entries.flatMap(({ seeds }) => seeds));
  return [
    ...(picture === undefined ? [] : [`![${titleOf(result)}](${picture})`, ""]),
    taskTables(result),
    "",
    "```sh",
    `kirchhoff bench ${task} --protocol ${protocol} --seeds ${most} ${flags}`.trimEnd(),
    "```",
    "",
    `Mean and, from three seeds on, 95 % confidence interval over seeds, for which what is tested stays the same${noteOf(result)}. Learning and testing took ${(seconds / 60).toFixed(0)} minutes of one process. Machine: ${machines.map(machineLine).join("; ")}.`,
  ].join("\n");
}

/** Bars of a task: encoders by what they reach; what is below 0 is drawn as 0. */
export function taskPicture(result: TaskResult): string {
  const encoders = encodersIn(result).filter((encoder) => encoder !== "mean");
  const series = seriesOf(result).map(({ name, column }) => {
    const found = encoders.map((encoder) => columnEstimate(result, encoder, column));
    return {
      name,
      values: found.map((each) => Math.max(0, each?.mean ?? 0)),
      errors: found.map((each) => (each && shownHalfWidth(each)) ?? 0),
    };
  });
  return barChart({
    title: titleOf(result),
    label: result.task === "similarity" ? "accuracy" : "R²",
    categories: encoders.map((encoder) => encoderTexts[encoder]),
    domain: [0, 1],
    series,
  });
}

function titleOf({ task, protocol }: TaskResult): string {
  const what = { similarity: "Similarity", "delay-lines": "Delay lines", "op-amps": "Op-amps" }[task];
  const held = task === "similarity" ? "one family held out" : "one topology held out";
  return `${what}, ${protocol === "honest" ? held : "the published split"}`;
}

function noteOf({ task, protocol }: TaskResult): string {
  if (task === "similarity" || protocol === "faithful") return "";
  return `; an R² below ${floor} counts as ${floor}`;
}

function seriesOf(result: TaskResult): { readonly name: string; readonly column: Column }[] {
  const { task, protocol } = result;
  if (task === "similarity") {
    const parts = protocol === "honest" ? [undefined] : ["all", "unseen"];
    return parts.map((part) => ({
      name: part === undefined ? "held-out family" : `${part} bases`,
      column: { name: "", holds: (entry) => part === undefined || entry.part === part, score: "accuracy" },
    }));
  }
  if (protocol === "faithful") {
    return regressionTask(task, protocol).labels.map(({ measure, text }) => ({
      name: text,
      column: { name: "", holds: ({ part, label }) => part === "all" && label === measure, score: "r2" },
    }));
  }
  return sampleNumbers(result).map((samples) => ({
    name: samples === 0 ? "zero-shot" : `${samples} samples`,
    column: { name: "", holds: (entry) => entry.samples === samples, score: "r2Log", floor },
  }));
}
