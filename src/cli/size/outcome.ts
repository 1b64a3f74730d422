import { htmlReport, lineChart } from "../../report/index.js";
import {
  failureReasons,
  infeasibilityOf,
  ledgerOf,
  type Problem,
  requirementsOf,
  type SizingResult,
  spiceText,
  type Told,
} from "../../size/index.js";
import { textTable } from "../simulate/table.js";
import {
  failureLines,
  infeasibilityLines,
  ledgerText,
  requirementHeader,
  requirementRows,
  valueRows,
} from "./tables.js";

/** The outcome of a run as plain data. */
export function outcomeData(problem: Problem, result: SizingResult) {
  const { end, history, best, counters } = result;
  const solved = best?.feasible ?? false;
  return {
    problem: problem.name,
    search: problem.search,
    seed: problem.seed,
    end,
    solved,
    ledger: { ...ledgerOf(history, result), counters },
    failures: Object.fromEntries(failureReasons(history)),
    ...(best && {
      cost: best.cost,
      values: problem.valuesOf(best.design),
      specs: requirementsOf(problem.specs, best).map(({ spec, value, margin, met, reason, corner }) => ({
        ...{ name: spec.name, low: spec.low, high: spec.high, unit: spec.unit, soft: spec.soft },
        ...{ value, margin, met, reason, corner },
      })),
    }),
    ...(!solved && history.length > 0 && { infeasible: infeasibilityOf(problem.specs, history) }),
  };
}

/** The files that a run leaves beside its journal, by name. */
export function outcomeFiles(problem: Problem, result: SizingResult): Record<string, string> {
  const { best } = result;
  const data = `${JSON.stringify(outcomeData(problem, result), null, 2)}\n`;
  if (!best || best.failed) return { "result.json": data };
  const values = problem.valuesOf(best.design);
  return {
    "sized.sp": problem.netlist.withValues(values),
    "sized.param": paramFile(problem, values),
    "result.json": data,
    "convergence.svg": convergenceChart(problem, result.history),
    "report.html": report(problem, result, best),
  };
}

/** `.param` cards; the names of devices' parameters, which no card can have, are comments. */
function paramFile({ name }: Problem, values: Readonly<Record<string, number>>): string {
  const cards = Object.entries(values).map(([key, value]) =>
    key.includes(".") ? `* ${key} = ${spiceText(value)}` : `.param ${key}=${spiceText(value)}`,
  );
  return [`* ${name.replace(/\s+/g, " ")}, sized by Kirchhoff`, ...cards, ""].join("\n");
}

/** Lines for the terminal. */
export function describeOutcome(problem: Problem, result: SizingResult): string[] {
  const { history, best } = result;
  if (!best) return ["nothing was simulated"];
  const solved = best.feasible;
  const allFailed = history.every(({ failed }) => failed);
  return [
    solved
      ? `${problem.name}: every spec is met`
      : `${problem.name}: closest design, cost ${best.cost.toFixed(4)}`,
    ...textTable(requirementHeader, requirementRows(requirementsOf(problem.specs, best))),
    "",
    ...textTable(["variable", "value", ""], valueRows(problem, problem.valuesOf(best.design))),
    ...(solved || allFailed ? [] : infeasibilityLines(infeasibilityOf(problem.specs, history))),
    ...failureLines(failureReasons(history), allFailed ? best.message : undefined),
    "",
    ledgerText(ledgerOf(history, result)),
  ];
}

/** Designs of which the mean cost is plotted. */
const bestCount = 20;

/** The least cost, and the mean of the best twenty, over the designs simulated. */
export function convergenceChart({ name }: Problem, history: readonly Told[]): string {
  const best: number[] = [];
  const least: (readonly [number, number])[] = [];
  const mean: (readonly [number, number])[] = [];
  history.forEach(({ cost }, i) => {
    const at = best.findIndex((other) => cost < other);
    if (at >= 0) best.splice(at, 0, cost);
    else best.push(cost);
    best.length = Math.min(best.length, bestCount);
    least.push([i + 1, best[0]!]);
    if (best.length === bestCount) mean.push([i + 1, best.reduce((sum, one) => sum + one, 0) / bestCount]);
  });
  return lineChart({
    title: `${name}: cost`,
    x: { label: "designs simulated" },
    y: { label: "cost (0: every spec met)" },
    series: [
      { name: "best", points: least },
      ...(mean.length > 0 ? [{ name: "mean of the best 20", points: mean, dashed: true }] : []),
    ],
    width: 720,
    height: 380,
  });
}

function report(problem: Problem, result: SizingResult, best: Told): string {
  const ledger = ledgerOf(result.history, result);
  const facts = [
    {
      name: "outcome",
      value: best.feasible ? "solved" : "not solved",
      note: `search ${problem.search}, seed ${problem.seed}`,
    },
    {
      name: "designs simulated",
      value: String(ledger.designs),
      note: `${ledger.initial} initial, ${ledger.failed} failed`,
    },
    ...(ledger.toFirstFeasible === undefined
      ? []
      : [{ name: "to the first that meets all", value: String(ledger.toFirstFeasible) }]),
    {
      name: "simulator time",
      value: `${ledger.simulatorSeconds.toFixed(1)} s`,
      ...(ledger.screened > 0 && {
        note: `and ${ledger.screeningSeconds.toFixed(1)} s for ${ledger.screened} operating points`,
      }),
    },
  ];
  const text = describeOutcome(problem, result);
  return htmlReport({
    title: `Sizing: ${problem.name}`,
    ...(problem.description !== "" && { subtitle: problem.description }),
    sections: [
      {
        title: "Outcome",
        blocks: [
          { kind: "facts", facts },
          {
            kind: "table",
            columns: requirementHeader,
            rows: requirementRows(requirementsOf(problem.specs, best)),
          },
          ...(best.feasible
            ? []
            : [
                {
                  kind: "code" as const,
                  text: infeasibilityLines(infeasibilityOf(problem.specs, result.history)).join("\n").trim(),
                },
              ]),
        ],
      },
      {
        title: "Sizes",
        blocks: [
          {
            kind: "table",
            columns: ["variable", "value", ""],
            rows: valueRows(problem, problem.valuesOf(best.design)),
          },
        ],
      },
      {
        title: "Search",
        blocks: [
          { kind: "figures", figures: [{ svg: convergenceChart(problem, result.history) }] },
          { kind: "text", text: text.at(-1)! },
        ],
      },
      {
        title: "Netlist",
        blocks: [{ kind: "code", text: problem.netlist.withValues(problem.valuesOf(best.design)) }],
      },
    ],
  });
}
