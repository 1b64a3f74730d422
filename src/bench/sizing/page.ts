import { lineChart, markdownTable } from "../../report/index.js";
import { machineLine } from "../machine.js";
import { fewestForInterval, type MedianEstimate } from "./median.js";
import { pretrainingText } from "./pretraining.js";
import type { Table2Panel, Table2Row } from "./table.js";

const right = (name: string) => ({ name, align: "right" }) as const;

/** What a page says of one problem: a row for each search, beside the paper's. */
export function table2Markdown(panel: Table2Panel, wanted: number): string {
  const { title, rows, paper, simulators, machine, loads } = panel;
  const pretraining = pretrainingText(panel, wanted);
  const header = [
    "search",
    right("seeds"),
    right("to the first"),
    right(`to ${wanted}`),
    right("initial"),
    right("seconds to the first"),
    right("designs/s"),
    "its own count",
    ...(Object.keys(paper).length > 0 ? [`paper, to ${wanted}`] : []),
  ];
  const cells = rows.map((row) => [
    `\`${row.method}\``,
    row.seeds,
    estimateText(row.toFirst, row.foundFirst, row),
    estimateText(row.toWanted, row.foundWanted, row),
    row.initial,
    row.secondsToFirst.median === undefined ? "–" : row.secondsToFirst.median.toFixed(1),
    row.designsPerSecond.toFixed(0),
    countText(row),
    ...(Object.keys(paper).length > 0 ? [paperText(paper[row.method])] : []),
  ]);
  return [
    `**${title}**`,
    "",
    markdownTable(header, cells),
    "",
    ...(pretraining === undefined ? [] : [pretraining, ""]),
    `${simulators.join(", ")}; machine: ${machineLine(machine)}, load averages of ${loads.join(" to ")} where runs ended.`,
  ].join("\n");
}

/** `96 (88–104)`, without the interval for very few seeds; what half of the runs or more never reached is `> 2000, 2 of 5`: as many came to an end. */
function estimateText(
  { median, low, high }: MedianEstimate,
  found: number,
  { seeds, budget }: Table2Row,
): string {
  const ended = found > 0 && found < seeds ? `, ${found} of ${seeds}` : "";
  if (median === undefined) return `> ${budget}${ended}`;
  if (seeds < fewestForInterval) return `${median.toFixed(0)}${ended}`;
  return `${median.toFixed(0)} (${low?.toFixed(0)}–${high?.toFixed(0) ?? `> ${budget}`})${ended}`;
}

function countText({ counters, screened, failed }: Table2Row): string {
  const own = Object.entries(counters).map(([name, value]) => `${value.toFixed(0)} ${name}`);
  return [
    ...own,
    ...(screened > 0 ? [`${screened.toFixed(0)} operating points`] : []),
    ...(failed > 0 ? [`${failed} failed`] : []),
  ].join(", ");
}

function paperText(paper: Table2Panel["paper"][string] | undefined): string {
  if (!paper) return "";
  const { simulations, queries } = paper;
  return `${simulations} + 100${queries === undefined ? "" : `, ${queries} queries`}`;
}

/** Designs at most that the picture shows. */
const longest = 1000;

/** Mean cost of the best twenty designs over the designs simulated, as SVG. */
export function table2Picture({ title, rows }: Table2Panel): string {
  return lineChart({
    title: `${title}: mean cost of the best 20 designs`,
    x: { label: "designs simulated" },
    y: { label: "cost" },
    series: rows.map(({ method, convergence }) => ({
      name: method,
      points: convergence.filter(([designs]) => designs <= longest),
    })),
    width: 760,
    height: 420,
  });
}
