import { lineChart, markdownTable } from "../../report/index.js";
import { machineLine } from "../machine.js";
import { type Estimate, halfWidth95 } from "../statistics.js";
import { diceMethods } from "./methods.js";
import type { DiceFigure, DiceRow, DiceTable } from "./table.js";

const right = (name: string) => ({ name, align: "right" }) as const;
const labelOf = ({ method }: DiceRow): string => diceMethods.find(({ id }) => id === method)!.label;

/** What the results page says of the intrinsic test, in Markdown; `picture` is {@link dicePicture} as the page names it. */
export function diceMarkdown(table: DiceTable, picture: string): string {
  return [
    diceTables(table),
    "",
    `![Retrieval while encoders are trained](${picture})`,
    "",
    "```sh",
    "kirchhoff bench dice",
    "```",
    "",
    `${table.graphs.toLocaleString("en-US")} graphs of the 15 unseen circuits; means over seeds, with 95 % confidence intervals from three seeds on. Minutes are by the clock of a machine that did other work, too. Machine: ${table.machines.map(machineLine).join("; ")}.`,
  ].join("\n");
}

/** Similarities, retrieval and cost, a table each. */
export function diceTables({ rows }: DiceTable): string {
  const cells = (names: readonly DiceFigure[]) =>
    rows.map((row) => [labelOf(row), ...names.map((name) => intervalText(row.figures[name]))]);
  const cost = rows.filter(({ steps }) => steps > 0);
  return [
    markdownTable(
      ["cosine of pairs", right("positive"), right("other"), right("negative"), right("positive less other")],
      cells(["positiveSimilarity", "otherSimilarity", "negativeSimilarity", "gap"]),
    ),
    markdownTable(
      [
        "retrieval",
        ...["precision@1", "mAP", "precision@1 among negatives", "mAP among negatives"].map(right),
        ...["alignment", "uniformity"].map(right),
      ],
      cells([
        ...(["precision", "meanAveragePrecision", "precisionAmongNegatives"] as const),
        ...(["meanAveragePrecisionAmongNegatives", "alignment", "uniformity"] as const),
      ]),
    ),
    markdownTable(
      ["cost", right("seeds"), right("numbers learned"), right("steps"), right("minutes")],
      cost.map((row) => [
        labelOf(row),
        row.figures.gap.values.length,
        row.parameters.toLocaleString("en-US"),
        row.steps.toLocaleString("en-US"),
        (row.trainingSeconds / 60).toFixed(1),
      ]),
    ),
  ].join("\n\n");
}

/** What the model card says of the encoder that comes with Kirchhoff: the recipe as it is, seed 1. */
export function diceCardMarkdown({ rows, graphs }: DiceTable): string | undefined {
  const figures = rows.find(({ method }) => method === "dice-whole")?.figures;
  if (!figures) return undefined;
  const value = (name: DiceFigure) => figures[name].values[0]!.toFixed(3);
  return markdownTable(
    ["figure", right("value")],
    [
      ["mean cosine of two edits that keep a circuit", value("positiveSimilarity")],
      ["of edits of two circuits", value("otherSimilarity")],
      ["of an edit that keeps a circuit and one that does not", value("negativeSimilarity")],
      [
        `precision@1 among ${(graphs / 2).toLocaleString("en-US")} edits that keep a circuit`,
        value("precision"),
      ],
      ["mean average precision", value("meanAveragePrecision")],
      [`precision@1 among all ${graphs.toLocaleString("en-US")} edits`, value("precisionAmongNegatives")],
    ],
  );
}

/** Rows that the picture shows: what differs in its loss alone. */
const compared = new Set([
  "simsiam",
  "nt-xent",
  "nt-xent-0.2",
  "dice-published",
  "dice-own",
  "dice",
  "dice-anchors",
]);

/** Mean average precision on the unseen circuits against steps. */
export function dicePicture({ rows }: DiceTable): string {
  const trained = rows.filter(({ method, curve }) => compared.has(method) && curve.length > 1);
  const untrained = rows.filter(({ method }) => method === "raw" || method === "untrained");
  return lineChart({
    title: "Retrieval of unseen circuits",
    width: 720,
    x: { label: "steps of training" },
    y: { label: "mean average precision" },
    series: trained.map((row) => ({
      name: labelOf(row),
      points: row.curve.map(({ step, figures }) => [step, figures.meanAveragePrecision] as const),
    })),
    references: untrained.map((row) => ({
      name: labelOf(row),
      y: row.figures.meanAveragePrecision.mean,
    })),
  });
}

/** The mean, with its interval where there are seeds enough for one. */
function intervalText(value: Estimate): string {
  const half = value.values.length < 3 ? undefined : halfWidth95(value);
  return half === undefined ? value.mean.toFixed(3) : `${value.mean.toFixed(3)} ± ${half.toFixed(3)}`;
}
