import { type ParametricCircuit, parametricCircuit } from "../circuit/index.js";
import { labelRules } from "./label.js";
import { countFailures, countRows, type Manifest } from "./manifest.js";
import { distributionsOf, rowCount, splitNames } from "./recipe.js";

/** The data card (`README.md`) of a finished dataset: what it holds, how it was made, how to read it. */
export function dataCard(manifest: Manifest): string {
  const { recipe, simulator, kirchhoff } = manifest;
  const { unit } = labelRules[recipe.label];
  const counts = countRows(manifest.shards);
  const splits = splitNames
    .filter((split) => recipe.splits[split] > 0)
    .map((split) => `| ${split} | ${counts[split].ok} | ${counts[split].failed} |`);
  const failures = Object.entries(countFailures(manifest.shards)).map(
    ([reason, rows]) => `- ${reason}: ${rows}`,
  );
  return `# ${recipe.name}

${recipe.description || "Labelled circuits."}

${rowCount(recipe)} circuits, labelled with their ${recipe.label.replace("-", " ")} (${unit}) by ${simulator.name}
${simulator.version}, made by Kirchhoff ${kirchhoff} with seed ${recipe.seed}. \`manifest.json\` holds the complete recipe and the
SHA-256 of every shard; the same recipe and simulator give the same bytes.

## Splits

| split | labelled | failed |
|---|---|---|
${splits.join("\n")}

Rows are ordered by split. Within a split they take the circuits below in turn, so every split holds all of them equally.
${failures.length > 0 ? `\nFailed simulations, by reason:\n\n${failures.join("\n")}\n` : ""}
## Circuits

${[...new Set(recipe.circuits)].map((name) => circuitLine(manifest, parametricCircuit(name))).join("\n")}

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

## Reading

    kirchhoff dataset info <this folder>

    import pandas                                        # with pyarrow
    rows = pandas.read_parquet("<this folder>/shard-00000.parquet")
`;
}

function circuitLine({ recipe }: Manifest, circuit: ParametricCircuit): string {
  const distributions = distributionsOf(recipe, circuit).map((each) => JSON.stringify(each));
  const same = new Set(distributions).size === 1;
  const names = circuit.parameters.map(({ name }, i) => (same ? name : `${name} ~ ${distributions[i]}`));
  const listed = names.length > 40 ? [...names.slice(0, 7), "…", ...names.slice(-3)] : names;
  const drawn = same ? `, each drawn from \`${distributions[0]}\`` : "";
  const { outputs } = circuit;
  return `- \`${circuit.name}\`: ${names.length} parameters ${listed.join(", ")}${drawn}; outputs ${outputs.length > 20 ? `${outputs[0]} to ${outputs.at(-1)}` : outputs.join(", ")}`;
}
