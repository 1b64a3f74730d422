import { formatNumber } from "../../report/index.js";
import type { SimulationPool } from "../../simulate/index.js";
import { ledgerOf, requirementsOf, type SizingResult } from "../../size/index.js";
import type { PretrainResult } from "../../train/index.js";
import { formatDuration } from "../index.js";
import { requirementRows } from "../size/tables.js";
import { voltageCells, voltageColumns } from "../voltage-cells.js";
import type { TestedSet } from "./accuracy.js";
import type { LikenessTest } from "./likeness.js";
import { alignColumns } from "./narrator.js";
import type { NetlistCheck } from "./netlist-check.js";
import type { OpAmpTest } from "./op-amp.js";
import { opAmp, otherCircuits } from "./plan.js";
import type { SizingTest } from "./sizing.js";
import type { Simulated } from "./steps.js";

/** What simulating came to, in a few lines. */
export function describeSimulation(sets: readonly Simulated[], { name, version }: SimulationPool): string[] {
  const sum = (of: (set: Simulated) => number) => sets.reduce((total, set) => total + of(set), 0);
  const [rows, failed, fresh, seconds] = [
    sum(({ rows }) => rows),
    sum((set) => set.failed),
    sum((set) => set.fresh),
    sum((set) => set.seconds),
  ];
  const rate = fresh > 0 ? `${fresh} now, ${Math.round(fresh / seconds)} a second` : "all of an earlier call";
  const reasons = new Set(sets.flatMap(({ failures }) => Object.keys(failures)));
  return [
    `${rows} circuits by ${name} ${version} (${rate}); ${failed} failed${failed > 0 ? `: ${[...reasons].join(", ")}` : ""}`,
  ];
}

/** What training came to. */
export function describeTraining({ step, best }: PretrainResult): string[] {
  if (!best) return [`${step} steps`];
  const { accuracy, rmse, graphs } = best.metrics;
  return [
    `after ${step} steps: Acc@100 ${accuracy.toFixed(4)} on ${graphs} ladders held back (best at step ${best.step}),`,
    `root mean square error ${formatNumber(1000 * rmse, 2)} mV where voltages go from 0 to 1 V`,
  ];
}

/** The table of accuracies, and how to read it. */
export function describeAccuracy(sizes: readonly TestedSet[], others: readonly TestedSet[]): string[] {
  const header = ["Acc@100 on", "trained", "untrained", "mean"];
  const line = ({ row }: TestedSet) => [
    row.name,
    ...[row.trained, row.untrained, row.mean].map((value) => value.toFixed(3)),
  ];
  const table = alignColumns([header, ...sizes.map(line), ...others.map(line)]);
  return [
    ...table.slice(0, sizes.length + 1),
    "",
    "The share of voltages met to within a hundredth of their range, by the trained network, by the same network",
    "with random weights, and by the mean of the training voltages. It has seen ladders of 2 to 10 branches only.",
    "",
    "Other shapes, not one of them in training:",
    ...table.slice(sizes.length + 1).map((text, i) => `${text}   ${otherCircuits[i]!.what}`),
  ];
}

/** The netlist's nets, predicted beside simulated. */
export function describeNetlist({ file, nets }: NetlistCheck, { name }: SimulationPool): string[] {
  return [
    `${file}, in kiloohms and volts where the training ladders stay below one, beside ${name}:`,
    ...alignColumns([
      [...voltageColumns],
      ...nets.map(({ net, predicted, simulated }) => voltageCells(net, predicted, simulated)),
    ]),
  ];
}

/** What fine-tuning to the op-amps is worth. */
export function describeOpAmp(
  { simulated, circuits, networks }: OpAmpTest,
  simulator: SimulationPool,
): string[] {
  return [
    ...describeSimulation([simulated], simulator),
    `${opAmp.samples} of them to learn from, ${circuits} to test on; voltages of the nets that no source drives:`,
    ...alignColumns([
      [opAmp.model, `Acc@${opAmp.levels}`, "RMSE (mV)"],
      ...networks.map(({ name, metrics: { freeAccuracy, freeRmse } }) => [
        name,
        freeAccuracy!.toFixed(3),
        formatNumber(1000 * freeRmse!, 3),
      ]),
    ]),
    "",
    `It comes pretrained on op-amps of another first stage; from scratch, the same network learns from the same ${opAmp.samples} alone.`,
  ];
}

/** Which circuits are like the one that was asked for. */
export function describeLikeness({ circuit, devices, folder, candidates, nearest }: LikenessTest): string[] {
  return [
    `${circuit}, ${devices} devices, which the encoder has never seen, among ${candidates} circuits in ${folder}/:`,
    ...alignColumns([
      ["circuit", "likeness", "devices"],
      ...nearest.map((each) => [each.circuit, each.similarity.toFixed(3), `${each.devices}`]),
    ]),
  ];
}

/** What sizing came to: the specs, and how many designs it took beside chance. */
export function describeSizing({ file, problem, result, random }: SizingTest): string[] {
  const { best, screened } = result;
  const rows = requirementRows(requirementsOf(problem.specs, best!));
  return [
    `${file}: ${problem.space.dimensions} sizes, ${problem.space.size.toExponential(1)} designs, ${problem.specs.length} specs`,
    ...alignColumns([["spec", "bound", "value"], ...rows.map((row) => row.slice(0, 3))]),
    "",
    sizingOutcome(result),
    `${screened} operating points, each a small part of a simulation, chose what to simulate whole.`,
    `Of ${random.designs} designs drawn at random ${random.feasible === 0 ? "none meets them" : `${random.feasible} meet them`}; the best of them costs ${random.cost.toFixed(3)}.`,
  ];
}

/** After how many designs the specs were met, or how close the closest design came. */
export function sizingOutcome({ best, history }: SizingResult): string {
  const { designs, toFirstFeasible } = ledgerOf(history);
  return toFirstFeasible === undefined
    ? `None of ${designs} designs simulated whole meets all specs; the closest one costs ${best!.cost.toFixed(3)}.`
    : `The ${ordinal(toFirstFeasible)} design that was simulated whole meets all specs.`;
}

const ordinal = (count: number): string => {
  const ending = [11, 12, 13].includes(count % 100) ? "th" : ["th", "st", "nd", "rd"][count % 10];
  return `${count}${ending ?? "th"}`;
};

/** How the quickstart ends. */
export function describeNext(shownFolder: string, report: string, seconds: number): string[] {
  const commands = [
    ["your own netlist of resistors and sources", `kirchhoff predict ${shownFolder}/training my.sp`],
    ["an op-amp like those above", `kirchhoff predict ${shownFolder}/op-amp/fine-tuned my.sp`],
    [
      "operating point and plots of any deck",
      "kirchhoff simulate examples/testbenches/five-transistor-ota.sp",
    ],
    ["sizes for a netlist of yours", "kirchhoff size my-problem.yaml"],
    ["circuits of yours that are like one", "kirchhoff similar my.sp --in my-netlists"],
    ["the full recipe, in some minutes", "kirchhoff pretrain --recipe ladder --out runs/ladder"],
    ["the data it learned from", `kirchhoff dataset info ${shownFolder}/data/ladder`],
  ] as const;
  return [
    `Done in ${formatDuration(seconds)}. Open ${report} in a browser.`,
    "",
    "Next, try:",
    ...commands.map(([what, command]) => `  npx ${command.padEnd(66)} # ${what}`),
    "",
    "For a circuit of your own, from its netlist to a network fine-tuned to it: docs/predict-your-own-circuit.md",
  ];
}
