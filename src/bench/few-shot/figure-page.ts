import { type LineSeries, lineChart, markdownTable } from "../../report/index.js";
import { machineLine } from "../machine.js";
import { type Estimate, halfWidth95 } from "../statistics.js";
import { share } from "../table1-markdown.js";
import type { FewShotFigure, FewShotMethod, ScoreName } from "./figure-definitions.js";
import type { Curve, CurvePoint, FigureResult, Panel } from "./read-figure.js";

const right = (name: string) => ({ name, align: "right" }) as const;

/** A panel of a figure as one of its scores shows it. */
interface View {
  readonly panel: Panel;
  readonly title: string;
  /** Of its picture's file. */
  readonly name: string;
  readonly scoreLabel: string;
  of(point: CurvePoint): Estimate | undefined;
}

/**
 * What the results page says of a figure, in Markdown; `pictures` is the folder of {@link figurePictures} as the page names it.
 */
export function figureMarkdown(result: FigureResult, figure: FewShotFigure, pictures: string): string {
  const seeds = Math.max(
    ...result.panels.flatMap(({ curves }) =>
      curves.flatMap(({ points }) => points.map(({ accuracy }) => accuracy.values.length)),
    ),
  );
  return [
    ...viewsOf(result, figure).map(({ title, name }) => `![${title}](${pictures}/${name}.svg)`),
    "",
    figure.claim === undefined ? "These curves are ours." : `The paper: ${figure.claim}.`,
    "",
    figureTables(result, figure),
    "",
    "```sh",
    `kirchhoff bench ${figure.name}`,
    "```",
    "",
    `Mean and 95 % confidence interval over ${seeds} seeds. Learning and testing took ${(result.seconds / 60).toFixed(0)} minutes in all. Machine: ${result.machines.map(machineLine).join("; ")}.`,
  ].join("\n");
}

/** A table for each panel and score, in Markdown: methods by numbers of samples. */
export function figureTables(result: FigureResult, figure: FewShotFigure): string {
  return viewsOf(result, figure)
    .map((view) => tableOf(view, figure))
    .join("\n\n");
}

/** A line chart for each panel and score, by the name of its file without `.svg`. */
export function figurePictures(result: FigureResult, figure: FewShotFigure): Map<string, string> {
  return new Map(viewsOf(result, figure).map((view) => [view.name, pictureOf(view, figure)]));
}

function viewsOf({ panels }: FigureResult, figure: FewShotFigure): View[] {
  return panels.flatMap((panel) => {
    const task = figure.tasks.find(({ id }) => id === panel.task)!;
    return figure.scores.map((score) => ({
      panel,
      title: `${capital(task.label)}: ${scoreText(score, figure.levels)}`,
      name: [figure.name, task.id, ...(score === "accuracy" ? [] : [score])].join("-"),
      scoreLabel: score === "r2" ? "R²" : `Acc@${figure.levels}`,
      of: (point: CurvePoint) =>
        ({ accuracy: point.accuracy, free: point.freeAccuracy, r2: point.r2 })[score],
    }));
  });
}

function scoreText(score: ScoreName, levels: number): string {
  switch (score) {
    case "accuracy":
      return `Acc@${levels}`;
    case "free":
      return `Acc@${levels} on the nets that no source drives`;
    case "r2":
      return "R²";
  }
}

function tableOf(view: View, figure: FewShotFigure): string {
  const { curves } = view.panel;
  const numbers = sampleNumbers(curves);
  const rows = curves.map((curve) => [
    labelOf(curve, figure),
    ...numbers.map((samples) => {
      const point = curve.points.find((each) => each.samples === samples || each.samples === 0);
      return intervalText(point && view.of(point));
    }),
  ]);
  return [
    `**${view.title}**`,
    "",
    markdownTable(["samples", ...numbers.map((samples) => right(samples.toLocaleString("en-US")))], rows),
  ].join("\n");
}

function pictureOf(view: View, figure: FewShotFigure): string {
  const shown = view.panel.curves.filter(({ method }) => method !== "mean");
  const series = shown.flatMap((curve): LineSeries[] => {
    const points = curve.points.filter(({ samples }) => samples > 0);
    if (points.length === 0) return [];
    const estimates = points.flatMap((point) => {
      const found = view.of(point);
      return found ? [{ samples: point.samples, found }] : [];
    });
    return [
      {
        name: labelOf(curve, figure),
        points: estimates.map(({ samples, found }) => [samples, found.mean] as const),
        errors: estimates.flatMap(({ samples, found }) => {
          const half = halfWidth95(found);
          return half === undefined ? [] : [[samples, found.mean - half, found.mean + half] as const];
        }),
        dashed: methodOf(curve, figure).weights === undefined,
      },
    ];
  });
  const references = shown.flatMap((curve) => {
    const point = curve.points.find(({ samples }) => samples === 0);
    const found = point && view.of(point);
    return found ? [{ name: labelOf(curve, figure), y: found.mean }] : [];
  });
  return lineChart({
    title: view.title,
    x: { label: "simulated samples", scale: "log" },
    y: { label: view.scoreLabel, domain: [0, 1] },
    series,
    references,
  });
}

const methodOf = ({ method }: Curve, figure: FewShotFigure): FewShotMethod =>
  figure.methods.find(({ id }) => id === method)!;

const labelOf = (curve: Curve, figure: FewShotFigure): string => methodOf(curve, figure).label;

function sampleNumbers(curves: readonly Curve[]): number[] {
  const numbers = curves.flatMap(({ points }) => points.map(({ samples }) => samples)).filter(Boolean);
  return [...new Set(numbers.length > 0 ? numbers : [0])].sort((a, b) => a - b);
}

function intervalText(value: Estimate | undefined): string {
  if (!value) return "";
  const half = halfWidth95(value);
  return half === undefined ? share(value.mean) : `${share(value.mean)} ± ${share(half)}`;
}

const capital = (text: string): string => text[0]!.toUpperCase() + text.slice(1);
