import { markdownTable } from "../../report/index.js";
import { type Estimate, estimate, halfWidth95 } from "../statistics.js";
import {
  type EncoderName,
  encoderNames,
  encoderTexts,
  regressionTask,
  type ShownLabel,
} from "./definitions.js";
import type { TaskEntry, TaskResult } from "./read-task.js";

/** One column of a table: what it is called, and what it says of the entries of one encoder. */
interface Column {
  readonly name: string;
  /** Entries that count; their scores are averaged for each seed. */
  readonly holds: (entry: TaskEntry) => boolean;
  readonly score: string;
  /** Scores below count as this. */
  readonly floor?: number;
}

/** R² of what is held out has no lower bound, and one that is far off would decide a mean. */
export const floor = -1;

/** The tables of a task, in Markdown. */
export function taskTables(result: TaskResult): string {
  return tablesOf(result)
    .map(({ title, columns }) => [`**${title}**`, "", tableOf(result, columns)].join("\n"))
    .join("\n\n");
}

function tablesOf(result: TaskResult): { readonly title: string; readonly columns: readonly Column[] }[] {
  const { task, protocol } = result;
  if (task === "similarity") {
    const scores = ["accuracy", "balanced", "trivial"];
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
  ["side-by-side", "dice"],
  ["joint", "deepgen"],
];

function tableOf(result: TaskResult, columns: readonly Column[]): string {
  const encoders = encodersIn(result);
  const rows = encoders.map((encoder) => [
    encoderTexts[encoder],
    ...cellsOf(columns.map((column) => columnEstimate(result, encoder, column))),
  ]);
  const differences = pairs
    .filter((pair) => pair.every((encoder) => encoders.includes(encoder)))
    .map(([a, b]) => [
      `*${encoderTexts[a]}, less ${encoderTexts[b]}*`,
      ...cellsOf(
        columns.map((column) => difference(result, a, b, column)),
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

/** The mean over a column's entries, seed by seed. */
export function columnEstimate(
  result: TaskResult,
  encoder: EncoderName,
  column: Column,
): Estimate | undefined {
  const values = [...bySeed(result, encoder, column).values()];
  return values.length > 0 ? estimate(values) : undefined;
}

/** By how much one encoder is above another, seed by seed. */
function difference(
  result: TaskResult,
  a: EncoderName,
  b: EncoderName,
  column: Column,
): Estimate | undefined {
  const [ofA, ofB] = [bySeed(result, a, column), bySeed(result, b, column)];
  const values = [...ofA].flatMap(([seed, value]) => (ofB.has(seed) ? [value - ofB.get(seed)!] : []));
  return values.length > 0 ? estimate(values) : undefined;
}

/** The mean over a column's entries for each seed that has a score of every one; scores that no encoder has are left out. */
function bySeed(
  { entries }: TaskResult,
  encoder: EncoderName,
  { holds, score, floor: least = Number.NEGATIVE_INFINITY }: Column,
): Map<number, number> {
  const shown = entries.filter(
    (entry) => holds(entry) && entry.scores[score]?.some((value) => value !== null),
  );
  const things = new Set(shown.map(thingOf));
  const found = new Map<number, number[]>();
  for (const entry of shown) {
    if (entry.encoder !== encoder) continue;
    entry.scores[score]!.forEach((value, i) => {
      if (value === null) return;
      const seed = entry.seeds[i]!;
      found.set(seed, [...(found.get(seed) ?? []), Math.max(value, least)]);
    });
  }
  return new Map(
    [...found]
      .filter(([, values]) => values.length === things.size)
      .map(([seed, values]) => [seed, values.reduce((sum, value) => sum + value, 0) / values.length]),
  );
}

/** What an entry is about, whatever the encoder. */
const thingOf = ({ part, label, samples }: TaskEntry): string => JSON.stringify([part, label, samples]);

/** Half of the 95 % confidence interval; none of fewer than three seeds, of which it would say next to nothing. */
export function shownHalfWidth(value: Estimate): number | undefined {
  return value.values.length < 3 ? undefined : halfWidth95(value);
}

function intervalText(value: Estimate | undefined, isSigned = false): string {
  if (!value) return "";
  const half = shownHalfWidth(value);
  const sign = isSigned && value.mean > 0 ? "+" : "";
  const mean = `${sign}${value.mean.toFixed(3)}`;
  return half === undefined ? mean : `${mean} ± ${half.toFixed(3)}`;
}
