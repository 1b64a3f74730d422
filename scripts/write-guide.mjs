// Runs the commands of docs/predict-your-own-circuit.md and writes what they print into the page; keeps it in
// docs/measurements/guide.json. Run after `npm run build`:
//   node scripts/write-guide.mjs                              write the page anew from what is kept
//   node scripts/write-guide.mjs --measure [--folder runs]    run the commands first (some ten minutes), in this folder; data and
//                                                             training that it holds already are not repeated
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { main } from "../dist/cli/index.js";
import { writeSection } from "../dist/report/index.js";

const root = fileURLToPath(new URL("..", import.meta.url));
const kept = `${root}docs/measurements/guide.json`;
const page = `${root}docs/predict-your-own-circuit.md`;
const deck = "examples/circuits/five-transistor-ota.sp";
const tune = "finetune --from models/opamp-norton.safetensors --data data/ota --samples 50 200 --compare";
const quiet = "--threads 1 --quiet";

/** By section of the page: the command, and what is added to it here. */
const commands = {
  simulate: [`simulate ${deck} --testbench examples/recipes/ota-testbench.yaml`],
  info: ["dataset info data/ota"],
  voltages: [`${tune} --out runs/ota`, quiet],
  measures: [`${tune} --target gain --target unityGainFrequency:log --out runs/ota-measures`, quiet],
  predict: [`predict runs/ota/200 ${deck} --nets out,tail,x`],
  "predict-measures": [
    `predict runs/ota-measures/200 ${deck} --testbench examples/recipes/ota-testbench.yaml`,
  ],
};

async function run(line, cwd) {
  let stdout = "";
  const write = (text) => {
    stdout += text;
  };
  const context = { stdout: { write }, stderr: process.stderr, env: process.env, cwd, exitCode: 0 };
  const code = await main(line.split(" "), context);
  if (code !== 0) throw new Error(`kirchhoff ${line}: exit code ${code}`);
  return stdout.replaceAll(`${cwd}/`, "").trim();
}

async function measure(folder) {
  mkdirSync(folder, { recursive: true });
  for (const name of ["examples", "models"])
    cpSync(`${root}${name}`, join(folder, name), { recursive: true });
  const made = existsSync(join(folder, "data/ota/manifest.json"));
  if (!made) await run("generate examples/recipes/ota.yaml --out data/ota --quiet", folder);
  const result = {};
  for (const [section, [command, more]] of Object.entries(commands)) {
    const line = more === undefined ? command : `${command} ${more}`;
    result[section] = { command: `kirchhoff ${line}`, output: await run(line, folder) };
  }
  copyFileSync(join(folder, "runs/ota/curve.svg"), `${root}docs/pictures/guide-voltages.svg`);
  copyFileSync(join(folder, "runs/ota-measures/curve.svg"), `${root}docs/pictures/guide-measures.svg`);
  writeFileSync(kept, `${JSON.stringify(result, null, 2)}\n`);
}

const [flag, , folder = "runs/guide"] = process.argv.slice(2);
if (flag === "--measure") await measure(resolve(folder));
for (const [section, { output }] of Object.entries(JSON.parse(readFileSync(kept, "utf8")))) {
  writeSection(page, section, `\`\`\`text\n${output}\n\`\`\``);
}
