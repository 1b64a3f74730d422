import { htmlReport, markdownReport } from "../../report/index.js";
import {
  acceptedDesigns,
  failureReasons,
  infeasibilityOf,
  ledgerOf,
  type Problem,
  requirementsOf,
  spiceText,
} from "../../size/index.js";
import { textTable } from "../simulate/table.js";
import type { Outcome } from "./assess.js";
import { convergenceChart, histogramFile, sensitivityMap, yieldHistogram } from "./charts.js";
import { sizingReport } from "./report.js";
import {
  failureLinesOf,
  infeasibilityLines,
  ledgerText,
  requirementHeader,
  requirementRows,
  valueRows,
} from "./tables.js";
import { trustData } from "./trust-data.js";
import { trustCostLines, trustLines } from "./trust-tables.js";

/** The outcome of a run as plain data. */
export function outcomeData({ problem, result, trust }: Outcome) {
  const { end, history, best, counters } = result;
  const solved = best?.feasible ?? false;
  const { costs, ...looked } = trustData(problem, trust);
  return {
    problem: problem.name,
    search: problem.search,
    seed: problem.seed,
    end,
    solved,
    ledger: { ...ledgerOf(history, result), counters, ...costs },
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
    ...looked,
    accepted: acceptedDesigns(problem.specs, history).map(({ specs, ...design }) => ({
      ...design,
      specs: specs.map(({ spec, value, margin, reference, better, meets }) => ({
        ...{ name: spec.name, value, margin, reference, better, meets },
      })),
    })),
  };
}

/** The files that a run leaves beside its journal, by name. */
export function outcomeFiles(outcome: Outcome): Record<string, string> {
  const { problem, result, trust } = outcome;
  const { best, history } = result;
  const data = `${JSON.stringify(outcomeData(outcome), null, 2)}\n`;
  if (!best || best.failed) return { "result.json": data };
  const values = problem.valuesOf(best.design);
  const report = sizingReport(outcome, best);
  const histograms = trust.yield?.specs.map((one, i) => [histogramFile(i), yieldHistogram(one)]) ?? [];
  return {
    "sized.sp": problem.netlist.withValues(values),
    "sized.param": paramFile(problem, values),
    "result.json": data,
    "convergence.svg": convergenceChart(problem, history),
    ...(trust.sensitivity && { "sensitivity.svg": sensitivityMap(problem, trust.sensitivity) }),
    ...Object.fromEntries(histograms),
    "report.html": htmlReport(report),
    "report.md": markdownReport(report),
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
export function describeOutcome(outcome: Outcome): string[] {
  const { problem, result, trust } = outcome;
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
    ...(solved || allFailed
      ? []
      : infeasibilityLines(problem.specs, infeasibilityOf(problem.specs, history))),
    ...failureLinesOf(outcome),
    ...trustLines(problem, trust),
    "",
    ledgerText(ledgerOf(history, result)),
    ...trustCostLines(trust),
  ];
}
