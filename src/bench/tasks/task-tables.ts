import { markdownTable } from "../../report/index.js";
import type { Estimate } from "../statistics.js";
import {
  type EncoderName,
  encoderNames,
  encoderTexts,
  regressionTask,
  type ShownLabel,
} from "./definitions.js";
import type { TaskEntry, TaskResult } from "./read-task.js";
import { type Column, columnDifference, columnEstimate, floor, shownHalfWidth } from "./task-columns.js";

/** The tables of a task, in Markdown. */
export function taskTables(result: TaskResult): string {
  return tablesOf(result)
    .map(({ title, columns }) => [`**${title}**`, "", tableOf(result, columns)].join("\n"))
    .join("\n\n");
}

function tablesOf(result: TaskResult): { readonly title: string; readonly columns: readonly Column[] }[] {
  const { task, protocol } = result;
  if (task === "similarity") {
    const scores = ["accuracy", "balanced", "nearest", "trivial"];
    if (protocol === "honest") {
      const holds = () => true;
      return [
        {
          title: "Comparisons whose base is of a family that was held out, mean over families",
          columns: scores.map((score) => ({ name: scoreNames[score]!, holds, score })),
        },
      ];
    }
    return ["all", "unseen"].map((part) => ({
      title: part === "all" ? "Bases: all 55 circuits" : "Bases: the 5 circuits that were never trained on",
      columns: scores.map((score) => ({
        name: scoreNames[score]!,
        holds: (entry: TaskEntry) => entry.part === part,
        score,
      })),
    }));
  }
  const { labels } = regressionTask(task, protocol);
  return protocol === "faithful" ? [rowSplitTable(labels)] : heldOutTables(result, labels);
}

const scoreNames: Readonly<Record<string, string>> = {
  accuracy: "accuracy",
  balanced: "mean recall of the classes",
  nearest: "without a decoder",
  trivial: "always equal",
};

/** All topologies in training and test: R² of each label over all test rows. */
function rowSplitTable(labels: readonly ShownLabel[]) {
  const columns = labels.flatMap(({ measure, text, scale }): Column[] => {
    const holds = ({ part, label }: TaskEntry) => part === "all" && label === measure;
    const own: Column = { name: text, holds, score: "r2" };
    return typeof scale === "number" ? [own] : [own, { name: `${text}, log`, holds, score: "r2Log" }];
  });
  return { title: "R², all topologies in training and test", columns };
}

/** One topology held out: R² of what is learned, by the number of its samples; and by label at the largest. */
function heldOutTables(result: TaskResult, labels: readonly ShownLabel[]) {
  const numbers = sampleNumbers(result);
  const most = numbers.at(-1);
  const bySamples = numbers.map(
    (samples): Column => ({
      name: samples === 0 ? "zero-shot" : `${samples} samples`,
      holds: (entry) => entry.samples === samples,
      ...{ score: "r2Log", floor },
    }),
  );
  const byLabel = labels.map(
    ({ measure, text }): Column => ({
      name: text,
      holds: (entry) => entry.samples === most && entry.label === measure,
      ...{ score: "r2Log", floor },
    }),
  );
  return [
    { title: "R² on the topology held out, mean over topologies and labels", columns: bySamples },
    { title: `R² by label, after ${most} samples of it`, columns: byLabel },
  ];
}

/** Numbers of samples that were told, ascending. */
export function sampleNumbers({ entries }: TaskResult): number[] {
  return [...new Set(entries.flatMap(({ samples }) => samples ?? []))].sort((a, b) => a - b);
}

/** The encoders of a result, in the order of tables. */
export function encodersIn({ entries }: TaskResult): EncoderName[] {
  return encoderNames.filter((name) => entries.some(({ encoder }) => encoder === name));
}

/** Encoders whose difference says what pretraining is worth. */
const pairs: readonly (readonly [EncoderName, EncoderName])[] = [
  ["dice", "untrained"],
  ["dice-tuned", "untrained-tuned"],
  ["dice-values", "values"],
  ["side-by-side", "dice"],
  ["joint", "deepgen"],
];

/** Columns of which no encoder has anything are left out. */
function tableOf(result: TaskResult, all: readonly Column[]): string {
  const encoders = encodersIn(result);
  const columns = all.filter((column) => encoders.some((encoder) => columnEstimate(result, encoder, column)));
  const rows = encoders.map((encoder) => [
    encoderTexts[encoder],
    ...cellsOf(columns.map((column) => columnEstimate(result, encoder, column))),
  ]);
  const differences = pairs
    .filter((pair) => pair.every((encoder) => encoders.includes(encoder)))
    .map(([a, b]) => [
      `*${encoderTexts[a]}, less ${encoderTexts[b]}*`,
      ...cellsOf(
        columns.map((column) => columnDifference(result, a, b, column)),
        true,
      ),
    ]);
  const right = ["seeds", ...columns.map(({ name }) => name)].map((name) => ({
    ...{ name, align: "right" as const },
  }));
  return markdownTable(["encoder", ...right], [...rows, ...differences]);
}

/** The number of seeds of a row, and what each column says; with the number of its own seeds where these are fewer. */
function cellsOf(estimates: readonly (Estimate | undefined)[], isSigned = false): string[] {
  const counts = estimates.map((each) => each?.values.length ?? 0);
  const seeds = Math.max(...counts);
  const cells = estimates.map((each, i) => {
    const text = intervalText(each, isSigned);
    return text === "" || counts[i] === seeds ? text : `${text} (${counts[i]})`;
  });
  return [String(seeds), ...cells];
}

function intervalText(value: Estimate | undefined, isSigned = false): string {
  if (!value) return "";
  const half = shownHalfWidth(value);
  const sign = isSigned && value.mean > 0 ? "+" : "";
  const mean = `${sign}${value.mean.toFixed(3)}`;
  return half === undefined ? mean : `${mean} ± ${half.toFixed(3)}`;
}
