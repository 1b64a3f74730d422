import type { HtmlReport, ReportBlock, ReportFact, ReportSection } from "../../report/index.js";
import {
  acceptedDesigns,
  infeasibilityOf,
  ledgerOf,
  type Problem,
  requirementsOf,
  type SizingLedger,
  type Told,
} from "../../size/index.js";
import { acceptedTable } from "./accepted-table.js";
import type { Outcome } from "./assess.js";
import { convergenceChart, histogramFile, sensitivityMap, yieldHistogram } from "./charts.js";
import {
  failureLinesOf,
  infeasibilityLines,
  ledgerText,
  requirementHeader,
  requirementRows,
  valueRows,
} from "./tables.js";
import {
  cornerSentence,
  cornerTable,
  sensitivityTable,
  trustCostLines,
  yieldHeader,
  yieldRows,
  yieldSentence,
} from "./trust-tables.js";

/** Accepted designs that the report explains. */
const mostExplained = 20;

/** The report of a run: what its HTML and its Markdown say. */
export function sizingReport(outcome: Outcome, best: Told): HtmlReport {
  const { problem, result, trust } = outcome;
  const ledger = ledgerOf(result.history, result);
  const values = problem.valuesOf(best.design);
  const requirements = requirementRows(requirementsOf(problem.specs, best));
  const conflicts = infeasibilityLines(problem.specs, infeasibilityOf(problem.specs, result.history));
  return {
    title: `Sizing: ${problem.name}`,
    ...(problem.description !== "" && { subtitle: problem.description }),
    sections: [
      section("Outcome", [
        { kind: "facts", facts: factsOf(outcome, best, ledger) },
        { kind: "table", columns: requirementHeader, rows: requirements },
        ...(best.feasible ? [] : [code([...conflicts, ...failureLinesOf(outcome)].join("\n").trim())]),
      ]),
      section("Sizes", [
        { kind: "table", columns: ["variable", "value", ""], rows: valueRows(problem, values) },
      ]),
      ...trustSections(outcome),
      section("Search", [
        {
          kind: "figures",
          figures: [
            { svg: convergenceChart(problem, result.history), file: "convergence.svg", caption: "Cost" },
          ],
        },
        ...[ledgerText(ledger), ...trustCostLines(trust)].map(text),
      ]),
      ...acceptedSection(problem, result.history),
      section("Netlist", [code(problem.netlist.withValues(values))]),
    ],
  };
}

function factsOf({ problem, result, trust }: Outcome, best: Told, ledger: SizingLedger): ReportFact[] {
  const { verification, yield: sampled } = trust;
  const screening = `and ${ledger.screeningSeconds.toFixed(1)} s for ${ledger.screened} operating points`;
  const good = verification?.corners.filter(({ met }) => met).length;
  return [
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
    ...(verification ? [{ name: "corners met", value: `${good} of ${verification.corners.length}` }] : []),
    ...(sampled
      ? [
          {
            name: "yield",
            value: `${(100 * sampled.met.share).toFixed(1)} %`,
            note: `${sampled.samples} samples`,
          },
        ]
      : []),
    {
      name: "simulator time",
      value: `${result.history.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(1)} s`,
      ...(ledger.screened > 0 && { note: screening }),
    },
  ];
}

function trustSections({ problem, trust }: Outcome): ReportSection[] {
  const { verification, sensitivity, yield: sampled } = trust;
  const { avtMillivoltMicron, abetaPercentMicron } = problem.mismatch;
  return [
    ...(verification
      ? [
          section("Corners", [
            text(cornerSentence(verification)),
            { kind: "table", ...cornerTable(problem, verification) },
          ]),
        ]
      : []),
    ...(sensitivity
      ? [
          section("Sensitivity", [
            text(
              "Change of each spec in percent of its bound for one percent more of each variable, from one step of the grid down to one up.",
            ),
            { kind: "table", ...sensitivityTable(problem, sensitivity) },
            {
              kind: "figures",
              figures: [
                {
                  svg: sensitivityMap(problem, sensitivity),
                  file: "sensitivity.svg",
                  caption: "Sensitivity",
                },
              ],
            },
          ]),
        ]
      : []),
    ...(sampled
      ? [
          section("Yield", [
            text(
              `${yieldSentence(sampled)} Mismatch: ${avtMillivoltMicron} mV·µm of the threshold, ${abetaPercentMicron} %·µm of the current factor, where the problem says nothing else for a model.`,
            ),
            { kind: "table", columns: yieldHeader, rows: yieldRows(sampled) },
            {
              kind: "figures",
              figures: sampled.specs.map((one, i) => ({
                ...{ svg: yieldHistogram(one), file: histogramFile(i), caption: one.spec.name },
              })),
            },
          ]),
        ]
      : []),
  ];
}

function acceptedSection({ specs }: Problem, history: readonly Told[]): ReportSection[] {
  const accepted = acceptedDesigns(specs, history);
  if (accepted.length === 0) return [];
  const left = accepted.length - mostExplained;
  return [
    section("What let the designs through", [
      text(
        "Of each design that meets every spec, by its place in the journal: the specs that it was compared by before it counted, with the design that it was compared with and what a model believed (better: than that design; meets: the spec). Values are simulated.",
      ),
      { kind: "table", ...acceptedTable(accepted.slice(0, mostExplained)) },
      ...(left > 0 ? [text(`${left} more are in result.json.`)] : []),
    ]),
  ];
}

const section = (title: string, blocks: readonly ReportBlock[]): ReportSection => ({ title, blocks });
const text = (words: string): ReportBlock => ({ kind: "text", text: words });
const code = (words: string): ReportBlock => ({ kind: "code", text: words });
