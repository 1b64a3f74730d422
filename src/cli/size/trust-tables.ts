import {
  type CornerOutcome,
  marginOf,
  type Problem,
  type Sensitivity,
  type Spec,
  type TrustCost,
  type Verification,
  type Yield,
} from "../../size/index.js";
import { textTable } from "../simulate/table.js";
import { withUnit } from "../simulate/units.js";
import type { Trust } from "./assess.js";

/** A percentage to two digits with its sign; what is below a thousandth counts as none. */
export const percent = (value: number): string => {
  if (Math.abs(value) < 1e-3) return "0";
  const text = String(Number(value.toPrecision(2)));
  return value > 0 ? `+${text}` : text;
};

const share = (value: number): string => `${Number((100 * value).toFixed(1))} %`;

/** Values of each spec (columns) in each corner (rows). */
export function cornerTable({ specs }: Problem, { corners }: Verification) {
  const cell = (spec: Spec, { specs: outcomes }: CornerOutcome, i: number) => {
    const outcome = outcomes[i];
    if (!outcome) return "";
    const { value, penalty, reason } = outcome;
    const text = value === undefined ? (reason ?? "-") : withUnit(value, spec.unit);
    return penalty === 0 ? text : `${text} ${spec.soft ? "(missed)" : "MISSED"}`;
  };
  return {
    columns: ["corner", ...specs.map(({ name }) => name), ""],
    rows: corners.map((one) => [
      one.corner,
      ...specs.map((spec, i) => cell(spec, one, i)),
      one.met ? "met" : "MISSED",
    ]),
  };
}

/** Of each spec the corner in which it is worst. */
export function worstRows({ specs }: Problem, { corners, worst }: Verification): string[][] {
  return specs.map((spec, i) => {
    const outcome = corners.find(({ corner }) => corner === worst[i])?.specs[i];
    const value = outcome?.value;
    return [
      ...[spec.name, worst[i] ?? "-"],
      value === undefined ? (outcome?.reason ?? "-") : withUnit(value, spec.unit),
      value === undefined ? "-" : withUnit(marginOf(spec, value), spec.unit),
      (outcome?.penalty ?? 0) === 0 ? "met" : spec.soft ? "missed (soft)" : "MISSED",
    ];
  });
}

/** Whether a design meets the specs in the corners, in a sentence. */
export function cornerSentence({ corners, met }: Verification): string {
  if (met)
    return `Corners: every spec is met in all ${corners.length}, simulated again from the sized netlist.`;
  const missed = corners.filter((one) => !one.met);
  const messages = missed.flatMap(({ corner, message }) => (message ? [` ${corner}: ${message}.`] : []));
  return `Corners: specs are MISSED in ${missed.length} of ${corners.length}: ${missed.map(({ corner }) => corner).join(", ")}.${messages.join("")}`;
}

/** Changes of each spec (rows) for one percent more of each variable (columns), in percent of its bound. */
export function sensitivityTable({ specs }: Problem, { variables }: Sensitivity) {
  return {
    columns: ["spec", ...variables.map(({ variable }) => variable)],
    rows: specs.map(({ name }, i) => [
      name,
      ...variables.map((variable) => {
        const { percentPerPercent } = variable.specs[i]!;
        return percentPerPercent === undefined ? "-" : percent(percentPerPercent);
      }),
    ]),
  };
}

/** Of each spec the two variables that move it most. */
function strongest({ specs }: Problem, { variables }: Sensitivity): string[][] {
  return specs.map(({ name }, i) => {
    const entries = variables.flatMap(({ variable, specs: own }) => {
      const change = own[i]!.percentPerPercent;
      return change === undefined ? [] : [{ variable, change }];
    });
    const [first, second] = entries.sort((a, b) => Math.abs(b.change) - Math.abs(a.change));
    const words = (one: typeof first) => (one ? `${one.variable} ${percent(one.change)}` : "-");
    return [name, words(first), words(second)];
  });
}

/** The share of good samples, in a sentence. */
export function yieldSentence({ samples, met, failed }: Yield): string {
  const good = Math.round(met.share * samples);
  const failures = failed > 0 ? ` ${failed} could not be simulated and count as bad.` : "";
  return `Yield: ${good} of ${samples} samples meet every spec, ${share(met.share)} (95 % interval ${share(met.low)} to ${share(met.high)}).${failures}`;
}

export const yieldHeader = ["spec", "met by", "95 % interval", "mean", "sigma", ""];

/** Of each spec the share of samples that meet it, and how its measure is spread. */
export function yieldRows({ specs }: Yield): string[][] {
  return specs.map(({ spec, met, mean, sigma, missing }) => [
    ...[spec.name, share(met.share), `${share(met.low)} to ${share(met.high)}`],
    mean === undefined ? "-" : withUnit(mean, spec.unit),
    sigma === undefined ? "-" : withUnit(sigma, spec.unit),
    Object.entries(missing)
      .map(([reason, count]) => `${count} without a value: ${reason}`)
      .join(", "),
  ]);
}

/** What looking at the final design has cost, one line; none where nothing was simulated. */
export function trustCostLines({ verification, sensitivity, yield: sampled }: Trust): string[] {
  const words = (name: string, { runs }: TrustCost) =>
    `${name} ${Object.entries(runs)
      .map(([kind, count]) => `${count} ${kind}`)
      .join(", ")}`;
  const parts = [
    ...(verification ? [words("corners", verification.cost)] : []),
    ...(sensitivity ? [words("sensitivity", sensitivity.cost)] : []),
    ...(sampled ? [words("yield", sampled.cost)] : []),
  ];
  return parts.length === 0 ? [] : [`of the final design besides: ${parts.join("; ")}`];
}

/** Lines for the terminal on what was simulated of the final design. */
export function trustLines(problem: Problem, { verification, sensitivity, yield: sampled }: Trust): string[] {
  return [
    ...(verification
      ? [
          "",
          cornerSentence(verification),
          ...textTable(["spec", "worst corner", "value", "margin", ""], worstRows(problem, verification)),
        ]
      : []),
    ...(sensitivity
      ? [
          "",
          "Sensitivity: the variables that move each spec most, in % of its bound for 1 % more of them",
          ...textTable(["spec", "first", "second"], strongest(problem, sensitivity)),
        ]
      : []),
    ...(sampled ? ["", yieldSentence(sampled), ...textTable(yieldHeader, yieldRows(sampled))] : []),
  ];
}
