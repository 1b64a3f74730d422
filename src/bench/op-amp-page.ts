import { lineChart, markdownTable } from "../report/index.js";
import type { Metrics } from "../train/index.js";
import { machineLine } from "./machine.js";
import type { OpAmpCurve, OpAmpPretraining } from "./op-amp-pretraining.js";
import { share } from "./table1-markdown.js";

/** Validation Acc@200 that paper A states (Fig. 6), and that its released checkpoint is said to have. */
const [paperAccuracy, releasedAccuracy] = [0.91, 0.95];

const right = (name: string) => ({ name, align: "right" }) as const;
const orNone = (accuracy: number | undefined) => (accuracy === undefined ? "" : share(accuracy));

/** What the results page says of pretraining on the op-amp, in Markdown; `picture` is the path of {@link opAmpPicture} from the page. */
export function opAmpMarkdown(measurement: OpAmpPretraining, picture: string): string {
  const { curves, baselines, machine, measured } = measurement;
  return [
    `![Validation accuracy over the minutes of training](${picture})`,
    "",
    markdownTable(
      ["", ...["validation", "test", "test, free nets", "biased op-amp, zero-shot", "minutes"].map(right)],
      [
        ...curves.map(({ recipe, best, test, biased, trainingSeconds }) => [
          `\`${recipe}\``,
          share(best.metrics.accuracy),
          share(test.accuracy),
          orNone(test.freeAccuracy),
          share(biased.accuracy),
          (trainingSeconds / 60).toFixed(0),
        ]),
        ["paper, DeepGEN-15", share(paperAccuracy), "", "", "", "42,400 steps of 256, on a GPU"],
        ["released checkpoint, as its authors say", share(releasedAccuracy), "", "", "", ""],
        ...baselines.map(({ label, test }) => [
          label,
          "",
          share(test.accuracy),
          orNone(test.freeAccuracy),
          "",
          "",
        ]),
      ],
    ),
    "",
    ...curves.flatMap(describeCurve),
    `Tested on ${curves[0]?.test.graphs ?? 0} op-amps and as many biased ones, on ${measured.slice(0, 10)}. Machine: ${machineLine(machine)}.`,
  ].join("\n");
}

function describeCurve({
  recipe,
  description,
  parameters,
  steps,
  batchSize,
  seed,
  command,
  nets,
}: OpAmpCurve) {
  return [
    `\`${recipe}\`: ${description}. ${parameters.toLocaleString("en-US")} parameters, ${steps.toLocaleString("en-US")} steps of ${batchSize} graphs, seed ${seed}. Net by net:`,
    "",
    markdownTable(
      ["net", "Acc@200", "RMSE, mV"].map((name, i) => (i === 0 ? name : right(name))),
      nets.map(({ net, accuracy, rmse }) => [net, share(accuracy), (1000 * rmse).toFixed(1)]),
    ),
    "",
    "```sh",
    `${command} --out runs/${recipe}`,
    `kirchhoff evaluate runs/${recipe} --data opamp opamp-biased --levels 200`,
    "```",
    "",
  ];
}

/** What the model card says of the recipe `opamp`, in Markdown. */
export function opAmpCardMarkdown({ curves }: OpAmpPretraining): string {
  const ours = curves.find(({ recipe }) => recipe === "opamp");
  if (!ours) return "No measurement is kept here.";
  const row = (name: string, { graphs, accuracy, freeAccuracy, rmse }: Metrics) => [
    name,
    graphs,
    share(accuracy),
    orNone(freeAccuracy),
    (1000 * rmse).toFixed(1),
  ];
  return markdownTable(
    ["circuits", ...["number", "Acc@200", "free nets", "RMSE (mV)"].map(right)],
    [
      row("opamp, validation", ours.best.metrics),
      row("opamp, test", ours.test),
      row("opamp-biased, test", ours.biased),
    ],
  );
}

/** Validation accuracy on the op-amp over minutes, as SVG. */
export function opAmpPicture({ curves }: OpAmpPretraining): string {
  return lineChart({
    title: "Validation on the two-stage op-amp",
    x: { label: "minutes of training" },
    y: { label: "Acc@200", domain: [0, 1] },
    series: curves.map(({ recipe, points }) => ({
      name: recipe,
      points: points.map(({ minutes, metrics }) => [minutes, metrics.accuracy] as const),
    })),
    references: [{ name: "paper", y: paperAccuracy }],
  });
}
