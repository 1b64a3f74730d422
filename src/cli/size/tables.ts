import {
  failureReasons,
  hopelessSpecs,
  type Infeasibility,
  type Problem,
  type Requirement,
  type SizingLedger,
  type Spec,
} from "../../size/index.js";
import { textTable } from "../simulate/table.js";
import { withUnit } from "../simulate/units.js";
import type { Outcome } from "./assess.js";

/** `≥ 60°`, `≤ 90 ns`, `-1 mV … 1 mV`. */
export function boundText({ low, high, unit }: Spec): string {
  if (low !== undefined && high !== undefined) return `${withUnit(low, unit)} … ${withUnit(high, unit)}`;
  return low !== undefined ? `≥ ${withUnit(low, unit)}` : `≤ ${withUnit(high!, unit)}`;
}

/** A row for each spec: bound, value, margin, and whether it is met. */
export function requirementRows(requirements: readonly Requirement[]): string[][] {
  return requirements.map(({ spec, value, margin, met, reason, corner }) => [
    spec.name,
    boundText(spec),
    value === undefined ? "-" : withUnit(value, spec.unit),
    margin === undefined ? "-" : withUnit(margin, spec.unit),
    `${verdict(met, spec, reason)}${corner === undefined ? "" : ` @ ${corner}`}`,
  ]);
}

function verdict(met: boolean, { soft }: Spec, reason: string | undefined): string {
  if (reason === "skipped") return "not simulated, since others are missed";
  const word = met ? "met" : soft ? "missed (soft)" : "MISSED";
  return reason === undefined ? word : `${word} (${reason})`;
}

export const requirementHeader = ["spec", "bound", "value", "margin", ""];

/** Values of the design, one a line. */
export function valueRows(
  { space, ties, fixed }: Problem,
  values: Readonly<Record<string, number>>,
): string[][] {
  const unitOf = new Map(space.variables.map(({ name, unit }) => [name, unit]));
  return [
    ...space.variables.map(({ name, unit }) => [name, withUnit(values[name]!, unit), ""]),
    ...ties.map(({ name, of, ratio }) => [
      name,
      withUnit(values[name]!, unitOf.get(of) ?? ""),
      ratio === 1 ? `follows ${of}` : `${ratio} × ${of}`,
    ]),
    ...Object.keys(fixed).map((name) => [name, withUnit(values[name]!, ""), "fixed"]),
  ];
}

/** One line on what a run has cost. */
export function ledgerText({
  designs,
  initial,
  failed,
  feasible,
  toFirstFeasible,
  runs,
  corners,
  screened,
}: SizingLedger): string {
  const kinds = Object.entries(runs).map(([kind, count]) => `${count} ${kind}`);
  const parts = [
    `${designs} designs simulated (${initial} of them initial${failed > 0 ? `, ${failed} failed` : ""})`,
    `${feasible} meet every spec`,
    ...(toFirstFeasible === undefined ? [] : [`the first after ${toFirstFeasible}`]),
    ...(screened > 0 ? [`${screened} operating points besides`] : []),
    ...(Object.keys(corners).length > 0 ? [`designs by corner: ${cornerWords(corners)}`] : []),
    kinds.length > 0 ? `ngspice analyses: ${kinds.join(", ")}` : "nothing simulated",
  ];
  return parts.join("; ");
}

const cornerWords = (corners: SizingLedger["corners"]) =>
  Object.entries(corners)
    .map(([name, { designs }]) => `${name} ${designs}`)
    .join(", ");

/** What simulations failed with; where that is why the run stopped, for which specs, what the simulator said, and what to do. */
export function failureLinesOf({ problem, result }: Outcome): string[] {
  const { end, history } = result;
  const reasons = failureReasons(history);
  if (reasons.length === 0) return [];
  const counts = reasons.map(([reason, designs]) => `${reason} (${designs} designs)`).join(", ");
  const specs = end === "failing" ? hopelessSpecs(problem.specs, history).map(({ name }) => name) : [];
  const said = history.find(({ message }) => message !== undefined)?.message;
  return [
    "",
    `Simulations failed: ${counts}.`,
    ...(specs.length === 0
      ? []
      : [
          `The run stopped, since not one of them told of ${specs.join(", ")}. The simulator says: ${said}`,
          "Try the testbench alone, with kirchhoff simulate --testbench.",
        ]),
  ];
}

/** Why nothing was found, as far as the designs tell. */
export function infeasibilityLines(
  specs: readonly Spec[],
  { metBy, reached, neverMet, conflicts }: Infeasibility,
): string[] {
  const shares = textTable(
    ["spec", "bound", "met by", "best value"],
    specs.flatMap((spec) => {
      const [share, best] = [metBy[spec.name], reached[spec.name]];
      if (share === undefined) return [];
      const percent = `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`;
      return [[spec.name, boundText(spec), percent, best === undefined ? "-" : withUnit(best, spec.unit)]];
    }),
  );
  return [
    "",
    "No design meets every spec. Of the designs simulated:",
    ...shares,
    ...(neverMet.length > 0 ? [`  met by none: ${neverMet.join(", ")}`] : []),
    ...conflicts.map(([a, b]) => `  in conflict: ${a} and ${b}, which no design meets together`),
  ];
}

/** What a problem lets vary and asks for. */
export function describeProblem(problem: Problem): string[] {
  const { name, space, specs, ties, notes, corners } = problem;
  const names = corners.flatMap((corner) => corner.name ?? []);
  const grid = space.variables.map(({ name: variable, values, scale, unit }) => [
    variable,
    `${withUnit(values[0]!, unit)} … ${withUnit(values.at(-1)!, unit)}`,
    `${values.length} values${scale === "log" ? ", log" : ""}`,
  ]);
  return [
    `${name}: ${space.dimensions} variables, ${space.size.toExponential(1)} designs`,
    ...textTable(["variable", "range", "grid"], grid),
    ...ties.map(
      ({ name: tied, of, ratio, rule }) =>
        `  ${tied} = ${ratio === 1 ? "" : `${ratio} × `}${of}${rule ? ` (${rule})` : ""}`,
    ),
    ...notes.map((note) => `  rule: ${note}`),
    ...(names.length > 0 ? [`  corners: ${names.join(", ")}${problem.isRobust ? " (robust)" : ""}`] : []),
    "",
    ...textTable(
      ["spec", "bound", "weight"],
      specs.map((spec) => [spec.name, boundText(spec), `${spec.weight}${spec.soft ? " (soft)" : ""}`]),
    ),
  ];
}
