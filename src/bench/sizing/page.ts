import { lineChart, markdownTable } from "../../report/index.js";
import { machineLine } from "../machine.js";
import type { MedianEstimate } from "./median.js";
import type { Table2Panel, Table2Row } from "./table.js";

const right = (name: string) => ({ name, align: "right" }) as const;

/** What a page says of one problem: a row for each search, beside the paper's. */
export function table2Markdown({ title, rows, paper }: Table2Panel, wanted: number): string {
  const header = [
    "search",
    right("seeds"),
    right("to the first"),
    right(`to ${wanted}`),
    right("of these initial"),
    right("seconds to the first"),
    right("designs/s"),
    right("paper"),
  ];
  const cells = rows.map((row) => [
    `\`${row.method}\``,
    row.seeds,
    estimateText(row.toFirst, row),
    estimateText(row.toWanted, row),
    row.method === "random" || row.method === "sobol" ? "all" : row.initial,
    estimateText(row.secondsToFirst, row, 1),
    row.designsPerSecond.toFixed(0),
    paperText(row, paper[row.method]),
  ]);
  const { machine, settings } = rows[0]!.records[0]!;
  return [
    `**${title}**`,
    "",
    markdownTable(header, cells),
    "",
    `${settings.simulator}; machine: ${machineLine(machine)}.`,
  ].join("\n");
}

/** `96 (88–104)`; what more than half of the runs never reached is `> budget`. */
function estimateText({ median, low, high }: MedianEstimate, { budget }: Table2Row, digits = 0): string {
  const text = (value: number) => (Number.isFinite(value) ? value.toFixed(digits) : "∞");
  if (!Number.isFinite(median)) return digits > 0 ? "–" : `> ${budget}`;
  return `${text(median)} (${text(low)}–${text(high)})`;
}

function paperText({ counters }: Table2Row, paper: Table2Panel["paper"][string] | undefined): string {
  const own = Object.entries(counters).map(([name, value]) => `${value.toFixed(0)} ${name}`);
  if (!paper) return own.join(", ");
  const words = [
    `${paper.simulations} + 100`,
    ...(paper.queries === undefined ? [] : [`${paper.queries} queries`]),
  ];
  return `${words.join(", ")}${own.length > 0 ? `; here ${own.join(", ")}` : ""}`;
}

/** Mean cost of the best twenty designs over the designs simulated, as SVG: the mean over seeds, finished runs at their last value. */
export function table2Picture({ title, rows }: Table2Panel): string {
  const longest = Math.min(1000, Math.max(...rows.flatMap(({ records }) => records.map(lastDesign))));
  return lineChart({
    title: `${title}: mean cost of the best 20 designs`,
    x: { label: "designs simulated" },
    y: { label: "cost" },
    series: rows.map(({ method, records }) => ({
      name: method,
      points: Array.from({ length: 100 }, (_, i) => 20 + ((longest - 20) * i) / 99).map((designs) => {
        const costs = records.map(({ convergence }) => costAt(convergence, designs));
        return [designs, costs.reduce((sum, cost) => sum + cost, 0) / costs.length] as const;
      }),
    })),
    width: 760,
    height: 420,
  });
}

const lastDesign = ({ convergence }: Table2Row["records"][number]) => convergence.at(-1)?.[0] ?? 20;

function costAt(convergence: readonly (readonly [number, number])[], designs: number): number {
  return (convergence.findLast(([count]) => count <= designs) ?? convergence[0]!)[1];
}
