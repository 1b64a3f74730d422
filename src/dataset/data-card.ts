import { type ParametricCircuit, parametricCircuit } from "../circuit/index.js";
import { measureUnits } from "../simulate/index.js";
import { labelRules } from "./label.js";
import { countFailures, countRows, type Manifest } from "./manifest.js";
import { type Recipe, splitNames } from "./recipe.js";
import { rowCount } from "./row-count.js";
import { distributionsOf } from "./sampling.js";
import { measureKinds } from "./testbench.js";

/** The data card (`README.md`) of a finished dataset: what it holds, how it was made, how to read it. */
export function dataCard(manifest: Manifest): string {
  const { recipe, simulator, kirchhoff } = manifest;
  const { unit } = labelRules[recipe.label];
  const counts = countRows(manifest.shards);
  const common = commonDistribution(manifest);
  const splits = splitNames
    .filter((split) => recipe.splits[split] > 0)
    .map((split) => `| ${split} | ${counts[split].ok} | ${counts[split].failed} |`);
  const failures = Object.entries(countFailures(manifest.shards)).map(
    ([reason, rows]) => `- ${reason}: ${rows}`,
  );
  return `# ${recipe.name}

${recipe.description || "Labelled circuits."}

${rowCount(recipe)} circuits, labelled with their ${recipe.label.replace("-", " ")} (${unit}) by
${simulator.name} ${simulator.version}, made by Kirchhoff ${kirchhoff} with seed ${recipe.seed}. \`manifest.json\` holds the complete recipe and the
SHA-256 of every shard; the same recipe and simulator give the same bytes.

## Splits

| split | labelled | failed |
|---|---|---|
${splits.join("\n")}

Rows are ordered by split. Within a split they take the circuits below in turn, so every split holds all of them equally.
${failures.length > 0 ? `\nFailed simulations, by reason:\n\n${failures.join("\n")}\n` : ""}
## Circuits

${common ? `Every value is drawn from \`${common}\`, in SI units.\n\n` : ""}${[...new Set(recipe.circuits)].map((name) => circuitLine(manifest, parametricCircuit(name))).join("\n")}

## Columns

| column | type | meaning |
|---|---|---|
| index | int32 | row number, from 0 |
| split | string | train, valid or test |
| circuit | string | which of the circuits above |
| values | list of double | one value for each parameter, in the order above, SI units |
| status | string | ok or failed |
| reason, message | string | why it failed; null where it did not |
| labels | list of double | ${recipe.label === "operating-point" ? "voltage of each output, in the order above (volt)" : "output resistance (ohm)"}; empty where it failed |
${[...measureLines(recipe), ...(recipe.devices ? deviceLines : [])].join("")}
## Reading

    kirchhoff dataset info <this folder>

    import pandas                                        # with pyarrow
    rows = pandas.read_parquet("<this folder>/shard-00000.parquet")
`;
}

function measureLines(recipe: Recipe): string[] {
  return Object.entries(measureKinds(recipe)).map(([name, kind]) => {
    const unit = measureUnits[kind];
    return `| ${name}, ${name}-reason | double, string | ${kind}${unit && ` (${unit})`}, or why there is none |\n`;
  });
}

const deviceLines = [
  "| devices | list of double | operating points of transistors and diodes; their names are in `manifest.json`, `columns` |\n",
  "| regions | list of string | where each MOS transistor works; names likewise |\n",
];

/** How values are drawn, where every parameter of every circuit is drawn alike; else each parameter states its own. */
function commonDistribution({ recipe }: Manifest): string | undefined {
  const all = recipe.circuits.flatMap((name) => distributionsOf(recipe, parametricCircuit(name)));
  const distinct = new Set(all.map((each) => JSON.stringify(each)));
  return distinct.size === 1 ? [...distinct][0] : undefined;
}

function circuitLine(manifest: Manifest, circuit: ParametricCircuit): string {
  const { parameters, outputs } = circuit;
  const distributions = distributionsOf(manifest.recipe, circuit);
  const common = commonDistribution(manifest) !== undefined;
  const drawn = parameters.map(({ name }, i) =>
    common ? name : `${name} ~ \`${JSON.stringify(distributions[i])}\``,
  );
  const listed = drawn.length > 40 ? [...drawn.slice(0, 7), "…", ...drawn.slice(-3)] : drawn;
  const ends = outputs.length > 20 ? `${outputs[0]} to ${outputs.at(-1)}` : outputs.join(", ");
  return `- \`${circuit.name}\`: ${parameters.length} parameters ${listed.join(", ")}; outputs ${ends}`;
}
