import { markdownTable } from "../report/index.js";
import type { Estimate } from "./statistics.js";
import type { Table1, Table1Row } from "./table1.js";
import { testSizes } from "./table1-rows.js";

const right = (name: string) => ({ name, align: "right" }) as const;

/** Table I in Markdown: ours over the paper's, baselines, and what each row cost. */
export function table1Markdown({ rows, baselines }: Table1): string {
  const sizes = testSizes.map((size) => right(`R${size}`));
  const results = rows.flatMap((row) => [
    [row.label, "ours", ...testSizes.map((size) => estimateText(row.test[size]))],
    ...(row.paper
      ? [["", "paper", ...row.paper.map(([mean, error]) => `${share(mean)} ± ${share(error)}`)]]
      : []),
  ]);
  const references = baselines.map(({ label, test }) => [
    label,
    "baseline",
    ...testSizes.map((size) => share(test[size]!.accuracy)),
  ]);
  return [
    markdownTable(["network", "", ...sizes], [...results, ...references]),
    "",
    markdownTable(
      [
        "network",
        "trained on",
        ...["seeds", "steps", "graphs seen", "seconds a network", "parameters"].map(right),
      ],
      rows.map((row) => [
        row.label,
        row.training === "2-10" ? "2 to 10 branches" : "ladders of the test's size",
        seedsOf(row),
        row.steps.map((steps) => steps.toLocaleString("en-US")).join("; "),
        span(row.graphsSeen),
        row.secondsPerCell.toFixed(0),
        span(row.parameters),
      ]),
    ),
  ].join("\n");
}

/** A mean share with its standard error: `.898 ± .007`. */
export function estimateText(value: Estimate | undefined): string {
  if (!value) return "";
  return value.standardError === undefined
    ? share(value.mean)
    : `${share(value.mean)} ± ${share(value.standardError)}`;
}

/** A share between 0 and 1, as papers print it: `.898`. */
export function share(value: number): string {
  return value.toFixed(3).replace(/^0\./, ".");
}

const seedsOf = (row: Table1Row): number =>
  Math.max(...Object.values(row.test).map(({ values }) => values.length));

function span([least, most]: readonly [number, number]): string {
  const text = (value: number) => value.toLocaleString("en-US");
  return least === most ? text(least) : `${text(least)} – ${text(most)}`;
}
