// Writes what `kirchhoff similar` prints, and how often it finds the same sort of circuit, into docs/find-similar-circuits.md. Run after
// `npm run build`:
//   node scripts/write-likeness.mjs
import { fileURLToPath } from "node:url";
import { circuitCatalogue } from "../dist/circuit/index.js";
import { main } from "../dist/cli/index.js";
import { nearestCircuits } from "../dist/cli/similar/nearest-circuits.js";
import { packagedEncoder } from "../dist/cli/similar/open-encoder.js";
import { catalogueCircuit } from "../dist/netlist/node-catalogue/index.js";
import { markdownTable, writeSection } from "../dist/report/index.js";
import { CircuitEncoder } from "../dist/train/index.js";

const cwd = fileURLToPath(new URL("..", import.meta.url));
let stdout = "";
const write = (text) => {
  stdout += text;
};
const context = { stdout: { write }, stderr: process.stderr, env: process.env, cwd, exitCode: 0 };
const command = "similar examples/circuits/five-transistor-ota.sp --in circuits --count 8 --quiet";
const code = await main(command.split(" "), context);
if (code !== 0) throw new Error(`kirchhoff ${command}: exit code ${code}`);
const page = `${cwd}docs/find-similar-circuits.md`;
writeSection(page, "similar", `\`\`\`text\n${stdout.trim()}\n\`\`\``);

/** The catalogue without the faulty ones of circuits that have been corrected, embedded. */
async function embedCatalogue() {
  const isCorrected = new Set(circuitCatalogue.map(({ name }) => name));
  const entries = circuitCatalogue.filter(({ name }) => !isCorrected.has(`${name}_corrected`));
  const encoder = await CircuitEncoder.open(packagedEncoder, { threads: 1 });
  const graphs = entries.map(({ name }) => encoder.graph(catalogueCircuit(name)));
  const rows = await encoder.embed(graphs);
  await encoder.release();
  const { width } = encoder;
  return entries.map(({ name, family }, i) => ({
    ...{ name, family, graph: graphs[i], embedding: rows.subarray(i * width, (i + 1) * width) },
  }));
}

/** How often the nearest circuit is of the same family, and the mean average precision of a family's others. */
function familyRetrieval(circuits, by) {
  const familyOf = new Map(circuits.map(({ name, family }) => [name, family]));
  const scores = circuits.flatMap((own) => {
    const ranked = nearestCircuits(own, circuits, circuits.length, by).map(
      ({ circuit }) => familyOf.get(circuit) === own.family,
    );
    const places = ranked.flatMap((isSame, i) => (isSame ? [i + 1] : []));
    if (places.length === 0) return [];
    const precisions = places.map((place, i) => (i + 1) / place);
    return [{ first: ranked[0] ? 1 : 0, average: mean(precisions) }];
  });
  return [mean(scores.map(({ first }) => first)), mean(scores.map(({ average }) => average))];
}

const mean = (numbers) => numbers.reduce((sum, value) => sum + value, 0) / numbers.length;

const circuits = await embedCatalogue();
const right = (name) => ({ name, align: "right" });
writeSection(
  page,
  "families",
  [
    markdownTable(
      ["compared by", right("nearest is of the same family"), right("mean average precision")],
      [
        ["both (default)", "both"],
        ["`--by structure`", "structure"],
        ["`--by devices`", "devices"],
      ].map(([text, by]) => [text, ...familyRetrieval(circuits, by).map((value) => value.toFixed(3))]),
    ),
    "",
    `${circuits.length} circuits of the catalogue in ${new Set(circuits.map(({ family }) => family)).size} families; \`node scripts/write-likeness.mjs\``,
  ].join("\n"),
);
