// What it takes to size the two-stage op-amp in all of its corners: robustly, with all corners of every design, and at nominal alone.
// Appends a line of JSON for each run to a file; what the file holds is not run again.
//   node bench/sizing-corners.mjs --seeds 5 --out runs/sizing-corners.jsonl
import { appendFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { nodeFiles, readDeck } from "../dist/netlist/node-files/index.js";
import { openSimulator } from "../dist/simulate/index.js";
import { ledgerOf, loadProblem, size, verifyCorners } from "../dist/size/index.js";

const { values: flags } = parseArgs({
  options: {
    seeds: { type: "string", default: "5" },
    budget: { type: "string", default: "500" },
    out: { type: "string", default: "runs/sizing-corners.jsonl" },
  },
});
const folder = fileURLToPath(new URL("../examples/sizing/", import.meta.url));
const file = "two-stage-opamp-corners.yaml";
const text = readFileSync(join(folder, file), "utf8");
const rule = "corners: { names: all, mode: robust }\n";
const modes = { robust: rule, every: rule.replace("robust", "every"), nominal: "" };

function problemOf(mode, seed) {
  const read = (name) => ({ text: readDeck(join(folder, name)).text, file: name });
  return loadProblem(
    text.replace(rule, modes[mode]),
    file,
    { read, files: nodeFiles([folder]) },
    {
      seed,
      budget: Number(flags.budget),
    },
  );
}

mkdirSync(dirname(flags.out), { recursive: true });
const known = existsSync(flags.out)
  ? readFileSync(flags.out, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
  : [];
const pool = await openSimulator();
for (let seed = 1; seed <= Number(flags.seeds); seed++) {
  for (const mode of Object.keys(modes)) {
    if (known.some((row) => row.mode === mode && row.seed === seed)) continue;
    const problem = problemOf(mode, seed);
    const start = performance.now();
    const result = await size(problem, pool);
    const seconds = (performance.now() - start) / 1000;
    const { history, best } = result;
    const { designs, corners, screened } = ledgerOf(history, result);
    const inCorners = Object.values(corners).reduce((sum, one) => sum + one.designs, 0) || designs;
    const verification = await verifyCorners(problem, pool, problem.valuesOf(best.design));
    const all = verification.corners.filter(({ corner }) => corner !== "nominal");
    const met = all.filter((one) => one.met).length;
    const row = {
      ...{ mode, seed, solved: best.feasible, designs, inCorners, screened, seconds },
      ...{ corners: all.length, met, simulator: `${pool.name} ${pool.version}` },
    };
    appendFileSync(flags.out, `${JSON.stringify(row)}\n`);
    console.log(row);
  }
}
await pool.close();
