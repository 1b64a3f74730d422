import { lineChart, markdownTable } from "../report/index.js";
import type { LearningCurve, PretrainingMeasurement } from "./learning-curve.js";
import { machineLine } from "./machine.js";
import type { Table1 } from "./table1.js";
import { share, table1Markdown } from "./table1-markdown.js";
import { tableRows, testSizes } from "./table1-rows.js";

const right = (name: string) => ({ name, align: "right" }) as const;

/** What the results page says of pretraining, in Markdown; `picture` is the path of {@link learningCurvePicture} from the page. */
export function pretrainingMarkdown(measurement: PretrainingMeasurement, picture: string): string {
  const { curves, baselines, machine, measured, testRows } = measurement;
  const ours = curves.map((curve) => [
    `\`${curve.recipe}\``,
    share(curve.best.metrics.accuracy),
    ...testSizes.map((size) => share(curve.test[size]!.accuracy)),
    (curve.trainingSeconds / 60).toFixed(0),
  ]);
  const paper = tableRows.find(({ id }) => id === "deepgen-15")!.paper!;
  const references = baselines.map(({ label, test }) => [
    label,
    "",
    ...testSizes.map((size) => share(test[size]!.accuracy)),
    "",
  ]);
  return [
    `![Validation accuracy over the minutes of training](${picture})`,
    "",
    markdownTable(
      ["", ...["validation, 2–10", ...testSizes.map((size) => `R${size}`), "minutes"].map(right)],
      [
        ...ours,
        [
          "paper, DeepGEN-15",
          share(paperValidation),
          ...paper.map(([mean]) => share(mean)),
          "about 300, on a GPU",
        ],
        ...references,
      ],
    ),
    "",
    ...curves.flatMap(describeCurve),
    `Tested on ${testRows} ladders of each size, on ${measured.slice(0, 10)}. Machine: ${machineLine(machine)}.`,
  ].join("\n");
}

/** The best validation Acc@100 in the paper's own log of its ladder run. */
const paperValidation = 0.933;

/** Validation accuracy over minutes for every recipe, as SVG. */
export function learningCurvePicture({ curves }: PretrainingMeasurement): string {
  return lineChart({
    title: "Validation on ladders of 2 to 10 branches",
    x: { label: "minutes of training" },
    y: { label: "Acc@100", domain: [0, 1] },
    series: curves.map(({ recipe, points }) => ({
      name: recipe,
      points: points.map(({ minutes, metrics }) => [minutes, metrics.accuracy] as const),
    })),
    references: [{ name: "paper, after about 5 hours on a GPU", y: paperValidation }],
  });
}

/** What the results page says of Table I, in Markdown. */
export function table1Section(table: Table1): string {
  const seconds = table.rows.reduce((sum, row) => sum + row.totalSeconds, 0);
  return [
    table1Markdown(table),
    "",
    "```sh",
    `kirchhoff bench table1${table.budget === "full" ? " --budget full" : ""}`,
    "```",
    "",
    `Training took ${(seconds / 60).toFixed(0)} minutes in all. Machine: ${table.machines.map(machineLine).join("; ")}.`,
  ].join("\n");
}

/** Rows of the table of a learning curve: enough to see its shape. */
const shownPoints = 10;

function describeCurve(curve: LearningCurve): string[] {
  const { recipe, description, command, parameters, steps, batchSize, seed, points } = curve;
  const every = Math.max(1, Math.ceil(points.length / shownPoints));
  const shown = points.filter((_, i) => (points.length - 1 - i) % every === 0);
  return [
    `### \`${recipe}\``,
    "",
    `${description[0]!.toUpperCase()}${description.slice(1)}. ${parameters.toLocaleString("en-US")} parameters, ${steps.toLocaleString("en-US")} steps of ${batchSize} graphs, seed ${seed}.`,
    "",
    "```sh",
    `${command} --out runs/${recipe}`,
    `kirchhoff evaluate runs/${recipe} --data ${testSizes.map((size) => `ladder-${size}`).join(" ")}`,
    "```",
    "",
    markdownTable(
      ["step", "minutes", "graphs seen", "validation Acc@100", "RMSE, mV"].map(right),
      shown.map(({ step, minutes, metrics }) => [
        step.toLocaleString("en-US"),
        minutes.toFixed(1),
        (step * batchSize).toLocaleString("en-US"),
        share(metrics.accuracy),
        (1000 * metrics.rmse).toFixed(1),
      ]),
    ),
    "",
  ];
}
