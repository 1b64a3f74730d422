import type { ReportSection } from "../../report/index.js";
import { requirementsOf } from "../../size/index.js";
import { sharedText } from "../similar/nearest-circuits.js";
import { convergenceChart } from "../size/charts.js";
import { requirementHeader, requirementRows, valueRows } from "../size/tables.js";
import type { LikenessTest } from "./likeness.js";
import type { SizingTest } from "./sizing.js";
import { sizingOutcome } from "./words.js";

/** Which circuits are like one, with what they share. */
export function likenessSection({
  circuit,
  devices,
  folder,
  candidates,
  nearest,
}: LikenessTest): ReportSection {
  return {
    title: "Circuits like this one",
    blocks: [
      {
        kind: "text",
        text: `The encoder that comes with Kirchhoff learned from edits of circuits what keeps a circuit the same and what does not, without simulating anything. It is asked for the circuits in ${folder}/, ${candidates} in all, that are most like ${circuit} (${devices} devices), which it has never seen. Likeness is the mean of that of structure, by the encoder, and of the share of devices that both have; values of devices play no part.`,
      },
      {
        kind: "table",
        columns: ["circuit", "likeness", "devices", "devices that both have"],
        rows: nearest.map((each) => [
          each.circuit,
          each.similarity.toFixed(3),
          each.devices,
          sharedText(each),
        ]),
      },
    ],
  };
}

/** The op-amp's specs, sizes, and how its cost fell. */
export function sizingSection({ file, problem, result, random }: SizingTest): ReportSection {
  const { best, history, screened } = result;
  return {
    title: "An op-amp sized to its specification",
    blocks: [
      {
        kind: "text",
        text: `${file} asks for ${problem.space.dimensions} sizes of an op-amp that meet ${problem.specs.length} specs, out of ${problem.space.size.toExponential(1)} designs. ${sizingOutcome(result)} What is simulated was chosen by models that learned as they went, from designs and from ${screened} operating points, each a small part of a simulation. Of ${random.designs} designs drawn at random, ${random.feasible} met the specs.`,
      },
      {
        kind: "table",
        columns: requirementHeader,
        rows: requirementRows(requirementsOf(problem.specs, best!)),
      },
      {
        kind: "table",
        columns: ["size", "value", ""],
        rows: valueRows(problem, problem.valuesOf(best!.design)),
      },
      { kind: "figures", figures: [{ svg: convergenceChart(problem, history) }] },
    ],
  };
}
